package org.handover.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of what a command printed on a terminal everything that must not be kept: what stands behind a prompt, however
 * many {@code *} stand for it, and the reminder of a restore file (docs/entsso.md 3.5). Errs on the side of taking too much.
 */
public final class MaskedText {
    private static final Pattern REMINDER = Pattern.compile("(?i)^(\\s*Password reminder\\s*:)\\s*(.*)$");
    private static final Pattern LABELLED = Pattern.compile("^(\\s*+[^:]++:)\\s*+(\\S.*)$");
    private static final Pattern ERROR = Pattern.compile("(?i)^\\s*(ERROR\\b|\\(RPC\\b|Using SSO server\\b).*$");
    /** A line that is said of an error in another language: {@code FEHLER: 0xC0002A1B : …}. */
    private static final Pattern CODED = Pattern.compile("^\\s*+([^:]++:)?\\s*+0[xX][0-9A-Fa-f]{8}(?![0-9A-Fa-f]).*$");

    /** In a path the colon ends no label; {@code md} names the folder that it found there. */
    private static final Pattern PATH = Pattern.compile("^[^:]*\\b[A-Za-z]:\\\\.*$");

    private static final Pattern STARS = Pattern.compile("\\*{2,}");
    private static final Pattern ONLY_STARS = Pattern.compile("\\s*\\*+\\s*");

    private final String text;
    private final Optional<String> reminder;

    private MaskedText(String text, Optional<String> reminder) {
        this.text = text;
        this.reminder = reminder;
    }

    /**
     * Looks through what a terminal shows.
     *
     * @param shown lines ending in LF
     * @param script the prompts that were or may be on it
     */
    public static MaskedText of(String shown, PromptScript script) {
        List<String> lines = new ArrayList<>(List.of(shown.split("\n", -1)));
        int firstPrompt = firstPrompt(lines, script);
        Optional<String> reminder = maskReminder(lines, firstPrompt, script);
        List<String> masked = new ArrayList<>();
        boolean behindPrompt = false;
        for (String line : lines) {
            Optional<String> prompt = promptIn(line, script);
            if (prompt.isPresent()) {
                masked.add(
                        prompt.get().length() < line.stripTrailing().length()
                                ? prompt.get() + ' ' + Transcript.MASKED
                                : line);
                behindPrompt = true;
            } else if (!(behindPrompt && ONLY_STARS.matcher(line).matches())) {
                masked.add(STARS.matcher(line).replaceAll(Matcher.quoteReplacement(Transcript.MASKED)));
                behindPrompt = false;
            }
            // Stars alone behind a prompt were wrapped by a narrow terminal; how many they are is nobody's business.
        }
        return new MaskedText(String.join("\n", masked), reminder);
    }

    private static int firstPrompt(List<String> lines, PromptScript script) {
        for (int i = 0; i < lines.size(); i++) {
            if (promptIn(lines.get(i), script).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    /** The prompt that this line begins with. */
    private static Optional<String> promptIn(String line, PromptScript script) {
        String stripped = line.strip();
        for (PromptScript.Prompt prompt : script.prompts()) {
            Matcher matcher = prompt.line().matcher(stripped);
            if (matcher.lookingAt()) {
                return Optional.of(stripped.substring(0, matcher.end()));
            }
        }
        return Optional.empty();
    }

    /**
     * The reminder stands before the first prompt and may have been wrapped there. Under a label that is not known (the tools
     * are translated) it is the last labelled line before the prompt.
     */
    private static Optional<String> maskReminder(List<String> lines, int firstPrompt, PromptScript script) {
        if (script.prompts().isEmpty()) {
            return Optional.empty();
        }
        if (firstPrompt < 0) {
            return maskEveryValue(lines);
        }
        int start = labelOf(lines, firstPrompt);
        return start < 0 ? Optional.empty() : maskValue(lines, start, firstPrompt);
    }

    /**
     * Where no prompt is known, it may not have come yet, or stand there in a language that is not known: then the reminder may
     * be any value that is no error.
     */
    private static Optional<String> maskEveryValue(List<String> lines) {
        Optional<String> reminder = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean known = REMINDER.matcher(line).matches();
            if (known || (LABELLED.matcher(line).matches() && !staysWithoutPrompt(line))) {
                Optional<String> value = maskValue(lines, i, lines.size());
                reminder = known && reminder.isEmpty() ? value : reminder;
            }
        }
        return reminder;
    }

    private static boolean staysWithoutPrompt(String line) {
        return isError(line) || PATH.matcher(line).matches();
    }

    private static boolean isError(String line) {
        return ERROR.matcher(line).matches() || CODED.matcher(line).matches();
    }

    /** Masks the value of this line, and takes away what follows it up to an error. */
    private static Optional<String> maskValue(List<String> lines, int start, int end) {
        Matcher known = REMINDER.matcher(lines.get(start));
        Matcher label = known.matches() ? known : LABELLED.matcher(lines.get(start));
        if (!label.matches()) {
            return Optional.empty();
        }
        StringBuilder reminder = new StringBuilder(label.group(2));
        String masked = label.group(1) + ' ' + Transcript.MASKED;
        int next = start + 1;
        while (next < end && !isError(lines.get(next))) {
            reminder.append(lines.get(next));
            next++;
        }
        lines.subList(start + 1, next).clear();
        lines.set(start, masked);
        String text = reminder.toString().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int labelOf(List<String> lines, int end) {
        for (int i = 0; i < end; i++) {
            if (REMINDER.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        for (int i = end - 1; i >= 0; i--) {
            if (LABELLED.matcher(lines.get(i)).matches()
                    && !ERROR.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** What may be kept. */
    public String text() {
        return text;
    }

    /** The reminder, where one is shown. */
    public Optional<String> reminder() {
        return reminder;
    }
}
