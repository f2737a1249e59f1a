package org.handover.lab.program.powershell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree that is read from a script. */
sealed interface Node {

    record Constant(@Nullable Object value) implements Node {}

    /** Text in double quotes, or a word that holds variables. */
    record Text(List<Node> parts) implements Node {}

    record Variable(String name) implements Node {}

    record TypeName(String name) implements Node {}

    record Cast(String type, Node value) implements Node {}

    record Unary(String operator, Node value) implements Node {}

    record Binary(String operator, Node left, Node right) implements Node {}

    record ListOf(List<Node> items) implements Node {}

    record Member(Node target, String name, boolean isStatic) implements Node {}

    record Invoke(Node target, String name, boolean isStatic, List<Node> arguments) implements Node {}

    record Index(Node target, Node index) implements Node {}

    /** {@code ( )} */
    record Parentheses(Node statement) implements Node {}

    /** {@code $( )}, or {@code @( )}, which is a list whatever is in it. */
    record Collected(Block block, boolean always) implements Node {}

    record ScriptBlock(Block block) implements Node {}

    record Block(List<Node> statements) implements Node {}

    /**
     * @param silent whether what comes out goes to {@code $null}
     * @param errors where errors go
     */
    record Pipeline(List<Node> elements, boolean silent, Errors errors) implements Node {}

    /** Where the errors of programs and cmdlets go. */
    enum Errors {
        SHOWN,
        NOWHERE,
        OUTPUT
    }

    /** @param verbatim what stands behind {@code --%} and goes to a program as it is */
    record Command(Node name, List<Word> words, @Nullable String verbatim) implements Node {}

    /** @param parameter whether it begins with a hyphen outside of quotes */
    record Word(Node value, boolean parameter) {}

    record Assign(Node target, String operator, Node value) implements Node {}

    record If(Node condition, Block yes, @Nullable Node no) implements Node {}

    record While(Node condition, Block body) implements Node {}

    record ForEach(String variable, Node all, Block body) implements Node {}

    record Try(Block body, @Nullable Block caught, @Nullable Block end) implements Node {}

    record Throw(@Nullable Node value) implements Node {}

    record Exit(@Nullable Node value) implements Node {}
}
