package org.handover.app.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.handover.journal.Failover;
import org.jspecify.annotations.Nullable;

/**
 * What somebody reads.
 *
 * @param incident the one that is told, by its id, where the target tells incidents
 * @param mark what the run is when it is not the real thing; empty where it is
 * @param taskUrl where the task is answered, where there is one
 * @param runUrl the run's page on the board
 */
record Message(
        UUID id,
        Instant at,
        Occasion occasion,
        Failover run,
        @Nullable String incident,
        String mark,
        Happening happening,
        @Nullable String taskUrl,
        String runUrl) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** One line: the mark, which run, what. */
    String title() {
        Happening.Task task = happening.task();
        String what = task == null || occasion != Occasion.TASK_WAITING
                ? occasion.headline()
                : "%s: %s".formatted(occasion.headline(), task.name());
        return "%s%s (%s) %s".formatted(mark.isEmpty() ? "" : mark + ": ", run.id(), run.ssoSystem(), what);
    }

    /** What stands above the rest where no real server is touched; empty otherwise. */
    String warning() {
        return mark.isEmpty() ? "" : mark + ": no real server is touched.";
    }

    /** What one has to know of the run, by what it is called. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("SSO system", "%s of the estate %s".formatted(run.ssoSystem(), run.estate()));
        facts.put("Change", "%s → %s, %s".formatted(run.formerMaster(), run.newMaster(), run.situation()));
        facts.put("Asked for by", run.requestedBy() + (run.requestedFor() == null ? "" : " for " + run.requestedFor()));
        Happening.Task task = happening.task();
        if (task != null && task.dueAt() != null) {
            facts.put("Answer by", TIME.format(task.dueAt()));
        }
        facts.put("Happened", TIME.format(at));
        return facts;
    }

    /** All of it as plain text. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (!mark.isEmpty()) {
            text.append(warning()).append("\n\n");
        }
        text.append(happening.sentence()).append("\n\n");
        text.append(facts().entrySet().stream()
                .map(fact -> "%s: %s".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n")));
        if (taskUrl != null) {
            text.append("\n\nAnswer it: ").append(taskUrl);
        }
        return text.append("\nThe run: ").append(runUrl).append('\n').toString();
    }
}
