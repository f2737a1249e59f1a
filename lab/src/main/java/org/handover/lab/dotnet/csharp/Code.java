package org.handover.lab.dotnet.csharp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree that is read from a source. */
sealed interface Code {

    record Literal(@Nullable Object value) implements Code {}

    record Name(String name) implements Code {}

    record Member(Code target, String name) implements Code {}

    /** @param target what is called: a name, or a member of something */
    record Call(Code target, List<Passed> arguments) implements Code {}

    record Element(Code target, Code index) implements Code {}

    record New(String type, List<Passed> arguments) implements Code {}

    record Cast(String type, Code value) implements Code {}

    /** @param test whether only the truth is asked for ({@code is}); else null comes where it does not fit ({@code as}) */
    record As(Code value, String type, boolean test) implements Code {}

    record Assign(Code target, Code value) implements Code {}

    record Binary(String operator, Code left, Code right) implements Code {}

    record Not(Code value) implements Code {}

    record Choice(Code condition, Code yes, Code no) implements Code {}

    record Declare(String type, String name, @Nullable Code value) implements Code {}

    record Return(@Nullable Code value) implements Code {}

    record If(Code condition, Code yes, @Nullable Code no) implements Code {}

    record ForEach(String name, Code all, Code body) implements Code {}

    record Throw(Code value) implements Code {}

    record Block(List<Code> statements) implements Code {}

    /** @param reference whether {@code out} or {@code ref} stands before it */
    record Passed(Code value, boolean reference) {}

    record Parameter(String type, String name, boolean reference) {}

    record Field(String type, String name, boolean isStatic, @Nullable Code value) {}

    record Method(String type, String name, boolean isStatic, List<Parameter> parameters, Block body) {}

    /** @param bases the class and the interfaces behind the colon */
    record Declaration(String name, String namespace, List<String> bases, List<Field> fields, List<Method> methods) {}

    /** A type that is named in a source. */
    record Mention(String type, int line) {}

    record Source(List<String> usings, List<Declaration> classes, List<Mention> mentioned) {}
}
