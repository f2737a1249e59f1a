package org.handover.app.engine;

import java.time.Instant;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;

/** Hears of each task that comes up for people, in the transaction in which it does. */
public interface WaitingTasks {

    /**
     * @param task its id, as links and REST name it
     * @param name as Tasklist shows it
     */
    void comesUp(FailoverId failover, HumanTask human, String task, String name, @Nullable Instant dueAt);
}
