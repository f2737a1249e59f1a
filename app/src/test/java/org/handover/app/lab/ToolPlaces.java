package org.handover.app.lab;

import org.springframework.jdbc.core.JdbcTemplate;

/** The places of the failovers that tools start, which all tests of an application share. */
final class ToolPlaces {

    private ToolPlaces() {}

    /** Runs of other tests that stand for real ones are not the next one's affair. */
    static void free(JdbcTemplate jdbc) {
        jdbc.update("update handover.held_start set state = 'withdrawn' where state = 'waiting'");
        jdbc.update("update handover.tool_place set failover_id = null");
    }
}
