package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.ProcessConsole;
import org.jspecify.annotations.Nullable;

/** One process of PowerShell: its variables and types, and what each statement does. */
final class Interpreter {
    private static final String PREFERENCE = "ErrorActionPreference";

    private final Invocation invocation;
    private final Map<String, String> environment;
    private final boolean markedUp;
    private final Map<String, Object> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<DotNetType> types = new ArrayList<>();
    private final Expressions expressions = new Expressions(this);
    private final Commands commands;
    private int lastExitCode;
    private boolean well = true;
    private boolean exited;
    private int trying;
    private boolean errorsHidden;

    /** @param markedUp whether errors come as XML, as they do without a console after {@code -EncodedCommand} */
    Interpreter(Invocation invocation, Map<String, String> environment, boolean markedUp) {
        this.invocation = invocation;
        this.environment = environment;
        this.markedUp = markedUp;
        this.commands = new Commands(this);
        types.addAll(new BuiltInTypes(invocation).all());
        variables.put(PREFERENCE, "Continue");
    }

    Invocation invocation() {
        return invocation;
    }

    Map<String, String> environment() {
        return environment;
    }

    Expressions expressions() {
        return expressions;
    }

    boolean exited() {
        return exited;
    }

    /** What {@code exit} ends. */
    private static final class Exit extends Exception {
        private final int code;

        Exit(int code) {
            super("exit " + code);
            this.code = code;
        }
    }

    /** Reads the whole script before the first statement of it runs. Answers with the exit code. */
    int script(String script) throws InterruptedException {
        Screen screen = new Screen(invocation.console());
        try {
            run(ScriptReader.read(script), screen);
            return well ? 0 : 1;
        } catch (ParseException e) {
            printError("ParserError: " + e.getMessage());
            return 1;
        } catch (PsError e) {
            screen.endTable();
            printError(e.shown());
            return 1;
        } catch (Exit e) {
            exited = true;
            return e.code;
        } catch (StackOverflowError callsOfCalls) {
            printError(PsError.of("The script calls itself deeper than the lab's PowerShell goes.", "CallDepthOverflow")
                    .shown());
            return 1;
        } finally {
            screen.endTable();
        }
    }

    private void run(Node.Block block, Output out) throws PsError, Exit, InterruptedException {
        for (Node statement : block.statements()) {
            try {
                well = true;
                statement(statement, out);
            } catch (PsError e) {
                well = false;
                if (trying > 0 || e.endsScript() || stops()) {
                    throw e;
                }
                report(e);
            }
        }
    }

    /** Runs what stands in {@code $( )} or in a block of a cmdlet. */
    void runInside(Node.Block block, Output out) throws PsError, InterruptedException {
        try {
            run(block, out);
        } catch (Exit e) {
            throw PsError.thrown("The lab's PowerShell knows exit only outside of a block.");
        }
    }

    private void statement(Node statement, Output out) throws PsError, Exit, InterruptedException {
        if (statement instanceof Node.Assign assign) {
            assign(assign);
        } else if (statement instanceof Node.If branch) {
            if (Values.isTrue(value(branch.condition()))) {
                run(branch.yes(), out);
            } else if (branch.no() instanceof Node.Block no) {
                run(no, out);
            } else if (branch.no() != null) {
                statement(branch.no(), out);
            }
        } else if (statement instanceof Node.While loop) {
            while (Values.isTrue(value(loop.condition()))) {
                run(loop.body(), out);
            }
        } else if (statement instanceof Node.ForEach loop) {
            for (Object each : Values.list(value(loop.all()))) {
                set(loop.variable(), each);
                run(loop.body(), out);
            }
        } else if (statement instanceof Node.Try attempt) {
            attempt(attempt, out);
        } else if (statement instanceof Node.Throw thrown) {
            throw PsError.thrown(thrown.value() == null ? "ScriptHalted" : Values.text(value(thrown.value())));
        } else if (statement instanceof Node.Exit exit) {
            throw new Exit(exit.value() == null ? 0 : Values.whole(value(exit.value())));
        } else if (statement instanceof Node.Pipeline pipeline) {
            commands.run(pipeline, out);
        } else {
            out.put(expressions.value(statement));
        }
    }

    private void attempt(Node.Try attempt, Output out) throws PsError, Exit, InterruptedException {
        try {
            trying++;
            try {
                run(attempt.body(), out);
            } finally {
                trying--;
            }
        } catch (PsError e) {
            if (attempt.caught() == null) {
                throw e;
            }
            Object before = variables.get("_");
            set("_", e.record());
            run(attempt.caught(), out);
            set("_", before);
        } finally {
            if (attempt.end() != null) {
                run(attempt.end(), out);
            }
        }
    }

    private void assign(Node.Assign assign) throws PsError, Exit, InterruptedException {
        Node target = assign.target();
        String type = target instanceof Node.Cast cast ? cast.type() : null;
        String name = ((Node.Variable) (target instanceof Node.Cast cast ? cast.value() : target)).name();
        Object value = value(assign.value());
        if (!assign.operator().equals("=")) {
            value = Operators.apply(assign.operator().substring(0, 1), variable(name), value);
        }
        set(name, type == null ? value : expressions.cast(type, value));
    }

    /** What a statement leaves: nothing, one value, or a list. */
    @Nullable
    Object value(Node node) throws PsError, InterruptedException {
        if (isExpression(node)) {
            return expressions.value(node);
        }
        Output.Collector collector = new Output.Collector();
        try {
            statement(node, collector);
        } catch (Exit e) {
            throw PsError.thrown("The lab's PowerShell knows exit only outside of an expression.");
        }
        return Values.unwrapped(collector.values());
    }

    private static boolean isExpression(Node node) {
        return !(node instanceof Node.Pipeline
                || node instanceof Node.If
                || node instanceof Node.Try
                || node instanceof Node.ForEach
                || node instanceof Node.While
                || node instanceof Node.Assign
                || node instanceof Node.Throw
                || node instanceof Node.Exit);
    }

    @Nullable
    Object variable(String name) {
        if (name.regionMatches(true, 0, "env:", 0, 4)) {
            return environment.get(name.substring(4));
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            case "?" -> well;
            case "lastexitcode" -> lastExitCode;
            case "pid" -> 4242;
            default -> variables.get(name);
        };
    }

    void set(String name, @Nullable Object value) {
        if (name.regionMatches(true, 0, "env:", 0, 4)) {
            environment.put(name.substring(4), Values.text(value));
        } else if (value == null) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
    }

    void programEnded(int exitCode) {
        lastExitCode = exitCode;
        well = exitCode == 0;
    }

    List<DotNetType> types() {
        return types;
    }

    void addTypes(List<DotNetType> more) {
        types.addAll(0, more);
    }

    /** @throws PsError where no assembly that was loaded has it */
    DotNetType type(String name) throws PsError {
        String full = BuiltInTypes.named(name);
        return types.stream()
                .filter(type -> type.fullName().equalsIgnoreCase(full)
                        || type.fullName().equalsIgnoreCase("System." + full))
                .findFirst()
                .orElseThrow(() -> PsError.of("The type [" + name + "] is not found.", "TypeNotFound"));
    }

    private boolean stops() {
        return Values.text(variables.get(PREFERENCE)).equalsIgnoreCase("Stop");
    }

    /** An error that ends nothing, unless it is caught or {@code $ErrorActionPreference} says so. */
    void failed(PsError error) throws PsError {
        well = false;
        if (stops()) {
            throw error;
        }
        report(error);
    }

    private void report(PsError error) {
        boolean silent = Values.text(variables.get(PREFERENCE)).equalsIgnoreCase("SilentlyContinue");
        if (!silent && !errorsHidden) {
            printError(error.shown());
        }
    }

    /** What runs inside shows no errors. */
    boolean hideErrors(boolean hidden) {
        boolean before = errorsHidden;
        errorsHidden = hidden;
        return before;
    }

    ProcessConsole console() {
        return invocation.console();
    }

    Optional<Object> current() {
        return Optional.ofNullable(variables.get("_"));
    }

    private void printError(String text) {
        if (!markedUp) {
            invocation.console().errLine(text);
            return;
        }
        StringBuilder marked = new StringBuilder("#< CLIXML\r\n<Objs Version=\"1.1.0.1\""
                + " xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">");
        for (String line : text.split("\r\n", -1)) {
            marked.append("<S S=\"Error\">")
                    .append(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
                    .append("_x000D__x000A_</S>");
        }
        invocation.console().err(marked.append("</Objs>").toString());
    }
}
