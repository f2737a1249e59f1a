package org.handover.step;

import java.util.List;
import org.handover.tool.EventRecord;

/** What a server's log says of the newest start of ENTSSO: what an earlier start said is over. */
final class LastStart {

    /** ENTSSO begins to start, with SSL to SQL Server or without (docs/entsso.md 5.4). */
    static final int STARTING = 10501;

    static final int STARTING_WITHOUT_SSL = 10611;

    private LastStart() {}

    /** Those of the events that came with the newest start or after it, the start's own first event left out; all of them where none of them is one. */
    static List<EventRecord> in(List<EventRecord> events) {
        long began = events.stream()
                .filter(LastStart::begins)
                .mapToLong(EventRecord::recordId)
                .max()
                .orElse(Long.MIN_VALUE);
        return events.stream()
                .filter(event -> event.recordId() > began && !begins(event))
                .toList();
    }

    private static boolean begins(EventRecord event) {
        return event.id() == STARTING || event.id() == STARTING_WITHOUT_SSL;
    }
}
