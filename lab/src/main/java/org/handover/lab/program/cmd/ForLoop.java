package org.handover.lab.program.cmd;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.lab.program.cmd.Node.Block;
import org.handover.lab.program.cmd.Node.Condition;
import org.handover.lab.program.cmd.Node.For;
import org.handover.lab.program.cmd.Node.If;
import org.handover.lab.program.cmd.Node.Pair;
import org.handover.lab.program.cmd.Node.Quiet;
import org.handover.lab.program.cmd.Node.Redirection;
import org.handover.lab.program.cmd.Node.Simple;
import org.handover.lab.windows.WindowsServer;

/** {@code for} on a command line: over words and file names, {@code /d}, {@code /l} and {@code /f}. */
final class ForLoop {
    private static final int MOST_ROUNDS = 100_000;
    private static final Pattern REFERENCE = Pattern.compile("%(~[fdpnxsatzFDPNXSATZ]*)?([A-Za-z?@\\[\\]^_`{|}])");

    private final CmdSession session;
    private final Streams io;

    ForLoop(CmdSession session, Streams io) {
        this.session = session;
        this.io = io;
    }

    int run(For loop) throws InterruptedException {
        int result = 0;
        int rounds = 0;
        for (Map<Character, String> values : rounds(loop)) {
            Node body = substituted(loop.body(), text -> replaced(text, values));
            if (!(body instanceof Quiet) && session.echo) {
                io.out().write("\r\n" + session.promptText() + NodeText.of(body) + "\r\n");
            }
            result = session.execute(body, io);
            if (result == WindowsServer.ENDED_BY_CTRL_C || ++rounds > MOST_ROUNDS) {
                break;
            }
        }
        return result;
    }

    private List<Map<Character, String>> rounds(For loop) throws InterruptedException {
        return switch (loop.kind()) {
            case 'l' -> counted(loop);
            case 'f' -> lines(loop);
            default -> each(loop, loop.kind() == 'd');
        };
    }

    private List<Map<Character, String>> each(For loop, boolean folders) {
        List<Map<Character, String>> rounds = new ArrayList<>();
        for (String word : words(loop.set())) {
            if (Wildcard.in(word)) {
                String parent = word.lastIndexOf('\\') < 0 ? "" : word.substring(0, word.lastIndexOf('\\') + 1);
                for (Path path : matches(word)) {
                    if (Files.isDirectory(path) == folders) {
                        rounds.add(Map.of(loop.variable(), parent + Wildcard.nameOf(path)));
                    }
                }
            } else {
                rounds.add(Map.of(loop.variable(), word));
            }
        }
        return rounds;
    }

    private List<Path> matches(String word) {
        try {
            return Wildcard.match(session, word.replace("\"", ""));
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    private static List<Map<Character, String>> counted(For loop) {
        List<String> words = words(loop.set());
        int from = number(words, 0);
        int step = number(words, 1);
        int to = number(words, 2);
        List<Map<Character, String>> rounds = new ArrayList<>();
        for (long i = from; step >= 0 ? i <= to : i >= to; i += step) {
            rounds.add(Map.of(loop.variable(), Long.toString(i)));
            if (rounds.size() > MOST_ROUNDS) {
                break;
            }
        }
        return rounds;
    }

    private static int number(List<String> words, int index) {
        return index < words.size() ? InternalCommands.number(words.get(index)).orElse(0) : 0;
    }

    private List<Map<Character, String>> lines(For loop) throws InterruptedException {
        LineOptions options = LineOptions.of(loop.options());
        List<Map<Character, String>> rounds = new ArrayList<>();
        int skipped = 0;
        for (String line : source(loop.set().strip(), options)) {
            if (skipped++ < options.skip()) {
                continue;
            }
            boolean comment = !line.isEmpty() && options.eol().indexOf(line.charAt(0)) >= 0;
            Optional<List<String>> tokens = line.isEmpty() || comment ? Optional.empty() : options.tokens(line);
            if (tokens.isPresent()) {
                Map<Character, String> values = new LinkedHashMap<>();
                for (int i = 0; i < tokens.get().size(); i++) {
                    values.put((char) (loop.variable() + i), tokens.get().get(i));
                }
                rounds.add(values);
            }
        }
        return rounds;
    }

    private List<String> source(String set, LineOptions options) throws InterruptedException {
        char commandQuote = options.useBackQuotes() ? '`' : '\'';
        char textQuote = options.useBackQuotes() ? '\'' : '"';
        if (set.length() > 1 && set.charAt(0) == commandQuote && set.charAt(set.length() - 1) == commandQuote) {
            StringBuilder printed = new StringBuilder();
            session.childLine(set.substring(1, set.length() - 1), io.withOut(printed::append));
            return printed.toString().lines().toList();
        }
        if (set.length() > 1 && set.charAt(0) == textQuote && set.charAt(set.length() - 1) == textQuote) {
            return List.of(set.substring(1, set.length() - 1));
        }
        List<String> lines = new ArrayList<>();
        for (String name : words(set)) {
            try {
                new String(session.server.files(session.logon).read(session.path(name)), WindowsServer.OEM)
                        .lines()
                        .forEach(lines::add);
            } catch (java.io.IOException | InvalidPathException e) {
                io.errLine(session.say("The system cannot find the file %s.", name.replace("\"", "")));
            }
        }
        return lines;
    }

    /** The words of a set; those in quotes keep them. */
    private static List<String> words(String set) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (set + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                word.append(c);
            } else if (!quoted && " \t\r\n,;=".indexOf(c) >= 0) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString().stripTrailing());
        }
        return words;
    }

    private String replaced(String text, Map<Character, String> values) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (matcher.find(from)) {
            String modifiers = matcher.group(1);
            int variableAt = matcher.start(2);
            String value = values.get(text.charAt(variableAt));
            int end = matcher.end();
            if (value == null && modifiers != null && modifiers.length() > 1) {
                variableAt--;
                end--;
                value = values.get(text.charAt(variableAt));
            }
            int begin = matcher.start();
            if (value == null) {
                result.append(text, from, begin + 1);
                from = begin + 1;
            } else {
                String letters = modifiers == null ? "" : text.substring(begin + 2, variableAt);
                result.append(text, from, begin).append(modifiers == null ? value : modified(value, letters));
                from = end;
            }
        }
        return result.append(text.substring(from)).toString();
    }

    private String modified(String quoted, String letters) {
        String value = quoted.length() > 1 && quoted.startsWith("\"") && quoted.endsWith("\"")
                ? quoted.substring(1, quoted.length() - 1)
                : quoted;
        if (letters.isEmpty()) {
            return value;
        }
        try {
            Path path = session.path(value);
            String full = session.server.disk().windowsPath(path);
            int slash = full.lastIndexOf('\\');
            String name = full.substring(slash + 1);
            int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
            String wanted = letters.toLowerCase(Locale.ROOT);
            StringBuilder result = new StringBuilder();
            if (wanted.indexOf('z') >= 0) {
                result.append(Files.isRegularFile(path) ? Long.toString(Files.size(path)) : "");
            }
            if (wanted.indexOf('f') >= 0) {
                return result.append(full).toString();
            }
            result.append(wanted.indexOf('d') >= 0 ? full.substring(0, 2) : "");
            result.append(wanted.indexOf('p') >= 0 ? full.substring(2, slash + 1) : "");
            result.append(wanted.indexOf('n') >= 0 ? name.substring(0, dot) : "");
            result.append(wanted.indexOf('x') >= 0 ? name.substring(dot) : "");
            return result.toString();
        } catch (java.io.IOException | InvalidPathException e) {
            return value;
        }
    }

    private static Node substituted(Node node, UnaryOperator<String> replace) {
        if (node instanceof Simple simple) {
            return new Simple(replace.apply(simple.text()), redirections(simple.redirections(), replace));
        }
        if (node instanceof Pair pair) {
            return new Pair(pair.operator(), substituted(pair.left(), replace), substituted(pair.right(), replace));
        }
        if (node instanceof Block block) {
            return new Block(substituted(block.body(), replace), redirections(block.redirections(), replace));
        }
        if (node instanceof Quiet quiet) {
            return new Quiet(substituted(quiet.body(), replace));
        }
        if (node instanceof If choice) {
            Condition condition = choice.condition();
            return new If(
                    new Condition(
                            condition.not(),
                            condition.ignoreCase(),
                            condition.operator(),
                            replace.apply(condition.left()),
                            replace.apply(condition.right())),
                    substituted(choice.then(), replace),
                    choice.otherwise().map(otherwise -> substituted(otherwise, replace)));
        }
        For loop = (For) node;
        return new For(
                loop.kind(),
                replace.apply(loop.options()),
                loop.variable(),
                replace.apply(loop.set()),
                substituted(loop.body(), replace));
    }

    private static List<Redirection> redirections(List<Redirection> redirections, UnaryOperator<String> replace) {
        return redirections.stream()
                .map(each -> new Redirection(each.handle(), each.kind(), replace.apply(each.target())))
                .toList();
    }
}
