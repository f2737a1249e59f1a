package org.handover.app.failover;

import org.handover.journal.FailoverId;

/** Hears of each incident of a tool that comes to belong to a run, in the transaction in which it does. */
public interface IncidentListener {

    /**
     * @param source which tool
     * @param id of the incident there
     */
    void attached(FailoverId run, String source, String id);
}
