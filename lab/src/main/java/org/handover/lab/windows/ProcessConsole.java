package org.handover.lab.windows;

import java.util.Optional;

/** What a process prints to and reads from. Lines end in CR LF. */
public interface ProcessConsole {

    void out(String text);

    void err(String text);

    default void outLine(String line) {
        out(line + "\r\n");
    }

    default void errLine(String line) {
        err(line + "\r\n");
    }

    /**
     * Reads a line from the console, as a tool does that masks a password. Without a pty there is no console: it waits
     * for ever, as the real tools do (docs/windows-consoles.md, Prompts).
     *
     * @param mask echo {@code *} for each character; otherwise the characters themselves are echoed
     */
    String readConsoleLine(String prompt, boolean mask) throws InterruptedException;

    /**
     * Reads a line from standard input, which works with and without a pty ({@code net stop}'s question). At the end of
     * the input the line is empty.
     */
    String readStandardInput(String prompt) throws InterruptedException;

    /** The next line of standard input without a prompt; empty at its end. */
    default Optional<String> standardInputLine() throws InterruptedException {
        return Optional.empty();
    }

    /** The code page of what is printed. */
    default int codePage() {
        return 437;
    }

    /** Prints in another code page from now on; what has no code page takes no notice. */
    default void codePage(int number) {}

    /** Whether standard input is a console, which it is with a pty only. */
    default boolean isConsole() {
        return false;
    }
}
