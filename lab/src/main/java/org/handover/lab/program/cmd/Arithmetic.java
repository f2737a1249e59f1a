package org.handover.lab.program.cmd;

import java.util.Map;
import java.util.Set;

/** {@code set /a}: 32-bit integers, variables by name, assignments, and C's operators in C's order. */
final class Arithmetic {
    static final int MISSING_OPERAND = 1073750988;
    static final int INVALID_NUMBER = 1073750991;
    static final int TOO_LARGE = 1073750992;
    static final int DIVIDED_BY_ZERO = 1073750993;

    /** Why nothing was computed, with the number that cmd.exe leaves as the exit code. */
    static final class ArithmeticFailure extends Exception {
        final int code;

        ArithmeticFailure(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    private static final String[][] LEVELS = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};
    private static final Set<String> ASSIGNMENTS =
            Set.of("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=");

    private static final int MISSING_PARENTHESIS = 1073750989;
    private static final int DEEPEST = 200;

    private final String text;
    private final Map<String, String> variables;
    private int at;
    private int depth;

    private Arithmetic(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** The value of the last expression; assignments are carried out. */
    static int evaluate(String text, Map<String, String> variables) throws ArithmeticFailure {
        Arithmetic arithmetic = new Arithmetic(text.replace("\"", ""), variables);
        int value = arithmetic.expression();
        while (arithmetic.take(",")) {
            value = arithmetic.expression();
        }
        if (!arithmetic.atEnd()) {
            throw new ArithmeticFailure(MISSING_OPERAND, "An operator is missing.");
        }
        return value;
    }

    private int expression() throws ArithmeticFailure {
        deeper();
        int value = assigned();
        depth--;
        return value;
    }

    private void deeper() throws ArithmeticFailure {
        if (++depth > DEEPEST) {
            throw new ArithmeticFailure(
                    MISSING_PARENTHESIS, "The expression is nested deeper than the lab's cmd.exe goes.");
        }
    }

    private int assigned() throws ArithmeticFailure {
        int before = at;
        String name = name();
        if (!name.isEmpty()) {
            for (String operator : new String[] {"<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "="}) {
                if (ASSIGNMENTS.contains(operator) && take(operator)) {
                    int value = expression();
                    if (operator.length() > 1) {
                        value = apply(operator.substring(0, operator.length() - 1), valueOf(name), value);
                    }
                    variables.put(name, Integer.toString(value));
                    return value;
                }
            }
        }
        at = before;
        return binary(0);
    }

    private int binary(int level) throws ArithmeticFailure {
        if (level == LEVELS.length) {
            return unary();
        }
        int left = binary(level + 1);
        while (true) {
            String found = "";
            for (String operator : LEVELS[level]) {
                if (found.isEmpty() && take(operator)) {
                    found = operator;
                }
            }
            if (found.isEmpty()) {
                return left;
            }
            left = apply(found, left, binary(level + 1));
        }
    }

    private int unary() throws ArithmeticFailure {
        deeper();
        int value = operand();
        depth--;
        return value;
    }

    private int operand() throws ArithmeticFailure {
        if (take("-")) {
            return -unary();
        }
        if (take("+")) {
            return unary();
        }
        if (take("~")) {
            return ~unary();
        }
        if (take("!")) {
            return unary() == 0 ? 1 : 0;
        }
        if (take("(")) {
            int value = expression();
            if (!take(")")) {
                throw new ArithmeticFailure(MISSING_PARENTHESIS, "A parenthesis is missing.");
            }
            return value;
        }
        blanks();
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            int from = at;
            while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            return number(text.substring(from, at));
        }
        String name = name();
        if (name.isEmpty()) {
            throw new ArithmeticFailure(MISSING_OPERAND, "An operand is missing.");
        }
        return valueOf(name);
    }

    private static int apply(String operator, int left, int right) throws ArithmeticFailure {
        if ((operator.equals("/") || operator.equals("%")) && right == 0) {
            throw new ArithmeticFailure(DIVIDED_BY_ZERO, "Nothing can be divided by zero.");
        }
        return switch (operator) {
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            default -> left % right;
        };
    }

    private int valueOf(String name) {
        String value = variables.get(name);
        return value == null ? 0 : InternalCommands.number(value).orElse(0);
    }

    private static int number(String digits) throws ArithmeticFailure {
        try {
            long value = Long.decode(digits);
            if (value > Integer.MAX_VALUE) {
                throw new ArithmeticFailure(TOO_LARGE, "The number is too large.");
            }
            return (int) value;
        } catch (NumberFormatException e) {
            throw new ArithmeticFailure(INVALID_NUMBER, "This is not a number.");
        }
    }

    private String name() {
        blanks();
        int from = at;
        while (at < text.length()
                && (Character.isLetter(text.charAt(at))
                        || "_$#.@".indexOf(text.charAt(at)) >= 0
                        || (at > from && Character.isDigit(text.charAt(at))))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean take(String token) {
        blanks();
        boolean there = text.startsWith(token, at);
        if (there) {
            at += token.length();
        }
        return there;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean atEnd() {
        blanks();
        return at >= text.length();
    }
}
