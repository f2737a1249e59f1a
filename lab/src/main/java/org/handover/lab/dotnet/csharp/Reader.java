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
                declarations(name);
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
            do {
                type();
            } while (tokens.take(","));
            tokens.expect(">");
        }
        while (tokens.at("[") && tokens.is(1, "]")) {
            tokens.next();
            tokens.next();
        }
        return name;
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
            try {
                String type = type();
                if (tokens.peek().kind() == Kind.WORD && (tokens.is(1, "=") || tokens.is(1, ";"))) {
                    String name = tokens.word();
                    mentioned(type);
                    return Optional.of(new Code.Declare(type, name, tokens.take("=") ? expression() : null));
                }
            } catch (CSharpException noType) {
                // it is an expression, which is read from its beginning
            }
        }
        tokens.back(mark);
        return Optional.empty();
    }

    private Code expression() throws CSharpException {
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
            try {
                String type = type();
                if (tokens.take(")")
                        && ((tokens.peek().kind() == Kind.WORD && !tokens.at("as") && !tokens.at("is"))
                                || tokens.peek().kind() == Kind.TEXT
                                || tokens.peek().kind() == Kind.NUMBER
                                || tokens.at("("))) {
                    return Optional.of(new Code.Cast(mentioned(type), unary()));
                }
            } catch (CSharpException noType) {
                // it is an expression in parentheses
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
            return new Code.Literal(Integer.parseInt(tokens.next().text()));
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
