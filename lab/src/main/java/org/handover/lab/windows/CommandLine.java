package org.handover.lab.windows;

import java.util.ArrayList;
import java.util.List;

/** What the C runtime of a Windows program makes of a command tail. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * Splits at blanks outside of quotes. {@code 2n} backslashes before a quote are {@code n} backslashes and the quote
     * counts; {@code 2n+1} are {@code n} and the quote is a character; two quotes inside of quotes are one character.
     */
    public static List<String> arguments(String tail) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < tail.length(); i++) {
            char c = tail.charAt(i);
            if (c == '\\') {
                int from = i;
                while (i + 1 < tail.length() && tail.charAt(i + 1) == '\\') {
                    i++;
                }
                int count = i - from + 1;
                boolean beforeQuote = i + 1 < tail.length() && tail.charAt(i + 1) == '"';
                argument.append("\\".repeat(beforeQuote ? count / 2 : count));
                if (beforeQuote && count % 2 == 1) {
                    argument.append('"');
                    i++;
                }
                begun = true;
            } else if (c == '"') {
                if (quoted && i + 1 < tail.length() && tail.charAt(i + 1) == '"') {
                    argument.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
                begun = true;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                if (begun) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                    begun = false;
                }
            } else {
                argument.append(c);
                begun = true;
            }
        }
        if (begun) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
