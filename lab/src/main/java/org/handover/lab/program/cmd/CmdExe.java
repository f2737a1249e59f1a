package org.handover.lab.program.cmd;

import java.util.Map;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ShellProgram;

/**
 * {@code cmd.exe [/d] [/s] [/q] [/v:on] [/c|/k command]}. With {@code /s}, and in all other cases but one, the first and the last quote of
 * the command go; the one is a command with exactly two quotes around the name of a program with a blank in it, and none of
 * {@code & < > ( ) @ ^ |}. Source: docs/windows-consoles.md, What happens to the command line.
 */
public final class CmdExe implements ShellProgram {
    private static final String SPECIAL = "&<>()@^|";

    @Override
    public int run(Invocation invocation, Map<String, String> environment) throws InterruptedException {
        CmdSession session = new CmdSession(invocation, environment);
        String tail = invocation.commandTail();
        boolean strip = false;
        for (int at = 0; at < tail.length(); at++) {
            if (tail.charAt(at) == '/' && at + 1 < tail.length()) {
                char option = Character.toLowerCase(tail.charAt(at + 1));
                if (option == 's') {
                    strip = true;
                } else if (option == 'v') {
                    session.delayedExpansion = !tail.regionMatches(true, at + 2, ":off", 0, 4);
                } else if (option == 'q') {
                    session.echo = false;
                } else if (option == 'c' || option == 'r') {
                    return session.once(command(tail.substring(at + 2), strip, session));
                } else if (option == 'k') {
                    session.line(command(tail.substring(at + 2), strip, session));
                    return session.interactive(false);
                }
                at++;
            }
        }
        return session.interactive(true);
    }

    private static String command(String rest, boolean strip, CmdSession session) {
        String command = rest.stripLeading();
        if (!command.startsWith("\"") || (!strip && keepsQuotes(command, session))) {
            return command;
        }
        int last = command.lastIndexOf('"');
        return last == 0 ? command.substring(1) : command.substring(1, last) + command.substring(last + 1);
    }

    private static boolean keepsQuotes(String command, CmdSession session) {
        int end = command.indexOf('"', 1);
        if (end < 0 || command.indexOf('"', end + 1) >= 0) {
            return false;
        }
        String name = command.substring(1, end);
        return name.indexOf(' ') >= 0
                && name.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)
                && session.find(name).isPresent();
    }
}
