package org.handover.app.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody reads.
 *
 * @param mark what it is when it is not the real thing; empty where it is
 * @param taskUrl where the task is answered, where there is one
 * @param url the page of the board
 */
record Message(
        UUID id,
        Instant at,
        Occasion occasion,
        Context context,
        String mark,
        Happening happening,
        @Nullable String taskUrl,
        String url) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** One line: the mark, what it is about, what happens. */
    String title() {
        Happening.Task task = happening.task();
        String what = task == null || occasion != Occasion.TASK_WAITING
                ? occasion.headline()
                : "%s: %s".formatted(occasion.headline(), task.name());
        return "%s%s %s".formatted(mark.isEmpty() ? "" : mark + ": ", context.name(), what);
    }

    /** What stands above the rest where no real server is touched; empty otherwise. */
    String warning() {
        return mark.isEmpty() ? "" : mark + ": no real server is touched.";
    }

    /** What one has to know, by what it is called. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(context.facts());
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
        return text.append("\n%s: %s\n".formatted(context.page(), url)).toString();
    }
}
