package org.handover.lab.program.powershell;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.handover.lab.dotnet.DotNetException;
import org.jspecify.annotations.Nullable;

/** Cmdlets that print, wait, or pass on what came through the pipe. */
final class PipelineCmdlets {
    private PipelineCmdlets() {}

    static Map<String, Cmdlet> all() {
        return Map.ofEntries(
                Map.entry("Write-Output", PipelineCmdlets::write),
                Map.entry("echo", PipelineCmdlets::write),
                Map.entry("write", PipelineCmdlets::write),
                Map.entry("Write-Host", PipelineCmdlets::show),
                Map.entry("Out-Null", call -> {}),
                Map.entry("Out-String", PipelineCmdlets::asText),
                Map.entry("Where-Object", PipelineCmdlets::where),
                Map.entry("where", PipelineCmdlets::where),
                Map.entry("?", PipelineCmdlets::where),
                Map.entry("ForEach-Object", PipelineCmdlets::forEach),
                Map.entry("%", PipelineCmdlets::forEach),
                Map.entry("Select-Object", PipelineCmdlets::select),
                Map.entry("select", PipelineCmdlets::select),
                Map.entry("Start-Sleep", PipelineCmdlets::sleep),
                Map.entry("sleep", PipelineCmdlets::sleep));
    }

    private static void write(Cmdlet.Call call) throws PsError, InterruptedException {
        call.input().forEach(call.out()::put);
        for (Node.Word word : call.words()) {
            call.out().put(call.interpreter().expressions().value(word.value()));
        }
    }

    /** It goes to the screen, whatever collects the output. */
    private static void show(Cmdlet.Call call) throws PsError, InterruptedException {
        StringBuilder line = new StringBuilder();
        for (Node.Word word : call.words()) {
            line.append(line.isEmpty() ? "" : " ")
                    .append(Values.text(call.interpreter().expressions().value(word.value())));
        }
        call.interpreter().console().outLine(line.toString());
    }

    private static void asText(Cmdlet.Call call) {
        call.out().put(call.input().stream().map(Values::text).collect(Collectors.joining("\r\n")));
    }

    private static void where(Cmdlet.Call call) throws PsError, InterruptedException {
        for (Object each : call.input()) {
            Output.Collector answer = new Output.Collector();
            with(call, each, answer);
            if (Values.isTrue(Values.unwrapped(answer.values()))) {
                call.out().put(each);
            }
        }
    }

    private static void forEach(Cmdlet.Call call) throws PsError, InterruptedException {
        for (Object each : call.input()) {
            with(call, each, call.out());
        }
    }

    private static void with(Cmdlet.Call call, @Nullable Object value, Output out)
            throws PsError, InterruptedException {
        Object block = call.words().size() == 1
                ? call.interpreter().expressions().value(call.words().get(0).value())
                : null;
        if (!(block instanceof Node.ScriptBlock script)) {
            throw PsError.of(call.name() + " : a block in braces is needed.", "AmbiguousParameterSet");
        }
        Object before = call.interpreter().variable("_");
        call.interpreter().set("_", value);
        call.interpreter().runInside(script.block(), out);
        call.interpreter().set("_", before);
    }

    private static void select(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("-First", "-Last", "-ExpandProperty");
        List<@Nullable Object> values = call.input();
        if (given.has("First")) {
            values = values.subList(0, howMany(given, "First", values));
        } else if (given.has("Last")) {
            values = values.subList(values.size() - howMany(given, "Last", values), values.size());
        }
        for (Object each : values) {
            try {
                call.out().put(given.has("ExpandProperty") ? Members.get(each, given.text("ExpandProperty")) : each);
            } catch (DotNetException noSuchProperty) {
                call.interpreter().failed(PsError.of(noSuchProperty.text(), "ExpandPropertyNotFound"));
            }
        }
    }

    private static int howMany(Cmdlet.Parameters given, String parameter, List<@Nullable Object> values)
            throws PsError {
        int many = Values.whole(given.value(parameter).orElse(0));
        if (many < 0) {
            throw PsError.of(
                    "Select-Object : -" + parameter + " takes no number below 0.", "ParameterArgumentValidationError");
        }
        return Math.min(many, values.size());
    }

    private static void sleep(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("Seconds", "-Milliseconds");
        long millis = Values.whole(given.value("Seconds").orElse(0)) * 1000L
                + Values.whole(given.value("Milliseconds").orElse(0));
        if (millis < 0) {
            throw PsError.of("Nobody sleeps for less than no time.", "ParameterArgumentValidationError");
        }
        Thread.sleep(millis);
    }
}
