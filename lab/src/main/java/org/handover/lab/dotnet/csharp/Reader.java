package org.handover.lab.dotnet.csharp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.dotnet.csharp.Code.Passed;
import org.handover.lab.dotnet.csharp.Tokens.Kind;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a source: classes with fields and methods, and what stands in these. */
final class Reader {
    private static final Set<String> MODIFIERS =
            Set.of("public", "private", "internal", "protected", "static", "sealed", "readonly", "override", "virtual");
    private static final Map<String, Integer> STRENGTH = Map.ofEntries(
            Map.entry("??", 1),
            Map.entry("||", 2),
            Map.entry("&&", 3),
            Map.entry("==", 4),
            Map.entry("!=", 4),
            Map.entry("<", 5),
            Map.entry(">", 5),
            Map.entry("<=", 5),
            Map.entry(">=", 5),
            Map.entry("+", 6),
            Map.entry("-", 6),
            Map.entry("*", 7),
            Map.entry("/", 7),
            Map.entry("%", 7));
    private static final int TYPE_TEST = 5;

    private final Tokens tokens;
    private final List<Code.Declaration> classes = new ArrayList<>();
    private final List<String> usings = new ArrayList<>();
    private final List<Code.Mention> mentioned = new ArrayList<>();

    private Reader(Tokens tokens) {
        this.tokens = tokens;
    }

    static Code.Source read(String source) throws CSharpException {
        Reader reader = new Reader(new Tokens(source));
        reader.declarations("");
        if (reader.tokens.peek().kind() != Kind.END) {
            throw reader.tokens.unexpected("the end is expected");
        }
        return new Code.Source(reader.usings, reader.classes, reader.mentioned);
    }

    private void declarations(String namespace) throws CSharpException {
        while (tokens.peek().kind() != Kind.END && !tokens.at("}")) {
            if (tokens.take("using")) {
                usings.add(dotted());
                tokens.expect(";");
            } else if (tokens.take("namespace")) {
                String name = dotted();
                tokens.expect("{");
                tokens.enter();
                declarations(name);
                tokens.leave();
                tokens.expect("}");
            } else {
                modifiers();
                tokens.expect("class");
                classes.add(declaration(namespace));
            }
        }
    }

    private boolean modifiers() {
        boolean isStatic = false;
        while (tokens.peek().kind() == Kind.WORD
                && MODIFIERS.contains(tokens.peek().text())) {
            isStatic |= tokens.next().text().equals("static");
        }
        return isStatic;
    }

    private Code.Declaration declaration(String namespace) throws CSharpException {
        String name = tokens.word();
        List<String> bases = new ArrayList<>();
        if (tokens.take(":")) {
            do {
                bases.add(mentioned(type()));
            } while (tokens.take(","));
        }
        List<Code.Field> fields = new ArrayList<>();
        List<Code.Method> methods = new ArrayList<>();
        tokens.expect("{");
        while (!tokens.take("}")) {
            boolean isStatic = modifiers();
            String type = mentioned(type());
            String member = tokens.at("(") ? ".ctor" : tokens.word();
            if (tokens.take("(")) {
                List<Code.Parameter> parameters = parameters();
                methods.add(new Code.Method(type, member, isStatic, parameters, block()));
            } else {
                fields.add(new Code.Field(type, member, isStatic, tokens.take("=") ? expression() : null));
                tokens.expect(";");
            }
        }
        return new Code.Declaration(name, namespace, bases, fields, methods);
    }

    private List<Code.Parameter> parameters() throws CSharpException {
        List<Code.Parameter> parameters = new ArrayList<>();
        while (!tokens.take(")")) {
            boolean reference = tokens.take("out") || tokens.take("ref");
            parameters.add(new Code.Parameter(mentioned(type()), tokens.word(), reference));
            tokens.take(",");
        }
        return parameters;
    }

    private String dotted() throws CSharpException {
        StringBuilder name = new StringBuilder(tokens.word());
        while (tokens.take(".")) {
            name.append('.').append(tokens.word());
        }
        return name.toString();
    }

    /** The type's name; what a generic type is made of is read and left out. */
    private String type() throws CSharpException {
        String name = dotted();
        if (tokens.take("<")) {
            tokens.enter();
            do {
                type();
            } while (tokens.take(","));
            tokens.expect(">");
            tokens.leave();
        }
        while (tokens.at("[") && tokens.is(1, "]")) {
            tokens.next();
            tokens.next();
        }
        return name;
    }

    /** Empty where what stands here is an expression, or nothing. */
    private Optional<String> typeHere() {
        int depth = tokens.depth();
        try {
            return Optional.of(type());
        } catch (CSharpException noType) {
            tokens.depth(depth);
            return Optional.empty();
        }
    }

    private String mentioned(String type) {
        mentioned.add(new Code.Mention(type, tokens.peek().line()));
        return type;
    }

    private Code.Block block() throws CSharpException {
        List<Code> statements = new ArrayList<>();
        tokens.expect("{");
        while (!tokens.take("}")) {
            statements.add(statement());
        }
        return new Code.Block(statements);
    }

    private Code statement() throws CSharpException {
        tokens.enter();
        Code statement = anyStatement();
        tokens.leave();
        return statement;
    }

    private Code anyStatement() throws CSharpException {
        if (tokens.at("{")) {
            return block();
        }
        if (tokens.take("if")) {
            tokens.expect("(");
            Code condition = expression();
            tokens.expect(")");
            Code yes = statement();
            return new Code.If(condition, yes, tokens.take("else") ? statement() : null);
        }
        if (tokens.take("foreach")) {
            tokens.expect("(");
            mentioned(type());
            String name = tokens.word();
            tokens.expect("in");
            Code all = expression();
            tokens.expect(")");
            return new Code.ForEach(name, all, statement());
        }
        Code simple;
        if (tokens.take("return")) {
            simple = new Code.Return(tokens.at(";") ? null : expression());
        } else if (tokens.take("throw")) {
            simple = new Code.Throw(expression());
        } else {
            Optional<Code> declared = declared();
            simple = declared.isPresent() ? declared.get() : expression();
        }
        tokens.expect(";");
        return simple;
    }

    private Optional<Code> declared() throws CSharpException {
        int mark = tokens.mark();
        if (tokens.peek().kind() == Kind.WORD && !tokens.at("new")) {
            Optional<String> type = typeHere();
            if (type.isPresent() && tokens.peek().kind() == Kind.WORD && (tokens.is(1, "=") || tokens.is(1, ";"))) {
                String name = tokens.word();
                mentioned(type.get());
                return Optional.of(new Code.Declare(type.get(), name, tokens.take("=") ? expression() : null));
            }
        }
        tokens.back(mark);
        return Optional.empty();
    }

    private Code expression() throws CSharpException {
        tokens.enter();
        Code expression = assigned();
        tokens.leave();
        return expression;
    }

    private Code assigned() throws CSharpException {
        Code left = binary(1);
        if (tokens.take("=")) {
            return new Code.Assign(left, expression());
        }
        if (tokens.take("?")) {
            Code yes = expression();
            tokens.expect(":");
            return new Code.Choice(left, yes, expression());
        }
        return left;
    }

    private Code binary(int weakest) throws CSharpException {
        Code left = unary();
        while (true) {
            if (weakest <= TYPE_TEST && (tokens.at("as") || tokens.at("is"))) {
                boolean test = tokens.next().text().equals("is");
                left = new Code.As(left, mentioned(type()), test);
                continue;
            }
            @Nullable
            Integer strength = tokens.peek().kind() == Kind.SIGN
                    ? STRENGTH.get(tokens.peek().text())
                    : null;
            if (strength == null || strength < weakest) {
                return left;
            }
            left = new Code.Binary(tokens.next().text(), left, binary(strength + 1));
        }
    }

    private Code unary() throws CSharpException {
        tokens.enter();
        Code value = signed();
        tokens.leave();
        return value;
    }

    private Code signed() throws CSharpException {
        if (tokens.take("!")) {
            return new Code.Not(unary());
        }
        if (tokens.take("-")) {
            return new Code.Binary("-", new Code.Literal(0), unary());
        }
        Optional<Code> cast = cast();
        return cast.isPresent() ? cast.get() : postfix(primary());
    }

    /** A type in parentheses is a cast when something follows that can be cast. */
    private Optional<Code> cast() throws CSharpException {
        int mark = tokens.mark();
        if (tokens.take("(") && tokens.peek().kind() == Kind.WORD) {
            Optional<String> type = typeHere();
            if (type.isPresent()
                    && tokens.take(")")
                    && ((tokens.peek().kind() == Kind.WORD && !tokens.at("as") && !tokens.at("is"))
                            || tokens.peek().kind() == Kind.TEXT
                            || tokens.peek().kind() == Kind.NUMBER
                            || tokens.at("("))) {
                return Optional.of(new Code.Cast(mentioned(type.get()), unary()));
            }
        }
        tokens.back(mark);
        return Optional.empty();
    }

    private Code primary() throws CSharpException {
        Tokens.Token here = tokens.peek();
        if (here.kind() == Kind.TEXT) {
            return new Code.Literal(tokens.next().text());
        }
        if (here.kind() == Kind.NUMBER) {
            return new Code.Literal(number(tokens.next()));
        }
        if (tokens.take("(")) {
            Code inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (tokens.take("new")) {
            String type = mentioned(type());
            tokens.expect("(");
            return new Code.New(type, passed());
        }
        String name = tokens.word();
        return switch (name) {
            case "true" -> new Code.Literal(true);
            case "false" -> new Code.Literal(false);
            case "null" -> new Code.Literal(null);
            default -> new Code.Name(name);
        };
    }

    private static int number(Tokens.Token token) throws CSharpException {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new CSharpException(
                    token.line(), "CS1021: the number is too large, or no int, which is all that the lab's C# knows.");
        }
    }

    private Code postfix(Code first) throws CSharpException {
        Code code = first;
        while (true) {
            if (tokens.take(".")) {
                code = new Code.Member(code, tokens.word());
            } else if (tokens.take("(")) {
                code = new Code.Call(code, passed());
            } else if (tokens.take("[")) {
                code = new Code.Element(code, expression());
                tokens.expect("]");
            } else {
                return code;
            }
        }
    }

    private List<Passed> passed() throws CSharpException {
        List<Passed> passed = new ArrayList<>();
        while (!tokens.take(")")) {
            boolean reference = tokens.take("out") || tokens.take("ref");
            passed.add(new Passed(expression(), reference));
            if (!tokens.at(")")) {
                tokens.expect(",");
            }
        }
        return passed;
    }
}
