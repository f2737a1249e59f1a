package org.handover.journal;

import java.util.List;

/** Tells people what cannot wait until they look: an approval that is late, a broken glass, an overdue review. */
public interface Notices {

    /** Everybody who has to do with Handover. */
    List<String> EVERYBODY = List.of("everybody");

    /**
     * Called in the transaction in which it happens; what is sent has to be sent after its commit.
     *
     * @param kind a word for what happened, such as {@code approval.late}
     * @param whom people by user id, or {@link #EVERYBODY}
     */
    void tell(Failover failover, String kind, List<String> whom, String sentence);
}
