package org.handover.console.ssh;

import java.util.regex.Pattern;

/**
 * The shell that sshd starts for the account, and how a line for cmd.exe has to be sent so that cmd.exe gets exactly that
 * line (docs/windows-consoles.md, What happens to the command line).
 */
enum Shell {
    /**
     * Without a terminal sshd puts the command between quotes before it hands it to {@code cmd.exe /c}, which takes the outer
     * pair away again; with a terminal it does not, and the pair has to come from here.
     */
    CMD {
        @Override
        String send(String line, boolean terminal) {
            return terminal ? '"' + line + '"' : line;
        }
    },

    /**
     * PowerShell parses the line first, so cmd.exe is started with the line as one literal. The blank before the line makes
     * PowerShell put quotes around it whatever quotes it holds; {@code /s} takes that pair away. With a terminal sshd does not
     * escape the quotes for PowerShell's own command line, so that happens here.
     */
    POWERSHELL {
        @Override
        String send(String line, boolean terminal) {
            String literal = SINGLE_QUOTES.matcher(line).replaceAll("$0$0");
            String end = line.endsWith("\\") ? " " : "";
            String script = "& cmd.exe /d /s /c ' " + literal + end + "'; exit $LASTEXITCODE";
            return terminal ? asOneArgument(script) : script;
        }
    };

    /** PowerShell takes the typographic ones for single quotes, too. */
    private static final Pattern SINGLE_QUOTES = Pattern.compile("['\u2018\u2019\u201A\u201B]");

    /**
     * What to send so that cmd.exe gets the line.
     *
     * @param line for cmd.exe
     * @param terminal whether the channel has one
     */
    abstract String send(String line, boolean terminal);

    /** As one argument of a Windows program: backslashes before a quote are doubled, quotes are escaped. */
    private static String asOneArgument(String text) {
        StringBuilder argument = new StringBuilder("\"");
        int backslashes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                argument.append("\\".repeat(backslashes + 1));
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            argument.append(c);
        }
        return argument.append("\\".repeat(backslashes)).append('"').toString();
    }
}
