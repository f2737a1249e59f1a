package org.handover.lab.dotnet.csharp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** One method as it runs: its variables, and what each statement does. */
final class Running {
    private static final int INVALID_OPERATION = 0x80131509;
    private static final int EXCEPTION = 0x80131500;

    private final CSharp compiler;
    private final CompiledClass home;
    private final CompiledClass.@Nullable Instance self;
    private final Map<String, Argument> variables = new HashMap<>();

    Running(CSharp compiler, CompiledClass home, CompiledClass.@Nullable Instance self) {
        this.compiler = compiler;
        this.home = home;
        this.self = self;
    }

    private record Returned(@Nullable Object value) {}

    @Nullable
    Object initial(Code.Field field) throws DotNetException, InterruptedException {
        return field.value() == null ? zero(field.type()) : value(field.value());
    }

    @Nullable
    Object run(Code.Method method, List<Argument> arguments) throws DotNetException, InterruptedException {
        for (int i = 0; i < arguments.size(); i++) {
            Code.Parameter parameter = method.parameters().get(i);
            Argument argument = arguments.get(i);
            variables.put(parameter.name(), parameter.reference() ? argument : new Argument(argument.value()));
        }
        return carryOut(method.body()).map(Returned::value).orElse(null);
    }

    private Optional<Returned> carryOut(Code statement) throws DotNetException, InterruptedException {
        if (statement instanceof Code.Block block) {
            for (Code each : block.statements()) {
                Optional<Returned> returned = carryOut(each);
                if (returned.isPresent()) {
                    return returned;
                }
            }
        } else if (statement instanceof Code.Return result) {
            return Optional.of(new Returned(result.value() == null ? null : value(result.value())));
        } else if (statement instanceof Code.If branch) {
            if (isTrue(branch.condition())) {
                return carryOut(branch.yes());
            }
            return branch.no() == null ? Optional.empty() : carryOut(branch.no());
        } else if (statement instanceof Code.ForEach loop) {
            return each(loop);
        } else if (statement instanceof Code.Throw thrown) {
            Object what = value(thrown.value());
            throw new DotNetException("Exception", EXCEPTION, String.valueOf(what));
        } else if (statement instanceof Code.Declare declared) {
            Object first = declared.value() == null ? zero(declared.type()) : value(declared.value());
            variables.put(declared.name(), new Argument(first));
        } else {
            value(statement);
        }
        return Optional.empty();
    }

    private Optional<Returned> each(Code.ForEach loop) throws DotNetException, InterruptedException {
        if (!(value(loop.all()) instanceof List<?> all)) {
            throw new DotNetException("InvalidOperationException", INVALID_OPERATION, "This cannot be walked through.");
        }
        for (Object item : all) {
            variables.put(loop.name(), new Argument(item));
            Optional<Returned> returned = carryOut(loop.body());
            if (returned.isPresent()) {
                return returned;
            }
        }
        return Optional.empty();
    }

    private boolean isTrue(Code condition) throws DotNetException, InterruptedException {
        return Boolean.TRUE.equals(value(condition));
    }

    private @Nullable Object value(Code code) throws DotNetException, InterruptedException {
        if (code instanceof Code.Literal literal) {
            return literal.value();
        } else if (code instanceof Code.Name name) {
            return name.name().equals("this") ? self : variable(name.name()).value();
        } else if (code instanceof Code.Member member) {
            return member(member);
        } else if (code instanceof Code.Call call) {
            return call(call);
        } else if (code instanceof Code.Element element) {
            return object(element.target()).call("get_Item", Argument.of(value(element.index())));
        } else if (code instanceof Code.New made) {
            return type(made.type()).create(passed(made.arguments()));
        } else if (code instanceof Code.Cast cast) {
            return cast(value(cast.value()), cast.type());
        } else if (code instanceof Code.As as) {
            Object value = value(as.value());
            boolean fits = value != null && fits(value, as.type());
            return as.test() ? (Object) fits : fits ? value : null;
        } else if (code instanceof Code.Assign assign) {
            return assign(assign);
        } else if (code instanceof Code.Not not) {
            return !isTrue(not.value());
        } else if (code instanceof Code.Choice choice) {
            return value(isTrue(choice.condition()) ? choice.yes() : choice.no());
        } else if (code instanceof Code.Binary binary) {
            return binary(binary);
        }
        throw new IllegalStateException("no value: " + code);
    }

    private Argument variable(String name) throws DotNetException {
        return known(name).orElseThrow(() -> DotNetException.noMember(home.fullName(), name));
    }

    private Optional<Argument> known(String name) throws DotNetException {
        if (variables.containsKey(name)) {
            return Optional.ofNullable(variables.get(name));
        }
        Optional<Argument> field = self == null
                ? Optional.empty()
                : Optional.ofNullable(self.fields().get(name));
        return field.isPresent() ? field : home.staticField(name);
    }

    private @Nullable Object member(Code.Member member) throws DotNetException, InterruptedException {
        Optional<DotNetType> type = namedType(member.target());
        if (type.isPresent()) {
            return type.get().getStatic(member.name());
        }
        Object target = value(member.target());
        if (target instanceof String text && member.name().equals("Length")) {
            return text.length();
        }
        return asObject(target).get(member.name());
    }

    /** A name that is no variable, or names with dots, may be a type. */
    private Optional<DotNetType> namedType(Code target) throws DotNetException {
        if (target instanceof Code.Name name) {
            return known(name.name()).isPresent() || name.name().equals("this")
                    ? Optional.empty()
                    : compiler.type(name.name());
        }
        return target instanceof Code.Member member ? compiler.type(dotted(member)) : Optional.empty();
    }

    private static String dotted(Code code) {
        if (code instanceof Code.Member member) {
            return dotted(member.target()) + "." + member.name();
        }
        return code instanceof Code.Name name ? name.name() : "";
    }

    private @Nullable Object call(Code.Call call) throws DotNetException, InterruptedException {
        List<Argument> arguments = passed(call.arguments());
        if (call.target() instanceof Code.Name name) {
            return self != null && home.method(name.name(), arguments, false).isPresent()
                    ? self.call(name.name(), arguments)
                    : home.callStatic(name.name(), arguments);
        }
        if (!(call.target() instanceof Code.Member member)) {
            throw DotNetException.noMember(home.fullName(), "()");
        }
        Optional<DotNetType> type = namedType(member.target());
        if (type.isPresent()) {
            return type.get().callStatic(member.name(), arguments);
        }
        Object target = value(member.target());
        if (target != null && member.name().equals("ToString") && arguments.isEmpty()) {
            return target.toString();
        }
        return asObject(target).call(member.name(), arguments);
    }

    private List<Argument> passed(List<Code.Passed> all) throws DotNetException, InterruptedException {
        List<Argument> arguments = new ArrayList<>();
        for (Code.Passed passed : all) {
            arguments.add(
                    passed.reference() && passed.value() instanceof Code.Name name
                            ? variable(name.name())
                            : new Argument(value(passed.value())));
        }
        return arguments;
    }

    private @Nullable Object assign(Code.Assign assign) throws DotNetException, InterruptedException {
        Object value = value(assign.value());
        if (assign.target() instanceof Code.Name name) {
            variable(name.name()).value(value);
        } else if (assign.target() instanceof Code.Element element) {
            object(element.target()).call("set_Item", Argument.of(value(element.index()), value));
        } else if (assign.target() instanceof Code.Member member
                && value(member.target()) instanceof CompiledClass.Instance instance
                && instance.fields().containsKey(member.name())) {
            instance.fields().put(member.name(), new Argument(value));
        } else {
            throw DotNetException.noMember(home.fullName(), "=");
        }
        return value;
    }

    private DotNetObject object(Code code) throws DotNetException, InterruptedException {
        return asObject(value(code));
    }

    private static DotNetObject asObject(@Nullable Object value) throws DotNetException {
        if (value == null) {
            throw DotNetException.nullReference();
        }
        if (value instanceof DotNetObject object) {
            return object;
        }
        throw DotNetException.noMember(value.getClass().getSimpleName(), "that");
    }

    private DotNetType type(String name) throws DotNetException {
        return compiler.type(name).orElseThrow(() -> DotNetException.noMember(name, ".ctor"));
    }

    private @Nullable Object cast(@Nullable Object value, String type) throws DotNetException {
        if (value == null || fits(value, type)) {
            return value;
        }
        throw DotNetException.noCast(
                value instanceof DotNetObject object
                        ? object.type().fullName()
                        : value.getClass().getSimpleName(),
                type);
    }

    private boolean fits(Object value, String type) throws DotNetException {
        return switch (type) {
            case "object" -> true;
            case "string" -> value instanceof String;
            case "int" -> value instanceof Integer;
            case "bool" -> value instanceof Boolean;
            default -> value instanceof DotNetObject object && object.type().is(type(type));
        };
    }

    private @Nullable Object binary(Code.Binary binary) throws DotNetException, InterruptedException {
        String operator = binary.operator();
        Object left = value(binary.left());
        if (operator.equals("&&") || operator.equals("||")) {
            return operator.equals("&&") == Boolean.TRUE.equals(left) ? isTrue(binary.right()) : left;
        }
        if (operator.equals("??")) {
            return left != null ? left : value(binary.right());
        }
        Object right = value(binary.right());
        if (operator.equals("==") || operator.equals("!=")) {
            return operator.equals("==") == Objects.equals(left, right);
        }
        if (operator.equals("+") && (left instanceof String || right instanceof String)) {
            return text(left) + text(right);
        }
        if (left instanceof Integer one && right instanceof Integer two) {
            return number(operator, one, two);
        }
        throw new DotNetException(
                "InvalidOperationException", INVALID_OPERATION, operator + " does not fit these values.");
    }

    private static Object number(String operator, int one, int two) throws DotNetException {
        return switch (operator) {
            case "+" -> one + two;
            case "-" -> one - two;
            case "*" -> one * two;
            case "<" -> one < two;
            case ">" -> one > two;
            case "<=" -> one <= two;
            case ">=" -> one >= two;
            default -> {
                if (two == 0) {
                    throw new DotNetException("DivideByZeroException", 0x80020012, "Nothing divides by zero.");
                }
                yield operator.equals("/") ? one / two : one % two;
            }
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static @Nullable Object zero(String type) {
        return switch (type) {
            case "int" -> 0;
            case "bool" -> false;
            default -> null;
        };
    }
}
