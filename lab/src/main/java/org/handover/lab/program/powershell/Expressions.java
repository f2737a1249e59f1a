package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** What expressions are worth. */
final class Expressions {
    private final Interpreter interpreter;

    Expressions(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    @Nullable
    Object value(Node node) throws PsError, InterruptedException {
        if (node instanceof Node.Constant constant) {
            return constant.value();
        } else if (node instanceof Node.Text text) {
            StringBuilder made = new StringBuilder();
            for (Node part : text.parts()) {
                made.append(Values.text(value(part)));
            }
            return made.toString();
        } else if (node instanceof Node.Variable variable) {
            return interpreter.variable(variable.name());
        } else if (node instanceof Node.TypeName type) {
            return new TypeValue(interpreter.type(type.name()));
        } else if (node instanceof Node.Cast cast) {
            return cast(cast.type(), value(cast.value()));
        } else if (node instanceof Node.Unary unary) {
            Object value = value(unary.value());
            return unary.operator().equals("not") ? (Object) !Values.isTrue(value) : Operators.apply("-", 0, value);
        } else if (node instanceof Node.Binary binary) {
            return binary(binary);
        } else if (node instanceof Node.ListOf list) {
            List<@Nullable Object> items = new ArrayList<>();
            for (Node item : list.items()) {
                items.add(value(item));
            }
            return items;
        } else if (node instanceof Node.Member member) {
            return member(member);
        } else if (node instanceof Node.Invoke invoke) {
            return invoke(invoke);
        } else if (node instanceof Node.Index index) {
            return element(value(index.target()), value(index.index()));
        } else if (node instanceof Node.Parentheses inside) {
            return interpreter.value(inside.statement());
        } else if (node instanceof Node.Collected collected) {
            Output.Collector collector = new Output.Collector();
            interpreter.runInside(collected.block(), collector);
            return collected.always() ? collector.values() : Values.unwrapped(collector.values());
        }
        return node;
    }

    /** A type that is a value itself, as behind {@code -is}. */
    private record TypeValue(DotNetType named) implements DotNetObject {
        private record Type(String fullName) implements DotNetType {}

        @Override
        public DotNetType type() {
            return new Type("System.RuntimeType");
        }

        @Override
        public String toString() {
            return named.fullName();
        }
    }

    private @Nullable Object binary(Node.Binary binary) throws PsError, InterruptedException {
        Object left = value(binary.left());
        return switch (binary.operator()) {
            case "and" -> Values.isTrue(left) && Values.isTrue(value(binary.right()));
            case "or" -> Values.isTrue(left) || Values.isTrue(value(binary.right()));
            case "as" -> binary.right() instanceof Node.TypeName type ? cast(type.name(), left) : left;
            default -> {
                Object right = value(binary.right());
                yield Operators.apply(binary.operator(), left, right instanceof TypeValue type ? type.named() : right);
            }
        };
    }

    private @Nullable Object member(Node.Member member) throws PsError, InterruptedException {
        try {
            return member.isStatic() && member.target() instanceof Node.TypeName type
                    ? interpreter.type(type.name()).getStatic(member.name())
                    : Members.get(value(member.target()), member.name());
        } catch (DotNetException noSuchProperty) {
            // PowerShell takes a property that is not there for null
            return null;
        }
    }

    private @Nullable Object invoke(Node.Invoke invoke) throws PsError, InterruptedException {
        List<Argument> arguments = new ArrayList<>();
        for (Node argument : invoke.arguments()) {
            arguments.add(new Argument(value(argument)));
        }
        try {
            if (!invoke.isStatic()) {
                return Members.call(value(invoke.target()), invoke.name(), arguments);
            }
            if (!(invoke.target() instanceof Node.TypeName type)) {
                throw DotNetException.noMember("this", invoke.name());
            }
            DotNetType called = interpreter.type(type.name());
            return invoke.name().equalsIgnoreCase("new")
                    ? called.create(arguments)
                    : called.callStatic(invoke.name(), arguments);
        } catch (DotNetException thrown) {
            throw PsError.ofCall(invoke.name(), arguments.size(), thrown);
        }
    }

    private static @Nullable Object element(@Nullable Object target, @Nullable Object index) throws PsError {
        int number = Values.whole(index);
        if (target instanceof String text) {
            int at = number < 0 ? text.length() + number : number;
            return at >= 0 && at < text.length() ? String.valueOf(text.charAt(at)) : null;
        }
        List<@Nullable Object> list = Values.list(target);
        int at = number < 0 ? list.size() + number : number;
        return at >= 0 && at < list.size() ? list.get(at) : null;
    }

    @Nullable
    Object cast(String type, @Nullable Object value) throws PsError {
        return switch (BuiltInTypes.named(type)) {
            case "system.boolean" -> Values.isTrue(value);
            case "system.int32", "system.int64" -> Values.whole(value);
            case "system.string" -> Values.text(value);
            case "system.void" -> null;
            case "string[]", "object[]", "array" -> Values.list(value);
            default -> {
                DotNetType wanted = interpreter.type(type);
                if (value instanceof DotNetObject object && object.type().is(wanted)) {
                    yield value;
                }
                throw PsError.of(
                        "\"" + Values.text(value) + "\" cannot be used as " + wanted.fullName() + ".",
                        "ConvertToFinalInvalidCastException");
            }
        };
    }
}
