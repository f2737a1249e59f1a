package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads expressions: values, operators, members of objects and types. */
final class ExpressionReader {
    private static final Pattern STARTS = Pattern.compile(
            "['\"$(\\[{!]|@['\"(]|,|[-+]?(?:0[xX][0-9A-Fa-f]+|\\d+(?:\\.\\d+)?)(?=[\\s;|)},.\\-+*/%\\]]|$)|-(?i:not)\\b");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9A-Fa-f]+|\\d+(?:\\.\\d+)?");
    private static final Pattern TYPE = Pattern.compile("\\[\\s*([A-Za-z_][\\w.]*(?:\\[])?)\\s*]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern NOT = Pattern.compile("!|-(?i:not)\\b");
    private static final List<Pattern> LEVELS = List.of(
            Pattern.compile("-(?i:(and|or|xor))\\b"),
            Pattern.compile(
                    "-(?i:[ci]?(eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace"
                            + "|split|join)|(is|isnot|as))\\b"),
            Pattern.compile("[-+](?![-=A-Za-z])"),
            Pattern.compile("[*/%](?!=)"),
            Pattern.compile("-(?i:f)\\b"),
            Pattern.compile("\\.\\."));

    private final Source source;
    private final ScriptReader scripts;
    private boolean inArguments;

    ExpressionReader(Source source, ScriptReader scripts) {
        this.source = source;
        this.scripts = scripts;
    }

    boolean startsHere() {
        return source.look(STARTS).isPresent();
    }

    Node expression() throws ParseException {
        return binary(0);
    }

    private Node binary(int level) throws ParseException {
        if (level == LEVELS.size()) {
            return inArguments ? unary() : list();
        }
        Node left = binary(level + 1);
        while (true) {
            int mark = source.mark();
            source.skipBlanks();
            Optional<Matcher> operator = source.take(LEVELS.get(level));
            if (operator.isEmpty()) {
                source.back(mark);
                return left;
            }
            source.skipLines();
            left = new Node.Binary(named(operator.get()), left, binary(level + 1));
        }
    }

    private static String named(Matcher operator) {
        for (int group = 1; group <= operator.groupCount(); group++) {
            if (operator.group(group) != null) {
                return Source.folded(operator.group(group));
            }
        }
        return Source.folded(operator.group()).replaceFirst("^-(?=f)", "");
    }

    /** Values with commas between them, which bind tighter than any other operator between values. */
    Node list() throws ParseException {
        boolean nested = inArguments;
        inArguments = false;
        List<Node> items = new ArrayList<>();
        boolean begunWithComma = source.take(",");
        items.add(unary());
        int mark = source.mark();
        source.skipBlanks();
        while (source.take(",")) {
            source.skipLines();
            items.add(unary());
            mark = source.mark();
            source.skipBlanks();
        }
        source.back(mark);
        inArguments = nested;
        return items.size() == 1 && !begunWithComma ? items.get(0) : new Node.ListOf(items);
    }

    private Node unary() throws ParseException {
        source.enter();
        Node value = signed();
        source.leave();
        return value;
    }

    private Node signed() throws ParseException {
        source.skipBlanks();
        if (source.take(NOT).isPresent()) {
            return new Node.Unary("not", unary());
        }
        if (source.here() == '-' && source.ahead(1) != '-') {
            source.next();
            return new Node.Unary("-", unary());
        }
        Optional<Matcher> type = source.take(TYPE);
        if (type.isPresent()) {
            String name = type.get().group(1);
            boolean used = source.starts("::") || source.here() == '.';
            return !used && startsHere() ? new Node.Cast(name, unary()) : postfix(new Node.TypeName(name));
        }
        return postfix(primary());
    }

    private Node primary() throws ParseException {
        Optional<Node> lines = scripts.words().lines();
        if (lines.isPresent()) {
            return lines.get();
        }
        if (source.here() == '\'') {
            return new Node.Constant(scripts.words().single());
        }
        if (source.here() == '"') {
            return scripts.words().twofold();
        }
        if (source.take("$(") || source.starts("@(")) {
            boolean always = source.take("@(");
            Node collected = new Node.Collected(block(')'), always);
            source.expect(")");
            return collected;
        }
        if (source.take("{")) {
            Node.Block block = block('}');
            source.expect("}");
            return new Node.ScriptBlock(block);
        }
        if (source.take("(")) {
            return parentheses();
        }
        Optional<Node> variable = scripts.words().variable();
        if (variable.isPresent()) {
            return variable.get();
        }
        Optional<Matcher> number = source.take(NUMBER);
        if (number.isPresent()) {
            return new Node.Constant(number(number.get().group()));
        }
        throw ScriptReader.unexpected(source);
    }

    private Node.Block block(char end) throws ParseException {
        boolean outside = inArguments;
        inArguments = false;
        Node.Block block = scripts.block(end);
        inArguments = outside;
        return block;
    }

    private Node parentheses() throws ParseException {
        boolean outside = inArguments;
        inArguments = false;
        source.skipLines();
        Node inside = scripts.statement();
        source.skipLines();
        source.expect(")");
        inArguments = outside;
        return new Node.Parentheses(inside);
    }

    private static Object number(String text) throws ParseException {
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return Integer.parseUnsignedInt(text.substring(2), 16);
            }
            if (text.contains(".")) {
                return Double.parseDouble(text);
            }
            long value = Long.parseLong(text);
            return value == (int) value ? (Object) (int) value : (Object) value;
        } catch (NumberFormatException tooLong) {
            throw new ParseException("The number " + text + " is too large.");
        }
    }

    private Node postfix(Node first) throws ParseException {
        Node node = first;
        while (true) {
            boolean isStatic = source.starts("::");
            boolean isMember = source.here() == '.' && Character.isLetter(source.ahead(1));
            if (isStatic || isMember) {
                source.take(isStatic ? "::" : ".");
                String name = source.take(NAME).map(Matcher::group).orElseThrow(() -> ScriptReader.unexpected(source));
                node = source.take("(")
                        ? new Node.Invoke(node, name, isStatic, arguments())
                        : new Node.Member(node, name, isStatic);
            } else if (source.here() == '[' && !(node instanceof Node.TypeName)) {
                source.next();
                source.skipLines();
                node = new Node.Index(node, expression());
                source.skipLines();
                source.expect("]");
            } else {
                return node;
            }
        }
    }

    private List<Node> arguments() throws ParseException {
        boolean outside = inArguments;
        inArguments = true;
        List<Node> arguments = new ArrayList<>();
        source.skipLines();
        while (!source.take(")")) {
            arguments.add(expression());
            source.skipLines();
            if (source.here() != ')') {
                source.expect(",");
                source.skipLines();
            }
        }
        inArguments = outside;
        return arguments;
    }
}
