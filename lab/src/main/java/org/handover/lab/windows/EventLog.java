package org.handover.lab.windows;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The Application event log. Record ids start at 1 on each server, grow by one, and never repeat, also not over a restart of
 * the lab; the oldest events go when the log is full. Source: docs/entsso.md 5.2.
 */
public final class EventLog {

    /** An event's level, with the number that its XML carries. */
    public enum Level {
        INFORMATION(4),
        WARNING(3),
        ERROR(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * One event.
     *
     * @param id without severity and facility, e.g. 10523
     * @param parameters the insertion strings in their order
     */
    public record Event(
            long recordId, Instant at, String source, int id, Level level, String message, List<String> parameters) {}

    private static final int KEPT = 20_000;

    private final Clock clock;
    private final JsonLines<Event> lines;

    EventLog(Path file, Clock clock) {
        this.clock = clock;
        this.lines = new JsonLines<>(file, Event.class, KEPT);
    }

    /**
     * Adds an event with the time of the server's clock.
     *
     * @return its record id
     */
    public synchronized long write(String source, int id, Level level, String message, List<String> parameters) {
        Event newest = lines.newest();
        long recordId = newest == null ? 1 : newest.recordId() + 1;
        lines.append(new Event(recordId, clock.instant(), source, id, level, message, List.copyOf(parameters)));
        return recordId;
    }

    /** Oldest first. */
    public List<Event> events() {
        return lines.all();
    }
}
