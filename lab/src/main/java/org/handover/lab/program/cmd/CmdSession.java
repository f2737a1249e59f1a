package org.handover.lab.program.cmd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.lab.program.Phrases;
import org.handover.lab.program.cmd.Node.Block;
import org.handover.lab.program.cmd.Node.For;
import org.handover.lab.program.cmd.Node.If;
import org.handover.lab.program.cmd.Node.Operator;
import org.handover.lab.program.cmd.Node.Pair;
import org.handover.lab.program.cmd.Node.Quiet;
import org.handover.lab.program.cmd.Node.Redirection;
import org.handover.lab.program.cmd.Node.Simple;
import org.handover.lab.program.cmd.Streams.Sink;
import org.handover.lab.program.cmd.Streams.Source;
import org.handover.lab.windows.DiskFullException;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Language;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ProcessTree;
import org.handover.lab.windows.WindowsServer;
import org.handover.lab.windows.WindowsServer.Installed;

/**
 * One running cmd.exe: its environment, current directory and ERRORLEVEL. What a command returns decides over {@code &&},
 * {@code ||} and the exit code of {@code cmd /c}; ERRORLEVEL is something else, as an unknown command shows, which returns 1
 * and leaves 9009.
 */
final class CmdSession {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MM/dd/yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter GERMAN_DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SS", Locale.ROOT);
    private static final DateTimeFormatter GERMAN_TIME = DateTimeFormatter.ofPattern("HH:mm:ss,SS", Locale.ROOT);
    private static final int NOT_FOUND = 9009;
    private static final int SYNTAX_ERROR = 255;

    /** What a command line may have, before and after {@code %VAR%} was replaced. */
    private static final int LONGEST_LINE = 8191;

    private static final int LONGEST_PATH = 259;

    /** {@code exit}: the whole cmd.exe ends. */
    static final class Exit extends RuntimeException {
        final int code;

        Exit(int code) {
            super(null, null, false, false);
            this.code = code;
        }
    }

    private interface Body {
        int run(Streams streams) throws InterruptedException;
    }

    final WindowsServer server;
    final Logon logon;
    final Map<String, String> environment;
    final List<String> pushed = new ArrayList<>();
    String currentDirectory;
    int errorLevel;
    boolean echo = true;
    boolean delayedExpansion;
    private final Streams streams;
    private final InternalCommands internal;

    CmdSession(Invocation invocation, Map<String, String> environment) {
        this(
                invocation.server(),
                invocation.logon(),
                environment,
                invocation.currentDirectory(),
                Streams.of(invocation.console()));
    }

    private CmdSession(
            WindowsServer server,
            Logon logon,
            Map<String, String> environment,
            String currentDirectory,
            Streams streams) {
        this.server = server;
        this.logon = logon;
        this.environment = environment;
        this.currentDirectory = currentDirectory;
        this.streams = streams;
        this.internal = new InternalCommands(this);
    }

    /** {@code cmd /c}: one command line, whose first line break ends it. */
    int once(String command) throws InterruptedException {
        try {
            return line(command);
        } catch (Exit e) {
            return e.code;
        } catch (StackOverflowError callsOfCalls) {
            streams.errLine(say("The line calls itself, or other lines, deeper than the lab's cmd.exe goes."));
            return 1;
        }
    }

    /** Reads command lines until {@code exit} or the end of the input. */
    int interactive(boolean banner) throws InterruptedException {
        if (banner) {
            streams.outLine(InternalCommands.VERSION + "\r\n");
        }
        while (true) {
            try {
                Optional<String> line = nextLine();
                if (line.isEmpty()) {
                    return errorLevel;
                }
                if (!line.get().isBlank()) {
                    server.commandLog()
                            .typed(logon.account(), line.get(), streams.in().isConsole());
                    server.hesitate();
                    line(line.get());
                }
                streams.outLine("");
            } catch (Exit e) {
                return e.code;
            } catch (InterruptedException e) {
                if (ProcessTree.current().filter(tree -> !tree.ended()).isEmpty()) {
                    throw e;
                }
                streams.outLine("^C");
            }
        }
    }

    int line(String raw) throws InterruptedException {
        return line(raw, streams);
    }

    int line(String raw, Streams io) throws InterruptedException {
        String first = raw.lines().findFirst().orElse("");
        if (first.length() > LONGEST_LINE) {
            io.errLine(say("The command line is longer than it may be."));
            errorLevel = 1;
            return 1;
        }
        String expanded = Expansion.expand(first, this::variable);
        if (expanded.length() > LONGEST_LINE) {
            io.errLine(say("The line is longer than it may be once its variables are replaced."));
            errorLevel = SYNTAX_ERROR;
            return SYNTAX_ERROR;
        }
        return parsed(expanded, io);
    }

    private int parsed(String expanded, Streams io) throws InterruptedException {
        try {
            Optional<Node> node = CmdParser.parse(expanded);
            return node.isEmpty() ? 0 : execute(node.get(), io);
        } catch (CmdSyntaxException e) {
            io.errLine(say("The line cannot be understood.") + " " + e.getMessage());
            errorLevel = SYNTAX_ERROR;
            return SYNTAX_ERROR;
        }
    }

    /** {@code call}: the line is read once more, variables and all, after its carets were doubled. */
    int again(String line, Streams io) throws InterruptedException {
        return parsed(Expansion.expand(line.replace("^", "^^"), this::variable), io);
    }

    /** A message of cmd.exe in the language of the server. */
    String say(String english, Object... arguments) {
        return Phrases.say(server.language(), english, arguments);
    }

    /** The program that a name finds: as a path, or in the current directory and then along the path, with and without extension. */
    Optional<Installed> find(String quoted) {
        String name = quoted.replace("\"", "");
        if (name.length() > LONGEST_PATH) {
            return Optional.empty();
        }
        List<String> folders = new ArrayList<>();
        folders.add(currentDirectory);
        if (name.indexOf('\\') < 0 && name.indexOf(':') < 0) {
            folders.addAll(List.of(environment.getOrDefault("Path", "").split(";")));
        }
        boolean hasExtension = name.lastIndexOf('.') > name.lastIndexOf('\\');
        List<String> extensions = new ArrayList<>(hasExtension ? List.of("") : List.of());
        extensions.addAll(List.of(
                environment.getOrDefault("PATHEXT", "").toLowerCase(Locale.ROOT).split(";")));
        for (String folder : folders) {
            for (String extension : extensions) {
                Optional<Installed> found = server.program(name + extension, folder);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    int execute(Node node, Streams io) throws InterruptedException {
        if (node instanceof Pair pair) {
            return pair.operator() == Operator.PIPE ? pipe(pair, io) : both(pair, io);
        }
        if (node instanceof If choice) {
            if (internal.holds(choice.condition())) {
                return execute(choice.then(), io);
            }
            return choice.otherwise().isPresent() ? execute(choice.otherwise().get(), io) : 0;
        }
        if (node instanceof Block block) {
            return redirected(block.redirections(), io, redirected -> execute(block.body(), redirected));
        }
        if (node instanceof Quiet quiet) {
            return execute(quiet.body(), io);
        }
        if (node instanceof For loop) {
            return new ForLoop(this, io).run(loop);
        }
        Simple simple = (Simple) node;
        return redirected(simple.redirections(), io, redirected -> command(delayed(simple.text()), redirected));
    }

    private String delayed(String text) {
        return delayedExpansion
                ? Expansion.expand(text, '!', name -> variable(name).or(() -> Optional.of("")))
                : text;
    }

    /** A command line in a cmd.exe of its own. */
    void childLine(String line, Streams io) throws InterruptedException {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(environment);
        try {
            new CmdSession(server, logon, copy, currentDirectory, io).line(line, io);
        } catch (Exit e) {
            errorLevel = e.code;
        }
    }

    private int both(Pair pair, Streams io) throws InterruptedException {
        int left = execute(pair.left(), io);
        if (left == WindowsServer.ENDED_BY_CTRL_C
                || (pair.operator() == Operator.AND && left != 0)
                || (pair.operator() == Operator.OR && left == 0)) {
            return left;
        }
        if (pair.operator() == Operator.OR && errorLevel == 0) {
            errorLevel = left;
        }
        return execute(pair.right(), io);
    }

    /** Each side is a cmd.exe of its own, so that {@code cd} and {@code set} in it are lost. The left one runs to its end first. */
    private int pipe(Pair pair, Streams io) throws InterruptedException {
        StringBuilder between = new StringBuilder();
        child(pair.left(), io.withOut(between::append));
        errorLevel = child(pair.right(), io.withIn(Streams.lines(between.toString())));
        return errorLevel;
    }

    private int child(Node node, Streams io) throws InterruptedException {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(environment);
        try {
            return new CmdSession(server, logon, copy, currentDirectory, io).execute(node, io);
        } catch (Exit e) {
            return e.code;
        }
    }

    private int redirected(List<Redirection> redirections, Streams io, Body body) throws InterruptedException {
        List<OutputStream> open = new ArrayList<>();
        List<String> written = new ArrayList<>();
        try {
            Streams now = io;
            for (Redirection redirection : redirections) {
                now = redirect(redirection, now, open, written);
            }
            return body.run(now);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof DiskFullException)) {
                throw e;
            }
            io.errLine(say("There is not enough room on the disk."));
            errorLevel = 1;
            return 1;
        } catch (AccessDeniedException e) {
            io.errLine(say("Access is denied."));
            errorLevel = 1;
            return 1;
        } catch (IOException | InvalidPathException e) {
            io.errLine(say("The path does not exist, or the file cannot be opened."));
            errorLevel = 1;
            return 1;
        } finally {
            for (OutputStream file : open) {
                close(file);
            }
            written.forEach(path -> server.commandLog().changed("file written " + path));
        }
    }

    private Streams redirect(Redirection redirection, Streams io, List<OutputStream> open, List<String> written)
            throws IOException {
        String target = redirection.target();
        switch (redirection.kind()) {
            case READ -> {
                Source source = isNul(target)
                        ? Source.EMPTY
                        : Streams.lines(new String(server.files(logon).read(path(target)), WindowsServer.OEM));
                return io.withIn(source);
            }
            case DUPLICATE -> {
                Sink sink = target.equals("2") ? io.err() : io.out();
                return redirection.handle() == 2 ? io.withErr(sink) : io.withOut(sink);
            }
            case WRITE, APPEND -> {
                Sink sink = Sink.NOWHERE;
                if (!isNul(target)) {
                    Path path = path(target);
                    StandardOpenOption how = redirection.kind() == Redirection.Kind.APPEND
                            ? StandardOpenOption.APPEND
                            : StandardOpenOption.TRUNCATE_EXISTING;
                    OutputStream file = server.files(logon).open(path, StandardOpenOption.CREATE, how);
                    open.add(file);
                    written.add(server.disk().windowsPath(path));
                    sink = Streams.file(file);
                }
                return redirection.handle() == 2 ? io.withErr(sink) : io.withOut(sink);
            }
        }
        return io;
    }

    private int command(String text, Streams io) throws InterruptedException {
        String command = text.stripLeading();
        Optional<String> own = internal.named(command);
        if (own.isPresent()) {
            return internal.run(own.get(), command.substring(own.get().length()), io);
        }
        int end = endOfName(command);
        String name = command.substring(0, end);
        if (name.matches("[A-Za-z]:")) {
            boolean there = name.equalsIgnoreCase("C:");
            if (!there) {
                io.errLine(say("There is no drive %s", name));
                errorLevel = 1;
            }
            return there ? 0 : 1;
        }
        Optional<Installed> program = find(name);
        if (program.isEmpty()) {
            io.errLine(say("'%s' is neither a command of cmd.exe nor a program that was found.", name));
            errorLevel = NOT_FOUND;
            return 1;
        }
        errorLevel =
                server.run(program.get(), logon, command.substring(end), currentDirectory, io.asConsole(), environment);
        return errorLevel;
    }

    private static int endOfName(String command) {
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && " \t,;=/".indexOf(c) >= 0) {
                return i;
            }
        }
        return command.length();
    }

    String promptText() {
        return environment
                .getOrDefault("PROMPT", "$P$G")
                .replace("$P", currentDirectory)
                .replace("$G", ">");
    }

    private Optional<String> nextLine() throws InterruptedException {
        String prompt = echo ? promptText() : "";
        if (streams.in().isConsole()) {
            return Optional.of(streams.console().readConsoleLine(prompt, false));
        }
        streams.out().write(prompt);
        return streams.in().line();
    }

    Optional<String> variable(String name) {
        String value = environment.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        LocalDateTime now = LocalDateTime.ofInstant(server.clock().instant(), ZoneOffset.UTC);
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "CD" -> Optional.of(currentDirectory);
            case "ERRORLEVEL" -> Optional.of(Integer.toString(errorLevel));
            case "CMDEXTVERSION" -> Optional.of("2");
            case "DATE" -> Optional.of(now.format(german() ? GERMAN_DATE : DATE));
            case "TIME" -> Optional.of(now.format(german() ? GERMAN_TIME : TIME));
            case "RANDOM" -> Optional.of(Integer.toString((int) (Math.random() * 32768)));
            default -> Optional.empty();
        };
    }

    boolean german() {
        return server.language() == Language.GERMAN;
    }

    Path path(String name) {
        return server.disk().resolve(name.replace("\"", ""), currentDirectory);
    }

    static boolean isNul(String name) {
        String last = name.replace("\"", "").replace('/', '\\');
        last = last.substring(last.lastIndexOf('\\') + 1);
        return last.equalsIgnoreCase("nul") || last.equalsIgnoreCase("nul:");
    }

    private static void close(OutputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
