package org.handover.lab.entsso;

import java.util.List;
import java.util.Locale;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessConsole;

/** How the SSO tools speak: their success line, their error lines, their help (docs/entsso.md 3.0, 3.1). */
final class ToolConsole {

    static final int SUCCESS = 0;
    /** Exit codes are not documented (docs/entsso.md 3.0). */
    static final int FAILURE = 1;

    private final ProcessConsole console;

    ToolConsole(Invocation invocation) {
        this.console = invocation.console();
    }

    void line(String text) {
        console.outLine(text);
    }

    String ask(String prompt, boolean mask) throws InterruptedException {
        return console.readConsoleLine(prompt, mask);
    }

    /** The words that switches take, in any case, in English only (docs/entsso.md 3.2, -tickets). */
    static boolean yesOrNo(String word) throws SsoError {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "yes", "on" -> true;
            case "no", "off" -> false;
            default -> throw SsoError.withText(SsoError.Code.INVALID_ARGUMENT, "This can be yes or no.");
        };
    }

    int succeeded() {
        console.outLine("The operation completed successfully.");
        return SUCCESS;
    }

    int failed(SsoError error) {
        console.outLine("ERROR: " + error.codeText() + " : " + error.getMessage());
        String rpc = error.rpcLine();
        if (rpc != null) {
            console.outLine(rpc);
        }
        return FAILURE;
    }

    int help(String tool, List<Help> lines) {
        console.outLine(tool + " commands -");
        for (Help help : lines) {
            console.outLine(help.option().isEmpty() ? " " + help.text() : pad(help.option(), 17) + ": " + help.text());
        }
        return SUCCESS;
    }

    /** A line of the help: a switch and what it does, or only a heading. */
    record Help(String option, String text) {
        static Help heading(String text) {
            return new Help("", text + " -");
        }
    }

    static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
