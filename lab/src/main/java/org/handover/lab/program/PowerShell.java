package org.handover.lab.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ShellProgram;
import org.handover.lab.windows.WindowsServer;
import org.handover.lab.windows.WindowsServer.Installed;

/**
 * As much of Windows PowerShell 5.1 as a runbook meets where it is the DefaultShell: it echoes, and it starts programs after
 * reading the command line once more in its own way. {@code %OS%} is text to it, {@code &&} an error; of quotes inside of an
 * argument nothing is escaped on the way to a program; the exit code of {@code -c} is 1 for every failure of a program unless
 * {@code exit $LASTEXITCODE} says otherwise. Source: docs/windows-consoles.md, What happens to the command line.
 */
final class PowerShell implements ShellProgram {

    @Override
    public int run(Invocation invocation, Map<String, String> environment) throws InterruptedException {
        Optional<String> script = script(invocation.arguments());
        Session session = new Session(invocation, environment);
        if (script.isPresent()) {
            return session.script(script.get());
        }
        while (true) {
            Optional<String> line = session.prompt();
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
                int exit = session.script(line.get());
                if (session.exited) {
                    return exit;
                }
            }
        }
    }

    private static Optional<String> script(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).toLowerCase(Locale.ROOT);
            if (argument.length() > 1 && "-command".startsWith(argument.replaceFirst("^/", "-"))) {
                return Optional.of(String.join(" ", arguments.subList(i + 1, arguments.size())));
            }
            if (!Set.of("-noprofile", "-noninteractive", "-nologo").contains(argument)) {
                return Optional.of(String.join(" ", arguments.subList(i, arguments.size())));
            }
        }
        return Optional.empty();
    }

    private static final class Session {
        private final Invocation invocation;
        private final Map<String, String> environment;
        private int lastExitCode;
        private boolean exited;

        Session(Invocation invocation, Map<String, String> environment) {
            this.invocation = invocation;
            this.environment = environment;
        }

        Optional<String> prompt() throws InterruptedException {
            String prompt = "PS " + invocation.currentDirectory() + "> ";
            if (invocation.console().isConsole()) {
                return Optional.of(invocation.console().readConsoleLine(prompt, false));
            }
            invocation.console().out(prompt);
            return invocation.console().standardInputLine();
        }

        int script(String script) throws InterruptedException {
            try {
                PowerShellWords.check(script);
                PowerShellWords words = new PowerShellWords(script, this::variable);
                boolean well = true;
                for (Optional<PowerShellWords.Statement> next = words.next(); next.isPresent(); next = words.next()) {
                    if (next.get().command().equalsIgnoreCase("exit")) {
                        exited = true;
                        return next.get().words().isEmpty()
                                ? 0
                                : number(next.get().words().get(0));
                    }
                    well = statement(next.get());
                }
                return well ? 0 : 1;
            } catch (PowerShellWords.ParseException e) {
                invocation.console().errLine("ParserError: " + e.getMessage());
                return 1;
            }
        }

        private boolean statement(PowerShellWords.Statement statement) throws InterruptedException {
            if (statement.isText()) {
                invocation.console().outLine(statement.command());
                return true;
            }
            if (Set.of("echo", "write-output", "write-host")
                    .contains(statement.command().toLowerCase(Locale.ROOT))) {
                statement.words().forEach(word -> invocation.console().outLine(word));
                return true;
            }
            Optional<Installed> program = find(statement.command());
            if (program.isEmpty()) {
                invocation
                        .console()
                        .errLine(statement.command() + " : PowerShell knows no cmdlet or program of this name.\r\n"
                                + "    + FullyQualifiedErrorId : CommandNotFoundException");
                return false;
            }
            lastExitCode = invocation
                    .server()
                    .run(
                            program.get(),
                            invocation.logon(),
                            statement.commandTail(),
                            invocation.currentDirectory(),
                            invocation.console(),
                            environment);
            return lastExitCode == 0;
        }

        private Optional<String> variable(String name) {
            if (name.regionMatches(true, 0, "env:", 0, 4)) {
                return Optional.ofNullable(environment.get(name.substring(4)));
            }
            return name.equalsIgnoreCase("LASTEXITCODE")
                    ? Optional.of(Integer.toString(lastExitCode))
                    : Optional.empty();
        }

        private Optional<Installed> find(String name) {
            boolean path = name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
            List<String> folders = path
                    ? List.of(invocation.currentDirectory())
                    : List.of(environment.getOrDefault("Path", "").split(";"));
            List<String> names = new ArrayList<>(List.of(name, name + ".exe"));
            WindowsServer server = invocation.server();
            return folders.stream()
                    .flatMap(folder -> names.stream().flatMap(each -> server.program(each, folder).stream()))
                    .findFirst();
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                return 1;
            }
        }
    }
}
