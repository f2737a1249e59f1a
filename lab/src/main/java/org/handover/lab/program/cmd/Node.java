package org.handover.lab.program.cmd;

import java.util.List;
import java.util.Optional;

/** A command line as cmd.exe understood it. */
sealed interface Node {

    /** How the right side depends on the left. */
    enum Operator {
        ALWAYS,
        AND,
        OR,
        PIPE
    }

    /** Where one handle goes to, or comes from. */
    record Redirection(int handle, Kind kind, String target) {
        enum Kind {
            READ,
            WRITE,
            APPEND,
            DUPLICATE
        }
    }

    record Pair(Operator operator, Node left, Node right) implements Node {}

    record Block(Node body, List<Redirection> redirections) implements Node {}

    /**
     * One command.
     *
     * @param text with its arguments; carets are gone, quotes are not
     */
    record Simple(String text, List<Redirection> redirections) implements Node {}

    record If(Condition condition, Node then, Optional<Node> otherwise) implements Node {}

    /** A command with {@code @} before it, which {@code for} does not show. */
    record Quiet(Node body) implements Node {}

    /**
     * A loop.
     *
     * @param kind {@code d}, {@code l} or {@code f}, or a blank for the plain one
     * @param options what stands in quotes behind {@code /f}
     * @param set what stands in the parentheses, untouched
     */
    record For(char kind, String options, char variable, String set, Node body) implements Node {}

    /** What {@code if} asks; {@code operator} is EXIST, ERRORLEVEL, DEFINED, CMDEXTVERSION, == or one of EQU, NEQ and so on. */
    record Condition(boolean not, boolean ignoreCase, String operator, String left, String right) {}
}
