package org.handover.lab.program;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ShellProgram;
import org.handover.lab.windows.WindowsServer;
import org.handover.lab.windows.WindowsServer.Installed;

/**
 * As much of Windows PowerShell 5.1 as a runbook meets where it is the DefaultShell: it echoes, it knows services (see
 * {@link Cmdlets}), and it starts programs after
 * reading the command line once more in its own way. {@code %OS%} is text to it, {@code &&} an error; of quotes inside of an
 * argument nothing is escaped on the way to a program; the exit code of {@code -c} is 1 for every failure of a program unless
 * {@code exit $LASTEXITCODE} says otherwise. Source: docs/windows-consoles.md, What happens to the command line.
 */
final class PowerShell implements ShellProgram {
    /** The one expression of .NET that it evaluates: the clock in .NET's round-trip format. */
    private static final Pattern CLOCK = Pattern.compile("(?i)\\[DateTime]::UtcNow\\.ToString\\('o'\\)");

    private static final DateTimeFormatter ROUND_TRIP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Set<String> WITH_VALUE =
            Set.of("-executionpolicy", "-ex", "-ep", "-inputformat", "-outputformat", "-version");

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
                invocation.server().hesitate();
                int exit = session.script(line.get());
                if (session.exited) {
                    return exit;
                }
            }
        }
    }

    private static Optional<String> script(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i).toLowerCase(Locale.ROOT).replaceFirst("^/", "-");
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (argument.length() > 1 && ("-encodedcommand".startsWith(argument) || argument.equals("-ec"))) {
                return Optional.of(i + 1 < arguments.size() ? decoded(arguments.get(i + 1)) : "");
            } else if (argument.length() > 1 && "-command".startsWith(argument)) {
                return Optional.of(String.join(" ", arguments.subList(i + 1, arguments.size())));
            } else if (!Set.of("-noprofile", "-noninteractive", "-nologo").contains(argument)) {
                return Optional.of(String.join(" ", arguments.subList(i, arguments.size())));
            }
        }
        return Optional.empty();
    }

    /** As {@code ansible} sends a script: UTF-16LE in base64. */
    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
        } catch (IllegalArgumentException e) {
            return "this is not base64";
        }
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
            if (CLOCK.matcher(script.strip()).matches()) {
                invocation
                        .console()
                        .outLine(ROUND_TRIP.format(invocation.server().clock().instant()));
                return 0;
            }
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
            ProcessConsole console = statement.silent() ? silent(invocation.console()) : invocation.console();
            if (statement.isText()) {
                console.outLine(statement.command());
                return true;
            }
            if (Set.of("echo", "write-output", "write-host")
                    .contains(statement.command().toLowerCase(Locale.ROOT))) {
                statement.words().forEach(console::outLine);
                return true;
            }
            Optional<Boolean> cmdlet = new Cmdlets(invocation, console).run(statement);
            if (cmdlet.isPresent()) {
                return cmdlet.get();
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
                            console,
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

        private static ProcessConsole silent(ProcessConsole console) {
            return new ProcessConsole() {
                @Override
                public void out(String text) {}

                @Override
                public void err(String text) {
                    console.err(text);
                }

                @Override
                public String readConsoleLine(String prompt, boolean mask) throws InterruptedException {
                    return console.readConsoleLine(prompt, mask);
                }

                @Override
                public String readStandardInput(String prompt) throws InterruptedException {
                    return console.readStandardInput("");
                }

                @Override
                public int codePage() {
                    return console.codePage();
                }

                @Override
                public void codePage(int number) {
                    console.codePage(number);
                }
            };
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
