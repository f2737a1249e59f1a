package org.handover.step;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.MaskedText;
import org.handover.console.PromptScript;
import org.handover.console.Transcript;
import org.handover.tool.BackUpSecret;
import org.handover.tool.SsoConfig;

/**
 * The answers that people pasted for one step, in the order in which they are needed: the step is carried out again from its
 * start with what is there, and the first command without an answer ends the attempt, so that a person types it.
 */
public final class ByHand {

    /** The next command has no answer yet: a person types it. */
    static final class NeededException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StepResult.HandNeeded needed;

        NeededException(StepResult.HandNeeded needed) {
            super("A person has to type the next command on %s.".formatted(needed.server()));
            this.needed = needed;
        }

        StepResult.HandNeeded needed() {
            return needed;
        }
    }

    /** What makes cmd.exe say whether the command succeeded, so that it is pasted with the answer. */
    static final String SAY_EXIT_CODE = " && echo EXITCODE 0 || echo EXITCODE 1";

    private static final Pattern EXIT_CODE = Pattern.compile("EXITCODE ([01])\\s*$");

    private final List<PastedAnswers.Answer> answers;
    private int used;

    ByHand(List<PastedAnswers.Answer> answers) {
        this.answers = List.copyOf(answers);
    }

    /**
     * Whether people are carrying out an open intent: they have begun to paste, and not with what would settle an intent that
     * somebody else left behind.
     *
     * @param settles the command with which settling begins
     */
    boolean carriesOutAnIntent(String settles) {
        return !answers.isEmpty() && !answers.get(0).command().startsWith(settles);
    }

    /** Whether this attempt relies on something that a person pasted. */
    boolean used() {
        return used > 0;
    }

    /** What a person pasted for this command. */
    Transcript answerTo(StepResult.HandNeeded command, PromptScript script) {
        if (used == answers.size()) {
            throw new NeededException(command);
        }
        PastedAnswers.Answer answer = answers.get(used);
        if (!answer.command().equals(command.command())) {
            throw new IllegalStateException(
                    "What was pasted so far no longer fits what has to be typed now; try the step again from its start.");
        }
        used++;
        String text = answer.answer().replace("\r\n", "\n");
        Matcher exitCode = EXIT_CODE.matcher(text);
        boolean said = exitCode.find();
        return new Transcript(
                command.command(),
                said ? Integer.valueOf(exitCode.group(1)) : null,
                MaskedText.of(said ? text.substring(0, exitCode.start()) : text, script)
                        .text(),
                answer.givenAt(),
                Duration.ZERO);
    }

    /** A pasted answer as it may be kept: without the reminder of a restore file, and without the number of its stars. */
    public static String withoutSecrets(String command, String answer) {
        String lower = command.toLowerCase(Locale.ROOT);
        PromptScript script = lower.contains("-backupsecret") || lower.contains("-generatesecret")
                ? BackUpSecret.answering(() -> new char[0], () -> new char[0])
                : lower.contains("ssoconfig")
                        ? SsoConfig.answering(() -> new char[0], reminder -> {})
                        : PromptScript.empty();
        return MaskedText.of(answer.replace("\r\n", "\n"), script).text();
    }
}
