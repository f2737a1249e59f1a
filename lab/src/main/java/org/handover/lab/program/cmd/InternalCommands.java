package org.handover.lab.program.cmd;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.program.cmd.Node.Condition;

/** The commands that cmd.exe carries out itself, and what {@code if} asks. */
final class InternalCommands {
    static final String VERSION = "Microsoft Windows [Version 10.0.20348.2340]";

    private static final Set<String> NAMES = Set.of(
            "break",
            "call",
            "cd",
            "chdir",
            "cls",
            "color",
            "copy",
            "date",
            "del",
            "dir",
            "echo",
            "endlocal",
            "erase",
            "exit",
            "for",
            "goto",
            "md",
            "mkdir",
            "mklink",
            "move",
            "path",
            "pause",
            "popd",
            "prompt",
            "pushd",
            "rd",
            "rem",
            "ren",
            "rename",
            "rmdir",
            "set",
            "setlocal",
            "shift",
            "start",
            "time",
            "title",
            "type",
            "ver",
            "verify",
            "vol");
    private static final Set<String> NOT_REBUILT = Set.of("for", "goto", "mklink", "start");

    /** Those that set ERRORLEVEL to 0 when they succeed, outside of a .cmd file as well. */
    private static final Set<String> CLEAR = Set.of(
            "cd", "chdir", "copy", "date", "del", "dir", "erase", "md", "mkdir", "move", "pushd", "ren", "rename",
            "time", "type", "ver", "vol");

    /** Those whose failure only {@code ||} makes an ERRORLEVEL of. */
    private static final Set<String> QUIET = Set.of("rd", "rmdir");

    private static final String ENDS_NAME = "/.\\:+,;=[]( \t\"";

    private final CmdSession session;
    private final FileCommands files;

    InternalCommands(CmdSession session) {
        this.session = session;
        this.files = new FileCommands(session);
    }

    /** The internal command that a command line begins with, as it was typed; {@code echo.} and {@code cd..} count. */
    Optional<String> named(String command) {
        int end = 0;
        while (end < command.length() && ENDS_NAME.indexOf(command.charAt(end)) < 0) {
            end++;
        }
        String name = command.substring(0, end);
        return NAMES.contains(name.toLowerCase(Locale.ROOT)) ? Optional.of(name) : Optional.empty();
    }

    int run(String typedName, String tail, Streams io) throws InterruptedException {
        String name = typedName.toLowerCase(Locale.ROOT);
        if (NOT_REBUILT.contains(name)) {
            io.errLine(session.say("The lab's cmd.exe does not know '%s'.", name));
            session.errorLevel = 1;
            return 1;
        }
        int result = name.equals("call") ? session.again(tail, io) : carryOut(name, tail, io);
        if (result != 0 && !QUIET.contains(name)) {
            session.errorLevel = result;
        } else if (result == 0 && CLEAR.contains(name)) {
            session.errorLevel = 0;
        }
        return result;
    }

    private int carryOut(String name, String tail, Streams io) throws InterruptedException {
        return switch (name) {
            case "echo" -> echo(tail, io);
            case "set" -> set(tail.stripLeading(), io);
            case "cd", "chdir" -> changeDirectory(tail, true, io);
            case "pushd" -> pushDirectory(tail, io);
            case "popd" -> popDirectory();
            case "exit" -> throw exit(tail.strip());
            case "ver" -> print("\r\n" + VERSION, io);
            case "cls" -> print("\f", io);
            case "date" -> print(session.variable("DATE").orElse("") + (session.german() ? "" : " "), io);
            case "time" -> print(timeOfDay(), io);
            case "path" ->
                tail.isBlank()
                        ? print("PATH=" + session.environment.getOrDefault("Path", ""), io)
                        : assign("Path", tail.strip());
            case "prompt" -> assign("PROMPT", tail.isBlank() ? "$P$G" : tail.stripLeading());
            case "verify" -> tail.isBlank() ? print(session.say("VERIFY is off."), io) : 0;
            case "vol" -> files.volume(io);
            case "pause" -> pause(io);
            case "rem", "title", "color", "break", "setlocal", "endlocal", "shift" -> 0;
            default -> files.run(name, tail, io);
        };
    }

    boolean holds(Condition condition) {
        return condition.not() != holdsPlain(condition);
    }

    private boolean holdsPlain(Condition condition) {
        String left = condition.left();
        String right = condition.right();
        return switch (condition.operator()) {
            case "EXIST" -> exists(left.replace("\"", ""));
            case "ERRORLEVEL" ->
                number(left).map(level -> session.errorLevel >= level).orElse(false);
            case "CMDEXTVERSION" -> number(left).map(version -> version <= 2).orElse(false);
            case "DEFINED" -> session.variable(left.replace("\"", "")).isPresent();
            case "==" -> condition.ignoreCase() ? left.equalsIgnoreCase(right) : left.equals(right);
            case "EQU" -> compare(condition) == 0;
            case "NEQ" -> compare(condition) != 0;
            case "LSS" -> compare(condition) < 0;
            case "LEQ" -> compare(condition) <= 0;
            case "GTR" -> compare(condition) > 0;
            default -> compare(condition) >= 0;
        };
    }

    private boolean exists(String name) {
        if (CmdSession.isNul(name)) {
            int slash = name.replace('/', '\\').lastIndexOf('\\');
            return slash < 0 || exists(name.substring(0, slash + 1));
        }
        try {
            return Wildcard.in(name) ? !Wildcard.match(session, name).isEmpty() : Files.exists(session.path(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static int compare(Condition condition) {
        String left = condition.left();
        String right = condition.right();
        Optional<Integer> leftNumber = number(left);
        Optional<Integer> rightNumber = number(right);
        if (leftNumber.isPresent() && rightNumber.isPresent()) {
            return leftNumber.get().compareTo(rightNumber.get());
        }
        return condition.ignoreCase() ? left.compareToIgnoreCase(right) : left.compareTo(right);
    }

    private int echo(String tail, Streams io) {
        String word = tail.strip();
        if (word.equalsIgnoreCase("on") || word.equalsIgnoreCase("off")) {
            session.echo = word.equalsIgnoreCase("on");
            return 0;
        }
        if (tail.isBlank()) {
            return print(session.say(session.echo ? "ECHO is on." : "ECHO is off."), io);
        }
        return print(tail.substring(1), io);
    }

    private int set(String tail, Streams io) throws InterruptedException {
        if (tail.regionMatches(true, 0, "/a", 0, 2)) {
            return compute(tail.substring(2), io);
        }
        boolean ask = tail.regionMatches(true, 0, "/p", 0, 2);
        String rest = ask ? tail.substring(2).stripLeading() : tail;
        String assignment = rest;
        if (rest.startsWith("\"")) {
            int last = rest.lastIndexOf('"');
            assignment = rest.substring(1, last > 0 ? last : rest.length());
        }
        if (ask) {
            return ask(assignment, io);
        }
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            String value = assignment.substring(equals + 1);
            if (value.isEmpty()) {
                session.environment.remove(assignment.substring(0, equals));
            } else {
                session.environment.put(assignment.substring(0, equals), value);
            }
            return 0;
        }
        String prefix = assignment.strip();
        List<Map.Entry<String, String>> found = session.environment.entrySet().stream()
                .filter(entry -> entry.getKey().regionMatches(true, 0, prefix, 0, prefix.length()))
                .toList();
        if (equals == 0 || found.isEmpty()) {
            io.errLine(session.say("No environment variable begins with %s", prefix));
            return 1;
        }
        found.forEach(entry -> io.outLine(entry.getKey() + "=" + entry.getValue()));
        return 0;
    }

    /** {@code set /a}, which prints what it has computed, without a line's end. */
    private int compute(String expression, Streams io) {
        try {
            io.out().write(Integer.toString(Arithmetic.evaluate(expression, session.environment)));
            return 0;
        } catch (Arithmetic.ArithmeticFailure e) {
            io.errLine(session.say(String.valueOf(e.getMessage())));
            return e.code;
        }
    }

    private int ask(String assignment, Streams io) throws InterruptedException {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            io.errLine(session.say("The syntax of the command is not right."));
            return 1;
        }
        String prompt = assignment.substring(equals + 1);
        String line = io.asConsole().readStandardInput(prompt.replace("\"", ""));
        if (line.isEmpty()) {
            return 1;
        }
        return assign(assignment.substring(0, equals), line);
    }

    private int assign(String name, String value) {
        session.environment.put(name, value);
        return 0;
    }

    private int pause(Streams io) throws InterruptedException {
        io.asConsole().readStandardInput(session.say("A key goes on . . . "));
        io.outLine("");
        return 0;
    }

    private String timeOfDay() {
        LocalTime now = LocalTime.ofInstant(session.server.clock().instant(), ZoneOffset.UTC);
        return now.format(DateTimeFormatter.ofPattern(session.german() ? "HH:mm" : "hh:mm a", Locale.ENGLISH));
    }

    private int changeDirectory(String tail, boolean mayShow, Streams io) {
        String name = tail.strip();
        if (name.regionMatches(true, 0, "/d", 0, 2)) {
            name = name.substring(2).strip();
        }
        name = name.replace("\"", "");
        if (mayShow && (name.isEmpty() || name.equalsIgnoreCase("C:"))) {
            return print(session.currentDirectory, io);
        }
        if (name.startsWith("\\\\")) {
            io.errLine(session.say("cmd.exe has no current folder on another server."));
            return 1;
        }
        try {
            Path folder = session.path(name);
            if (Files.isDirectory(folder)) {
                if (!session.server.files(session.logon).mayRead(folder)) {
                    io.errLine(session.say("Access is denied."));
                    return 1;
                }
                session.currentDirectory = session.server.disk().canonical(name, session.currentDirectory);
                return 0;
            }
        } catch (InvalidPathException e) {
            io.errLine(session.say("The name is not one that a folder can have here."));
            return 1;
        }
        io.errLine(session.say("The folder does not exist."));
        return 1;
    }

    private int pushDirectory(String tail, Streams io) {
        if (tail.isBlank()) {
            session.pushed.forEach(io::outLine);
            return 0;
        }
        String before = session.currentDirectory;
        int result = changeDirectory(tail, false, io);
        if (result == 0) {
            session.pushed.add(before);
        }
        return result;
    }

    private int popDirectory() {
        if (session.pushed.isEmpty()) {
            return 1;
        }
        session.currentDirectory = session.pushed.remove(session.pushed.size() - 1);
        return 0;
    }

    private CmdSession.Exit exit(String tail) {
        String rest =
                tail.regionMatches(true, 0, "/b", 0, 2) ? tail.substring(2).strip() : tail;
        return new CmdSession.Exit(number(rest).orElse(session.errorLevel));
    }

    private static int print(String text, Streams io) {
        io.outLine(text);
        return 0;
    }

    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.decode(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The words of a command tail without their quotes, options first put aside. */
    static List<String> words(String tail, Set<String> options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (char c : (tail + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                wasQuoted = true;
            } else if (!quoted
                    && (" \t,;=".indexOf(c) >= 0 || (c == '/' && !word.isEmpty() && word.charAt(0) == '/'))) {
                if (!word.isEmpty()) {
                    boolean option = word.charAt(0) == '/' && !wasQuoted;
                    (option ? options : words).add(option ? word.toString().toLowerCase(Locale.ROOT) : word.toString());
                }
                word.setLength(0);
                wasQuoted = false;
                if (c == '/') {
                    word.append(c);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString().strip());
        }
        return words;
    }
}
