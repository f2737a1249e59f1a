package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.WindowsServer;
import org.handover.lab.windows.WindowsServer.Installed;
import org.jspecify.annotations.Nullable;

/** Runs pipelines: cmdlets, programs and expressions, each given what the one before it left. */
final class Commands {
    private final Interpreter interpreter;
    private final Map<String, Cmdlet> cmdlets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Commands(Interpreter interpreter) {
        this.interpreter = interpreter;
        Stream.of(
                        new ServiceCmdlets(interpreter.invocation()).all(),
                        new FileCmdlets(interpreter.invocation()).all(),
                        NetCmdlets.all(),
                        ClusterCmdlets.all(),
                        DotNetCmdlets.all(),
                        PipelineCmdlets.all())
                .forEach(cmdlets::putAll);
    }

    void run(Node.Pipeline pipeline, Output out) throws PsError, InterruptedException {
        List<@Nullable Object> input = List.of();
        boolean hidden = interpreter.hideErrors(pipeline.errors() == Node.Errors.NOWHERE);
        try {
            int last = pipeline.elements().size() - 1;
            for (int i = 0; i <= last; i++) {
                Output.Collector collector = new Output.Collector();
                Output to = i < last ? collector : pipeline.silent() ? Output.NOWHERE : out;
                Node element = pipeline.elements().get(i);
                if (element instanceof Node.Command command) {
                    command(command, i > 0, input, to, pipeline.errors());
                } else {
                    to.put(interpreter.value(element));
                }
                input = collector.values();
            }
        } finally {
            interpreter.hideErrors(hidden);
        }
    }

    private void command(
            Node.Command command, boolean piped, List<@Nullable Object> input, Output out, Node.Errors errors)
            throws PsError, InterruptedException {
        Object called = interpreter.expressions().value(command.name());
        if (called instanceof Node.ScriptBlock block) {
            interpreter.runInside(block.block(), out);
            return;
        }
        String name = Values.text(called);
        Cmdlet cmdlet = cmdlets.get(name);
        if (cmdlet != null) {
            cmdlet(cmdlet, name, command, input, out);
            return;
        }
        Installed program = find(name)
                .orElseThrow(() -> PsError.of(
                        name + " : PowerShell knows no cmdlet or program of this name.", "CommandNotFoundException"));
        ProgramConsole console = new ProgramConsole(interpreter.console(), out, errors, piped ? input : null);
        Invocation invocation = interpreter.invocation();
        int exit = invocation
                .server()
                .run(
                        program,
                        invocation.logon(),
                        tail(command),
                        invocation.currentDirectory(),
                        console,
                        interpreter.environment());
        console.flush();
        interpreter.programEnded(exit);
    }

    private void cmdlet(Cmdlet cmdlet, String name, Node.Command command, List<@Nullable Object> input, Output out)
            throws PsError, InterruptedException {
        List<Node.Word> words = new ArrayList<>(command.words());
        Object before = interpreter.variable("ErrorActionPreference");
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i).parameter() ? text(words.get(i)).toLowerCase(Locale.ROOT) : "";
            if (word.equals("-erroraction") || word.equals("-ea")) {
                interpreter.set("ErrorActionPreference", text(words.get(i + 1)));
                words.subList(i, i + 2).clear();
                break;
            }
        }
        try {
            cmdlet.run(new Cmdlet.Call(interpreter, name, words, input, out));
        } finally {
            interpreter.set("ErrorActionPreference", before);
        }
    }

    private String text(Node.Word word) throws PsError, InterruptedException {
        return Values.text(interpreter.expressions().value(word.value()));
    }

    /** An argument with a blank outside of quotes is put in quotes; quotes inside of it are not escaped. */
    private String tail(Node.Command command) throws PsError, InterruptedException {
        StringBuilder tail = new StringBuilder();
        for (Node.Word each : command.words()) {
            Object value = interpreter.expressions().value(each.value());
            for (Object item : value instanceof List<?> list ? list : Values.list(Values.text(value))) {
                String word = Values.text(item);
                tail.append(' ').append(needsQuotes(word) ? "\"" + word + trailingBackslashes(word) + "\"" : word);
            }
        }
        return tail.append(command.verbatim() == null ? "" : command.verbatim()).toString();
    }

    private static boolean needsQuotes(String word) {
        boolean quoted = false;
        char before = ' ';
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"' && before != '\\') {
                quoted = !quoted;
            } else if (!quoted && Character.isWhitespace(c)) {
                return true;
            }
            before = c;
        }
        return false;
    }

    private static String trailingBackslashes(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) == '\\') {
            end--;
        }
        return word.substring(end);
    }

    private Optional<Installed> find(String name) {
        boolean path = name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
        List<String> folders = path
                ? List.of(interpreter.invocation().currentDirectory())
                : List.of(interpreter.environment().getOrDefault("Path", "").split(";"));
        List<String> names = List.of(name, name + ".exe", name + ".com");
        WindowsServer server = interpreter.invocation().server();
        return folders.stream()
                .flatMap(folder -> names.stream().flatMap(each -> server.program(each, folder).stream()))
                .findFirst();
    }
}
