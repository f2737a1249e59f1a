package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PowerShell reads as text: the words of a command, and quotes. */
final class WordReader {
    private static final String ENDS_WORD = " \t;\r\n&|(){}<>";
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\{)([^}]+)}|((?i:env:)?\\w+|\\?))");
    private static final Pattern HERE_TEXT = Pattern.compile("@(['\"])[ \\t]*\\r?\\n");

    private final Source source;
    private final ExpressionReader expressions;
    private final ScriptReader scripts;

    WordReader(Source source, ExpressionReader expressions, ScriptReader scripts) {
        this.source = source;
        this.expressions = expressions;
        this.scripts = scripts;
    }

    /** One argument of a command. */
    Node.Word word() throws ParseException {
        char first = source.here();
        boolean variable = source.look(VARIABLE).isPresent() || source.starts("$(");
        if (variable || "({@'\"".indexOf(first) >= 0) {
            int mark = source.mark();
            if (first == '@' && source.ahead(1) != '(' && source.look(HERE_TEXT).isEmpty()) {
                throw ScriptReader.unexpected(source);
            }
            Node value = expressions.list();
            if (source.ended() || ENDS_WORD.indexOf(source.here()) >= 0 || "({@".indexOf(first) >= 0) {
                return new Node.Word(value, false);
            }
            source.back(mark);
        }
        boolean parameter = first == '-' && Character.isLetter(source.ahead(1));
        List<Node> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (!source.ended() && ENDS_WORD.indexOf(source.here()) < 0) {
            if (source.here() == '\'') {
                plain.append(single());
            } else if (source.here() == '"') {
                flush(plain, parts);
                parts.addAll(twofold().parts());
            } else {
                piece(plain, parts);
            }
        }
        if (source.here() == '<' || source.here() == '>' || (parts.isEmpty() && plain.isEmpty() && source.ended())) {
            throw ScriptReader.unexpected(source);
        }
        flush(plain, parts);
        return new Node.Word(parts.size() == 1 ? parts.get(0) : new Node.Text(parts), parameter);
    }

    /** Text in single quotes, in which two of them stand for one. */
    String single() throws ParseException {
        StringBuilder text = new StringBuilder();
        source.expect("'");
        while (!source.ended()) {
            if (source.take("''")) {
                text.append('\'');
            } else if (source.take("'")) {
                return text.toString();
            } else {
                text.append(source.next());
            }
        }
        throw new ParseException("The text has no end: a ' is missing.");
    }

    /** Text in double quotes, in which two of them stand for one, {@code `} escapes, and variables are put in. */
    Node.Text twofold() throws ParseException {
        List<Node> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        source.expect("\"");
        while (!source.ended()) {
            if (source.take("\"\"")) {
                plain.append('"');
            } else if (source.take("\"")) {
                flush(plain, parts);
                return new Node.Text(parts);
            } else {
                piece(plain, parts);
            }
        }
        throw new ParseException("The text has no end: a \" is missing.");
    }

    /** Lines between {@code @'} and {@code '@}, or with double quotes. */
    Optional<Node> lines() throws ParseException {
        Optional<Matcher> begin = source.take(HERE_TEXT);
        if (begin.isEmpty()) {
            return Optional.empty();
        }
        boolean plainText = begin.get().group(1).equals("'");
        Pattern end = Pattern.compile("\\r?\\n" + begin.get().group(1) + "@");
        List<Node> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (!source.ended()) {
            if (source.take(end).isPresent()) {
                flush(plain, parts);
                return Optional.of(new Node.Text(parts));
            }
            if (plainText) {
                plain.append(source.next());
            } else {
                piece(plain, parts);
            }
        }
        throw new ParseException("The lines have no end.");
    }

    /** A character outside of quotes or inside of double ones. */
    private void piece(StringBuilder plain, List<Node> parts) throws ParseException {
        if (source.here() == '`' && source.ahead(1) != '\0') {
            source.next();
            plain.append(escaped(source.next()));
        } else if (source.take("$(")) {
            flush(plain, parts);
            parts.add(new Node.Collected(scripts.block(')'), false));
            source.expect(")");
        } else {
            Optional<Node> variable = variable();
            if (variable.isPresent()) {
                flush(plain, parts);
                parts.add(variable.get());
            } else {
                plain.append(source.next());
            }
        }
    }

    Optional<Node> variable() {
        return source.take(VARIABLE)
                .map(found -> new Node.Variable(found.group(1) == null ? found.group(3) : found.group(2)));
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            default -> c;
        };
    }

    private static void flush(StringBuilder plain, List<Node> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Node.Constant(plain.toString()));
            plain.setLength(0);
        }
    }
}
