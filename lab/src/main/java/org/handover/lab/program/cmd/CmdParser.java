package org.handover.lab.program.cmd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.program.cmd.Node.Block;
import org.handover.lab.program.cmd.Node.Condition;
import org.handover.lab.program.cmd.Node.For;
import org.handover.lab.program.cmd.Node.If;
import org.handover.lab.program.cmd.Node.Operator;
import org.handover.lab.program.cmd.Node.Pair;
import org.handover.lab.program.cmd.Node.Quiet;
import org.handover.lab.program.cmd.Node.Redirection;
import org.handover.lab.program.cmd.Node.Redirection.Kind;
import org.handover.lab.program.cmd.Node.Simple;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line after {@code %VAR%} was expanded. {@code |} binds tighter than {@code &&}, that tighter than
 * {@code ||}, that tighter than {@code &}; {@code if} and {@code for} take all that follows; a parenthesis counts only where a command begins.
 */
final class CmdParser {
    private static final String DELIMITERS = " \t,;=";
    private static final Set<String> COMPARISONS = Set.of("EQU", "NEQ", "LSS", "LEQ", "GTR", "GEQ");

    /** cmd.exe's own limits are not documented; these keep a line from being deeper than this process's stack. */
    private static final int DEEPEST = 200;

    private static final int MOST_COMMANDS = 1_000;

    private final String line;
    private int at;
    private int depth;
    private int nested;
    private int commands;

    private CmdParser(String line) {
        this.line = line;
    }

    /** Reads a line; nothing comes of one that has no command in it. */
    static Optional<Node> parse(String line) throws CmdSyntaxException {
        CmdParser parser = new CmdParser(line);
        parser.skipDelimiters();
        if (parser.atEnd()) {
            return Optional.empty();
        }
        Node node = parser.sequence();
        if (!parser.atEnd()) {
            throw parser.unexpected();
        }
        return Optional.of(node);
    }

    private Node sequence() throws CmdSyntaxException {
        Node left = alternatives();
        while (peek() == '&' && peek(1) != '&') {
            at++;
            skipDelimiters();
            if (atEnd() || (peek() == ')' && depth > 0)) {
                break;
            }
            left = new Pair(Operator.ALWAYS, left, alternatives());
        }
        return left;
    }

    private Node alternatives() throws CmdSyntaxException {
        Node left = conjunction();
        while (line.startsWith("||", at)) {
            at += 2;
            left = new Pair(Operator.OR, left, conjunction());
        }
        return left;
    }

    private Node conjunction() throws CmdSyntaxException {
        Node left = pipe();
        while (line.startsWith("&&", at)) {
            at += 2;
            left = new Pair(Operator.AND, left, pipe());
        }
        return left;
    }

    private Node pipe() throws CmdSyntaxException {
        Node left = command();
        while (peek() == '|' && peek(1) != '|') {
            at++;
            left = new Pair(Operator.PIPE, left, command());
        }
        return left;
    }

    private Node command() throws CmdSyntaxException {
        if (++nested > DEEPEST || ++commands > MOST_COMMANDS) {
            throw new CmdSyntaxException("There are more commands in one line than the lab's cmd.exe takes.");
        }
        skipDelimiters();
        boolean quiet = peek() == '@';
        while (peek() == '@') {
            at++;
            skipDelimiters();
        }
        Node command = shownCommand();
        nested--;
        return quiet ? new Quiet(command) : command;
    }

    private Node shownCommand() throws CmdSyntaxException {
        if (peek() == ':' || (peek() == ')' && depth == 0)) {
            at = line.length();
            return new Simple("rem", List.of());
        }
        List<Redirection> before = new ArrayList<>();
        int begin = at;
        for (Redirection found = redirection(true); found != null; found = redirection(true)) {
            before.add(found);
            skipDelimiters();
        }
        if (peek() == '(') {
            return block(before);
        }
        if (!before.isEmpty()) {
            at = begin;
            return simple();
        }
        if (keyword("if")) {
            return condition();
        }
        if (keyword("for")) {
            return loop();
        }
        return simple();
    }

    private Node loop() throws CmdSyntaxException {
        skipDelimiters();
        char kind = ' ';
        String options = "";
        if (peek() == '/') {
            kind = Character.toLowerCase(peek(1));
            if ("dlf".indexOf(kind) < 0) {
                throw unexpected();
            }
            at += 2;
            skipDelimiters();
            if (kind == 'f' && peek() != '%') {
                options = word();
                skipDelimiters();
            }
        }
        if (peek() != '%' || !Character.isLetter(peek(1)) || DELIMITERS.indexOf(peek(2)) < 0) {
            throw new CmdSyntaxException("'" + word() + "' cannot stand here.");
        }
        char variable = peek(1);
        at += 2;
        skipDelimiters();
        if (!keyword("in")) {
            throw unexpected();
        }
        skipDelimiters();
        if (peek() != '(') {
            throw unexpected();
        }
        at++;
        String set = set();
        skipDelimiters();
        if (!keyword("do")) {
            throw unexpected();
        }
        return new For(kind, options, variable, set, sequence());
    }

    /** Up to the parenthesis that closes it; carets go, quotes stay. */
    private String set() throws CmdSyntaxException {
        StringBuilder set = new StringBuilder();
        boolean quoted = false;
        while (!atEnd()) {
            char c = peek();
            at++;
            if (!quoted && c == ')') {
                return set.toString();
            }
            if (!quoted && c == '^' && !atEnd()) {
                c = peek();
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            }
            set.append(c);
        }
        throw unexpected();
    }

    private Node block(List<Redirection> before) throws CmdSyntaxException {
        at++;
        depth++;
        skipDelimiters();
        Node body = sequence();
        if (peek() != ')') {
            throw unexpected();
        }
        at++;
        depth--;
        List<Redirection> redirections = new ArrayList<>(before);
        while (true) {
            skipDelimiters();
            Redirection redirection = redirection(true);
            if (redirection == null) {
                return new Block(body, redirections);
            }
            redirections.add(redirection);
        }
    }

    private Node condition() throws CmdSyntaxException {
        boolean ignoreCase = false;
        boolean not = false;
        while (true) {
            skipDelimiters();
            if (keyword("/i")) {
                ignoreCase = true;
            } else if (keyword("not")) {
                not = !not;
            } else {
                break;
            }
        }
        Condition condition;
        if (keyword("exist")) {
            condition = new Condition(not, ignoreCase, "EXIST", operand(), "");
        } else if (keyword("errorlevel")) {
            condition = new Condition(not, ignoreCase, "ERRORLEVEL", operand(), "");
        } else if (keyword("cmdextversion")) {
            condition = new Condition(not, ignoreCase, "CMDEXTVERSION", operand(), "");
        } else if (keyword("defined")) {
            condition = new Condition(not, ignoreCase, "DEFINED", operand(), "");
        } else {
            condition = comparison(not, ignoreCase);
        }
        skipDelimiters();
        if (atEnd()) {
            throw unexpected();
        }
        Node then = sequence();
        skipDelimiters();
        Optional<Node> otherwise = keyword("else") ? Optional.of(sequence()) : Optional.empty();
        return new If(condition, then, otherwise);
    }

    private Condition comparison(boolean not, boolean ignoreCase) throws CmdSyntaxException {
        String left = operand();
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        if (line.startsWith("==", at)) {
            at += 2;
            return new Condition(not, ignoreCase, "==", left, operand());
        }
        String operator = operand().toUpperCase(Locale.ROOT);
        if (!COMPARISONS.contains(operator)) {
            throw new CmdSyntaxException("'" + operator + "' cannot stand here.");
        }
        return new Condition(not, ignoreCase, operator, left, operand());
    }

    private String operand() throws CmdSyntaxException {
        skipDelimiters();
        String word = word();
        if (word.isEmpty()) {
            throw unexpected();
        }
        return word;
    }

    private Node simple() throws CmdSyntaxException {
        StringBuilder text = new StringBuilder();
        List<Redirection> redirections = new ArrayList<>();
        boolean remark = remark();
        boolean quoted = false;
        while (!atEnd()) {
            char c = peek();
            if (quoted || remark) {
                quoted = remark || c != '"';
                text.append(c);
                at++;
            } else if (c == '^') {
                at++;
                if (!atEnd()) {
                    text.append(peek());
                    at++;
                }
            } else if (c == '&' || c == '|' || (c == ')' && depth > 0)) {
                break;
            } else {
                boolean handleMayStand = text.isEmpty() || DELIMITERS.indexOf(text.charAt(text.length() - 1)) >= 0;
                Redirection redirection = redirection(handleMayStand);
                if (redirection != null) {
                    redirections.add(redirection);
                } else {
                    quoted = c == '"';
                    text.append(c);
                    at++;
                }
            }
        }
        if (text.toString().isBlank()) {
            throw unexpected();
        }
        return new Simple(text.toString(), redirections);
    }

    /** {@code rem} with a word after it swallows the rest of the line, operators and all. */
    private boolean remark() {
        int before = at;
        boolean remark = keyword("rem");
        if (remark) {
            skipDelimiters();
            remark = !atEnd() && "&|<>)".indexOf(peek()) < 0;
        }
        at = before;
        return remark;
    }

    private @Nullable Redirection redirection(boolean handleMayStand) throws CmdSyntaxException {
        int before = at;
        int handle = -1;
        if (handleMayStand && Character.isDigit(peek()) && (peek(1) == '>' || peek(1) == '<')) {
            handle = peek() - '0';
            at++;
        }
        char c = peek();
        if (c != '>' && c != '<') {
            at = before;
            return null;
        }
        at++;
        boolean append = c == '>' && peek() == '>';
        if (append) {
            at++;
        }
        int from = handle >= 0 ? handle : c == '>' ? 1 : 0;
        if (peek() == '&') {
            at++;
            if (!Character.isDigit(peek())) {
                throw unexpected();
            }
            return new Redirection(from, Kind.DUPLICATE, String.valueOf(line.charAt(at++)));
        }
        skipDelimiters();
        String target = word().replace("\"", "");
        if (target.isEmpty()) {
            throw unexpected();
        }
        return new Redirection(from, c == '<' ? Kind.READ : append ? Kind.APPEND : Kind.WRITE, target);
    }

    /** A word up to a delimiter or operator outside of quotes; its quotes stay, its carets go. */
    private String word() {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        while (!atEnd()) {
            char c = peek();
            if (!quoted && (DELIMITERS.indexOf(c) >= 0 || "&|<>".indexOf(c) >= 0 || (c == ')' && depth > 0))) {
                break;
            }
            if (!quoted && c == '^') {
                at++;
                if (atEnd()) {
                    break;
                }
                c = peek();
            } else if (c == '"') {
                quoted = !quoted;
            }
            word.append(c);
            at++;
        }
        return word.toString();
    }

    private boolean keyword(String keyword) {
        int end = at + keyword.length();
        boolean there = line.regionMatches(true, at, keyword, 0, keyword.length())
                && (end >= line.length() || (DELIMITERS + "()&|<>\"").indexOf(line.charAt(end)) >= 0);
        if (there) {
            at = end;
        }
        return there;
    }

    private void skipDelimiters() {
        while (!atEnd() && DELIMITERS.indexOf(peek()) >= 0) {
            at++;
        }
    }

    private CmdSyntaxException unexpected() {
        return new CmdSyntaxException(
                atEnd() ? "The command line ends too early." : "'" + peek() + "' cannot stand here.");
    }

    private boolean atEnd() {
        return at >= line.length();
    }

    private char peek() {
        return peek(0);
    }

    private char peek(int ahead) {
        return at + ahead < line.length() ? line.charAt(at + ahead) : '\0';
    }
}
