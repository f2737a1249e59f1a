package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads statements, pipelines and commands; what stands in them is read by {@link ExpressionReader} and {@link WordReader}. */
final class ScriptReader {
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?i)(function|filter|param|switch|do|for|class|enum|using|begin|process|data|trap)(?![\\w.-])");
    private static final Pattern ASSIGNMENT = Pattern.compile("[-+]?=(?!=)");
    private static final Pattern NOWHERE = Pattern.compile("(?i)1?>\\s*\\$null\\b");
    private static final Pattern ERRORS_NOWHERE = Pattern.compile("(?i)2>\\s*\\$null\\b");
    private static final Pattern CATCHES = Pattern.compile("\\[[\\w.]+\\]");

    private final Source source;
    private final ExpressionReader expressions;
    private final WordReader words;

    private ScriptReader(String script) {
        this.source = new Source(script);
        this.expressions = new ExpressionReader(source, this);
        this.words = new WordReader(source, expressions, this);
    }

    WordReader words() {
        return words;
    }

    /** Reads the whole script, as PowerShell does before it runs the first statement of it. */
    static Node.Block read(String script) throws ParseException {
        ScriptReader reader = new ScriptReader(script);
        Node.Block block = reader.block('\0');
        if (!reader.source.ended()) {
            throw unexpected(reader.source);
        }
        return block;
    }

    static ParseException unexpected(Source source) {
        return source.ended()
                ? new ParseException("Something is missing at the end.")
                : new ParseException(
                        "'" + source.here() + "' cannot stand here, or the lab's PowerShell does not know it.");
    }

    /** Statements up to a character, which is not taken. */
    Node.Block block(char end) throws ParseException {
        List<Node> statements = new ArrayList<>();
        source.skipSeparators();
        while (!source.ended() && source.here() != end) {
            statements.add(statement());
            source.skipBlanks();
            if (source.starts("&&") || source.starts("||")) {
                throw new ParseException(
                        "'" + source.here() + source.here() + "' is no separator of statements in this version.");
            }
            if (!source.ended() && source.here() != end && ";\r\n}".indexOf(source.here()) < 0) {
                throw unexpected(source);
            }
            if (source.here() == '}' && end != '}') {
                throw unexpected(source);
            }
            source.skipSeparators();
        }
        return new Node.Block(statements);
    }

    private Node.Block braces() throws ParseException {
        source.skipLines();
        source.expect("{");
        Node.Block block = block('}');
        source.expect("}");
        return block;
    }

    Node statement() throws ParseException {
        source.enter();
        Node statement = anyStatement();
        source.leave();
        return statement;
    }

    private Node anyStatement() throws ParseException {
        if (source.takeWord("if")) {
            return branches();
        } else if (source.takeWord("while")) {
            return new Node.While(condition(), braces());
        } else if (source.takeWord("foreach")) {
            return forEach();
        } else if (source.takeWord("try")) {
            return attempt();
        } else if (source.takeWord("throw")) {
            return new Node.Throw(rest());
        } else if (source.takeWord("exit") || source.takeWord("return")) {
            return new Node.Exit(rest());
        } else if (source.look(UNKNOWN).isPresent()) {
            throw unexpected(source);
        }
        return pipeline();
    }

    private @Nullable Node rest() throws ParseException {
        source.skipBlanks();
        return source.ended() || ";\r\n})".indexOf(source.here()) >= 0 ? null : pipeline();
    }

    private Node condition() throws ParseException {
        source.skipLines();
        source.expect("(");
        source.skipLines();
        Node condition = pipeline();
        source.skipLines();
        source.expect(")");
        return condition;
    }

    private Node branches() throws ParseException {
        Node condition = condition();
        Node.Block yes = braces();
        int mark = source.mark();
        source.skipLines();
        if (source.takeWord("elseif")) {
            source.enter();
            Node no = branches();
            source.leave();
            return new Node.If(condition, yes, no);
        }
        if (source.takeWord("else")) {
            return new Node.If(condition, yes, braces());
        }
        source.back(mark);
        return new Node.If(condition, yes, null);
    }

    private Node forEach() throws ParseException {
        source.skipLines();
        source.expect("(");
        source.skipLines();
        if (!(expressions.expression() instanceof Node.Variable variable)) {
            throw unexpected(source);
        }
        source.skipLines();
        if (!source.takeWord("in")) {
            throw unexpected(source);
        }
        source.skipLines();
        Node all = pipeline();
        source.skipLines();
        source.expect(")");
        return new Node.ForEach(variable.name(), all, braces());
    }

    private Node attempt() throws ParseException {
        Node.Block body = braces();
        Node.Block caught = null;
        Node.Block end = null;
        int mark = source.mark();
        source.skipLines();
        if (source.takeWord("catch")) {
            source.skipLines();
            source.take(CATCHES);
            caught = braces();
            mark = source.mark();
            source.skipLines();
        }
        if (source.takeWord("finally")) {
            end = braces();
        } else {
            source.back(mark);
        }
        if (caught == null && end == null) {
            throw new ParseException("try needs catch or finally.");
        }
        return new Node.Try(body, caught, end);
    }

    Node pipeline() throws ParseException {
        List<Node> elements = new ArrayList<>();
        boolean silent = false;
        Node.Errors errors = Node.Errors.SHOWN;
        do {
            source.skipLines();
            Node element = element();
            source.skipBlanks();
            if (elements.isEmpty() && isTarget(element)) {
                Optional<Matcher> assigned = source.take(ASSIGNMENT);
                if (assigned.isPresent()) {
                    source.skipLines();
                    return new Node.Assign(element, assigned.get().group(), statement());
                }
            }
            elements.add(element);
            for (boolean more = true; more; source.skipBlanks()) {
                if (source.take(ERRORS_NOWHERE).isPresent()) {
                    errors = Node.Errors.NOWHERE;
                } else if (source.take("2>&1")) {
                    errors = Node.Errors.OUTPUT;
                } else if (source.take(NOWHERE).isPresent()) {
                    silent = true;
                } else {
                    more = false;
                }
            }
        } while (!source.starts("||") && source.take("|"));
        return elements.size() == 1 && !silent && !(elements.get(0) instanceof Node.Command)
                ? elements.get(0)
                : new Node.Pipeline(elements, silent, errors);
    }

    private static boolean isTarget(Node node) {
        return node instanceof Node.Variable
                || (node instanceof Node.Cast cast && cast.value() instanceof Node.Variable);
    }

    private Node element() throws ParseException {
        return expressions.startsHere() ? expressions.expression() : command();
    }

    private Node command() throws ParseException {
        if (source.here() == '&' && source.ahead(1) != '&') {
            source.next();
            source.skipBlanks();
        }
        List<Node.Word> read = new ArrayList<>();
        @Nullable String verbatim = null;
        while (!source.ended()) {
            source.skipBlanks();
            if (source.starts("--%") && !read.isEmpty()) {
                source.take("--%");
                verbatim = source.restOfLine();
                break;
            }
            if (source.ended() || ";|)}\r\n".indexOf(source.here()) >= 0 || redirects()) {
                break;
            }
            if (source.here() == '&') {
                if (source.ahead(1) == '&') {
                    break;
                }
                throw unexpected(source);
            }
            read.add(words.word());
        }
        if (read.isEmpty()) {
            throw unexpected(source);
        }
        return new Node.Command(read.get(0).value(), read.subList(1, read.size()), verbatim);
    }

    private boolean redirects() {
        return source.look(NOWHERE).isPresent() || source.look(ERRORS_NOWHERE).isPresent() || source.starts("2>&1");
    }
}
