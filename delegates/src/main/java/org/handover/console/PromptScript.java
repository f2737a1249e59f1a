package org.handover.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The prompts that a command is going to show, in their order, and who answers them. What is typed at any of them never
 * stands in a transcript, nor does the text after {@code Password reminder :}, which is handed to a reader instead.
 */
public final class PromptScript {
    private final List<Prompt> prompts;
    private final Consumer<String> reminderReader;

    private PromptScript(List<Prompt> prompts, Consumer<String> reminderReader) {
        this.prompts = List.copyOf(prompts);
        this.reminderReader = reminderReader;
    }

    /** A script without prompts that ignores a reminder. */
    public static PromptScript empty() {
        return new PromptScript(List.of(), reminder -> {});
    }

    /**
     * This script with one more prompt at its end.
     *
     * @param line matches the whole line in which the cursor stands, up to the cursor, without blanks around it
     * @param answer called when the prompt has come; it hands out an array that is zeroed once it is typed, without Enter
     */
    public PromptScript then(Pattern line, Supplier<char[]> answer) {
        List<Prompt> more = new ArrayList<>(prompts);
        more.add(new Prompt(line, answer));
        return new PromptScript(more, reminderReader);
    }

    /** This script with somebody who is told the reminder of the restore file, at most once, before the next prompt is answered. */
    public PromptScript tellingReminderTo(Consumer<String> reader) {
        return new PromptScript(prompts, reader);
    }

    public List<Prompt> prompts() {
        return prompts;
    }

    public Consumer<String> reminderReader() {
        return reminderReader;
    }

    /**
     * One prompt.
     *
     * @param line the line up to the cursor, without blanks around it
     * @param answer what to type, zeroed after use
     */
    public record Prompt(Pattern line, Supplier<char[]> answer) {}
}
