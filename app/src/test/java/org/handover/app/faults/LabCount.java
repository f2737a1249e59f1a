package org.handover.app.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges a run by what the lab's servers were really typed and really did, and by nothing that the application says of itself.
 *
 * @param typed what each server was typed, in the order in which it came
 * @param changes what changed on each server
 */
record LabCount(List<Line> typed, List<Line> changes) {

    private static final Pattern CLAIM = Pattern.compile("^md \"?([^\"&]*\\\\Claims\\\\[^\"&]+?)\"?(?: && (.*))?$");

    /** What the procedure changes, each once a run. */
    enum Act {
        UPDATE("-updatedb", "secretServer=", "-displaydb"),
        STOP("net stop ENTSSO", "ENTSSO stopped", "sc queryex"),
        START("net start ENTSSO", "ENTSSO started", "sc queryex"),
        RESTORE("-restoresecret", "master secret restored", "wevtutil|reg query");

        private final String command;
        private final String effect;
        private final Pattern probe;

        Act(String command, String effect, String probe) {
            this.command = command;
            this.effect = effect;
            this.probe = Pattern.compile(probe);
        }
    }

    record Line(String server, long number, Instant at, String what) {}

    /** @param fenced command lines whose claim somebody else had taken, so that the server did not carry them out */
    record Verdict(List<String> repeated, List<String> lost, int fenced) {}

    /** How far a server's counters had come when a run began. */
    record Since(Map<String, Long> typed, Map<String, Long> changes) {

        static Since now(JsonNode commands) {
            Map<String, Long> typed = new LinkedHashMap<>();
            Map<String, Long> changes = new LinkedHashMap<>();
            for (JsonNode server : commands.path("servers")) {
                typed.put(
                        server.path("name").asText(), server.path("typedCount").asLong());
                changes.put(
                        server.path("name").asText(), server.path("changeCount").asLong());
            }
            return new Since(typed, changes);
        }
    }

    static LabCount of(JsonNode commands, Since since) {
        List<Line> typed = new ArrayList<>();
        List<Line> changes = new ArrayList<>();
        for (JsonNode server : commands.path("servers")) {
            String name = server.path("name").asText();
            add(server.path("typed"), "commandLine", name, since.typed().getOrDefault(name, 0L), typed);
            add(server.path("changes"), "what", name, since.changes().getOrDefault(name, 0L), changes);
        }
        return new LabCount(typed, changes);
    }

    private static void add(JsonNode entries, String field, String server, long after, List<Line> lines) {
        for (JsonNode entry : entries) {
            if (entry.path("number").asLong() > after) {
                lines.add(new Line(
                        server,
                        entry.path("number").asLong(),
                        Instant.parse(entry.path("at").asText()),
                        entry.path(field).asText()));
            }
        }
        lines.sort(Comparator.comparing(Line::at).thenComparing(Line::number));
    }

    /** How often something was done. */
    long effects(Act act) {
        return changes.stream()
                .filter(line -> line.what().startsWith(act.effect))
                .count();
    }

    /** Whether this command line's act has been typed since. */
    boolean isTyped(String commandLine, Instant since) {
        for (Act act : Act.values()) {
            if (commandLine.contains(act.command)) {
                return typed.stream()
                        .anyMatch(line ->
                                line.what().contains(act.command) && !line.at().isBefore(since));
            }
        }
        return false;
    }

    /** Whether this command line's act has been carried out since. */
    static boolean isDone(String commandLine, Instant since, List<Line> changes) {
        for (Act act : Act.values()) {
            if (commandLine.contains(act.command)) {
                return changes.stream()
                        .anyMatch(line ->
                                line.what().startsWith(act.effect) && !line.at().isBefore(since));
            }
        }
        return false;
    }

    /** Whether anything was typed that changes something. */
    long acted() {
        return typed.stream()
                .filter(line -> List.of(Act.values()).stream()
                        .anyMatch(act -> line.what().contains(act.command)))
                .count();
    }

    /** @param ended whether the run came to its end and is said to have succeeded */
    Verdict judge(boolean ended, String masterNow, String masterWanted) {
        List<String> repeated = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        int fenced = 0;
        Set<String> claimed = new HashSet<>();
        Map<Act, List<Line>> carriedOut = new LinkedHashMap<>();
        for (Line line : typed) {
            Matcher claim = CLAIM.matcher(line.what());
            boolean mine = !claim.matches() || claimed.add(line.server() + " " + claim.group(1));
            for (Act act : Act.values()) {
                if (line.what().contains(act.command)) {
                    if (mine) {
                        carriedOut
                                .computeIfAbsent(act, any -> new ArrayList<>())
                                .add(line);
                    } else {
                        fenced++;
                    }
                }
            }
        }
        for (Act act : Act.values()) {
            List<Line> lines = carriedOut.getOrDefault(act, List.of());
            for (int i = 1; i < lines.size(); i++) {
                again(act, lines.get(i - 1), lines.get(i), repeated);
            }
            if (effects(act) > 1 && repeated.isEmpty()) {
                repeated.add("%s %d times".formatted(act.effect, effects(act)));
            }
            if (ended && effects(act) == 0) {
                lost.add(act.effect + " never came about");
            }
        }
        if (!ended) {
            lost.add("the run did not come to its end");
        } else if (!masterNow.equals(masterWanted)) {
            lost.add("the SSO database names %s and not %s".formatted(masterNow, masterWanted));
        }
        return new Verdict(repeated, lost, fenced);
    }

    /** Typed again is right only after a look in between, and only where it had not happened. */
    private void again(Act act, Line first, Line second, List<String> repeated) {
        boolean probed = typed.stream()
                .filter(line -> line.server().equals(second.server()))
                .filter(line -> line.number() > first.number() && line.number() < second.number())
                .anyMatch(line -> act.probe.matcher(line.what()).find());
        boolean happened = changes.stream()
                .filter(line -> line.what().startsWith(act.effect))
                .anyMatch(line -> line.at().isBefore(second.at()));
        if (!probed || happened) {
            repeated.add("%s was typed at %s and at %s, %s"
                    .formatted(
                            act.command,
                            first.at(),
                            second.at(),
                            happened ? "and had happened" : "without a probe in between"));
        }
    }
}
