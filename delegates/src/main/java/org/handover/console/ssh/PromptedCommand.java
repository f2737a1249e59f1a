package org.handover.console.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.handover.console.MaskedText;
import org.handover.console.PromptScript;
import org.handover.console.Transcript;

/** A command on a terminal: watches for its prompts, answers each of them once, and keeps no answer. */
final class PromptedCommand implements AutoCloseable {
    /** Shorter answers are yes or no, and occur in any text. */
    private static final int SHORTEST_SECRET = 4;

    private final TypedChannel channel;
    private final PromptScript script;
    private final Screen screen = new Screen(Connection.COLUMNS);
    private final List<char[]> answers = new ArrayList<>();
    private int answered;
    private int answeredRow = -1;
    private boolean reminderTold;

    PromptedCommand(TypedChannel channel, PromptScript script) {
        this.channel = channel;
        this.script = script;
    }

    TypedChannel channel() {
        return channel;
    }

    /** Whether the command ended in time. */
    boolean run(long untilNanoTime) throws InterruptedException {
        boolean ended = channel.pour(untilNanoTime, this::look);
        tellReminder();
        return ended;
    }

    private void look(byte[] output) {
        String answer = screen.draw(output);
        if (!answer.isEmpty()) {
            channel.type(answer.getBytes(StandardCharsets.US_ASCII));
        }
        String line = screen.upToCursor();
        int row = screen.cursorRow();
        if (answered > 0 && answeredRow >= 0) {
            boolean stillThere = row == answeredRow
                    && script.prompts().get(answered - 1).line().matcher(line).matches();
            if (stillThere) {
                return;
            }
            answeredRow = -1;
        }
        if (answered < script.prompts().size()) {
            PromptScript.Prompt next = script.prompts().get(answered);
            if (next.line().matcher(line).matches()) {
                tellReminder();
                answered++;
                answeredRow = row;
                type(next.answer().get());
            }
        }
    }

    private void type(char[] answer) {
        answers.add(answer.clone());
        channel.answer(answer);
    }

    private void tellReminder() {
        if (!reminderTold) {
            MaskedText.of(screen.text(), script).reminder().ifPresent(reminder -> {
                reminderTold = true;
                script.reminderReader().accept(reminder);
            });
        }
    }

    /** What the terminal shows, without answers and reminder. */
    String maskedText() {
        StringBuilder text =
                new StringBuilder(MaskedText.of(screen.text(), script).text());
        for (char[] answer : answers) {
            if (answer.length >= SHORTEST_SECRET) {
                mask(text, answer);
            }
        }
        return text.toString();
    }

    private static void mask(StringBuilder text, char[] secret) {
        for (int at = 0; at + secret.length <= text.length(); at++) {
            if (standsAt(text, at, secret)) {
                text.replace(at, at + secret.length, Transcript.MASKED);
                at += Transcript.MASKED.length() - 1;
            }
        }
    }

    private static boolean standsAt(StringBuilder text, int at, char[] secret) {
        for (int i = 0; i < secret.length; i++) {
            if (text.charAt(at + i) != secret[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        answers.forEach(answer -> Arrays.fill(answer, '\0'));
        channel.close();
    }
}
