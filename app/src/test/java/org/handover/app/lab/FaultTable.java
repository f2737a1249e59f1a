package org.handover.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/faults.md, made from what the scenarios saw. What is another in each run stands there as an ellipsis. */
final class FaultTable {

    private static final Path FILE =
            Path.of("..", "docs", "faults.md").toAbsolutePath().normalize();

    private static final String HEAD =
            """
            # What the operator sees when something goes wrong

            Made by `EveryFaultTest` from what it saw; do not edit it. Each fault of the [lab](../lab/README.md#faults) has a failover that runs into it over SSH, on servers that really do what is said here,
            and that goes on to its end. The words in quotes are those of the forms. What is another in each run (numbers of records and processes, MSIDs, digests) is an ellipsis.
            What the lab cannot show about real servers stands in [windows-consoles.md](windows-consoles.md).

            Write it anew with `mvn -Plong test -pl workflows,forms,db,delegates,lab,app -Dtest=EveryFaultTest -Dsurefire.failIfNoSpecifiedTests=false -Dhandover.faults.write=true`.

            | fault | step | what the operator sees | what the runbook does |
            |---|---|---|---|
            """;

    private static final List<Map.Entry<Pattern, String>> MASKS = List.of(
            Map.entry(Pattern.compile("FO-\\d{6}"), "FO-…"),
            Map.entry(Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"), "…"),
            Map.entry(Pattern.compile("\\b[0-9a-fA-F]{64}\\b"), "…"),
            Map.entry(Pattern.compile("\\(record \\d+\\)"), "(record …)"),
            Map.entry(Pattern.compile("process \\d+"), "process …"),
            Map.entry(Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z"), "…"),
            Map.entry(Pattern.compile("127\\.0\\.0\\.1 port \\d+"), "its address"),
            Map.entry(Pattern.compile("[+-]\\d+ s\\b"), "… s"));

    private final String text;

    private FaultTable(String text) {
        this.text = text;
    }

    static FaultTable of(Map<FaultScenario, FaultStory> stories) {
        Map<String, FaultScenario> scenarios = stories.keySet().stream()
                .collect(Collectors.toMap(FaultScenario::fault, one -> one, (a, b) -> a, TreeMap::new));
        StringBuilder text = new StringBuilder(HEAD);
        scenarios.values().forEach(scenario -> text.append(row(scenario, stories.get(scenario))));
        text.append("\n## In sentences\n");
        scenarios.values().forEach(scenario -> text.append(sentences(scenario, stories.get(scenario))));
        return new FaultTable(text.toString());
    }

    static String committed() throws IOException {
        return Files.exists(FILE) ? Files.readString(FILE) : "";
    }

    void write() throws IOException {
        Files.writeString(FILE, text);
    }

    String text() {
        return text;
    }

    private static String row(FaultScenario scenario, FaultStory story) {
        FaultStory.Seen last = story.seen().get(story.seen().size() - 1);
        return "| [`%s`](#%s) | %s | %s | %s |\n"
                .formatted(
                        scenario.fault(),
                        scenario.fault(),
                        "`" + last.step() + "`",
                        cell(mask(last.sentence() + " " + last.more())),
                        cell(mask(lastAnswer(story) + "Ends " + story.end())));
    }

    private static String lastAnswer(FaultStory story) {
        return String.join(" ", story.acts()) + " ";
    }

    /** Its heading, and what it begins with. */
    static String given(FaultScenario scenario) {
        return "### %s\n\n**Given** %s, **when** %s,\n".formatted(scenario.fault(), scenario.given(), scenario.when());
    }

    private static String sentences(FaultScenario scenario, FaultStory story) {
        StringBuilder text = new StringBuilder();
        text.append('\n').append(given(scenario));
        for (FaultStory.Seen seen : story.seen()) {
            text.append("**then** the operator sees%s\n\n"
                    .formatted(seen.task().isEmpty() ? "" : " in the task `%s`".formatted(seen.task())));
            text.append("> ").append(mask(seen.sentence()).strip()).append('\n');
            if (!seen.more().isBlank()) {
                text.append(">\n");
                mask(seen.more())
                        .lines()
                        .forEach(line -> text.append("> ").append(line.strip()).append("\\\n"));
                text.setLength(text.length() - 2);
                text.append('\n');
            }
            if (!seen.decisions().isEmpty()) {
                text.append("\nand may answer ").append(seen.decisions()).append(".\n");
            }
            text.append('\n');
        }
        if (!story.acts().isEmpty()) {
            text.append("**And** goes on: ")
                    .append(mask(String.join(" ", story.acts())))
                    .append("\n\n");
        }
        return text.append("**It ends** ")
                .append(mask(story.end()))
                .append('\n')
                .toString();
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replaceAll("\\s*\\R\\s*", " ");
    }

    static String mask(String text) {
        String masked = text;
        for (Map.Entry<Pattern, String> mask : MASKS) {
            masked = mask.getKey().matcher(masked).replaceAll(mask.getValue());
        }
        return masked;
    }
}
