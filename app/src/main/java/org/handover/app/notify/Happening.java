package org.handover.app.notify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said, and whom it concerns, as it was when it happened.
 *
 * @param groups whose members it concerns
 * @param people whom it concerns beside them, by user id
 */
record Happening(String sentence, List<String> groups, List<String> people, @Nullable Task task) {

    /** @param dueAt until when it can be answered, where there is such a time */
    record Task(String id, String key, String name, @Nullable Instant dueAt) {}
}
