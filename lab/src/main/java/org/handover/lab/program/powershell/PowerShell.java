package org.handover.lab.program.powershell;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ShellProgram;

/**
 * Windows PowerShell as a runbook meets it, also where it is the DefaultShell: it runs scripts, and it starts programs after
 * reading the command line once more in its own way. {@code %OS%} is text to it, {@code &&} an error; of quotes inside of an
 * argument nothing is escaped on the way to a program; the exit code of {@code -c} is 1 for every failure of a program unless
 * {@code exit $LASTEXITCODE} says otherwise. Source: docs/windows-consoles.md, What happens to the command line.
 */
public final class PowerShell implements ShellProgram {
    private static final Set<String> WITH_VALUE =
            Set.of("-executionpolicy", "-ex", "-ep", "-inputformat", "-outputformat", "-version");
    private static final Set<String> ALONE = Set.of("-noprofile", "-nop", "-noninteractive", "-nologo", "-sta", "-mta");

    private record Asked(String script, boolean encoded) {}

    @Override
    public int run(Invocation invocation, Map<String, String> environment) throws InterruptedException {
        Optional<Asked> asked = asked(invocation.arguments());
        boolean markedUp = asked.filter(Asked::encoded).isPresent()
                && !invocation.console().isConsole();
        Interpreter interpreter = new Interpreter(invocation, environment, markedUp);
        if (asked.isPresent()) {
            return interpreter.script(asked.get().script());
        }
        while (true) {
            Optional<String> line = prompt(invocation);
            if (line.isEmpty()) {
                return 0;
            }
            if (!line.get().isBlank()) {
                invocation
                        .server()
                        .commandLog()
                        .typed(
                                invocation.logon().account(),
                                line.get(),
                                invocation.console().isConsole());
                invocation.server().hesitate();
                int exit = interpreter.script(line.get());
                if (interpreter.exited()) {
                    return exit;
                }
            }
        }
    }

    private static Optional<String> prompt(Invocation invocation) throws InterruptedException {
        String prompt = "PS " + invocation.currentDirectory() + "> ";
        if (invocation.console().isConsole()) {
            return Optional.of(invocation.console().readConsoleLine(prompt, false));
        }
        invocation.console().out(prompt);
        return invocation.console().standardInputLine();
    }

    private static Optional<Asked> asked(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).toLowerCase(Locale.ROOT).replaceFirst("^/", "-");
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (argument.length() > 1 && ("-encodedcommand".startsWith(argument) || argument.equals("-ec"))) {
                return Optional.of(new Asked(i + 1 < arguments.size() ? decoded(arguments.get(i + 1)) : "", true));
            } else if (argument.length() > 1 && "-command".startsWith(argument)) {
                return Optional.of(new Asked(String.join(" ", arguments.subList(i + 1, arguments.size())), false));
            } else if (!ALONE.contains(argument)) {
                return Optional.of(new Asked(String.join(" ", arguments.subList(i, arguments.size())), false));
            }
        }
        return Optional.empty();
    }

    /** As {@code ansible} sends a script: UTF-16LE in base64. */
    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
        } catch (IllegalArgumentException e) {
            return "throw 'this is not base64'";
        }
    }
}
