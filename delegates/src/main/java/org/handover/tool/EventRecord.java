package org.handover.tool;

import java.time.Instant;
import java.util.List;

/**
 * One entry of the Application log.
 *
 * @param recordId the log's own number of the entry; later entries have higher ones
 * @param id the event id, 10523 for example
 * @param source who wrote it
 * @param level 2 error, 3 warning, 4 (or 0) information
 * @param timeCreated by the server's clock
 * @param data the parameters of the message, in their order
 */
public record EventRecord(long recordId, int id, String source, int level, Instant timeCreated, List<String> data) {
    public EventRecord {
        data = List.copyOf(data);
    }
}
