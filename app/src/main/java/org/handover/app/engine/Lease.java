package org.handover.app.engine;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ExternalTaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's lease on one remote step, held by one fetch of it. */
final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final ExternalTaskService externalTasks;
    private final String taskId;
    private final String worker;
    private final Thread holder = Thread.currentThread();
    private boolean lost;
    private boolean ended;

    Lease(ExternalTaskService externalTasks, String taskId, String worker) {
        this.externalTasks = externalTasks;
        this.taskId = taskId;
        this.worker = worker;
    }

    /** Whether the engine still has this very fetch as the holder. */
    boolean held() {
        return externalTasks
                        .createExternalTaskQuery()
                        .externalTaskId(taskId)
                        .workerId(worker)
                        .locked()
                        .count()
                == 1;
    }

    synchronized boolean lost() {
        return lost;
    }

    /** Extends the lease until the heartbeat is ended; then the task can be completed. */
    Heartbeat beat(ScheduledExecutorService heartbeats, long everyMillis, long leaseMillis) {
        ScheduledFuture<?> beating = heartbeats.scheduleAtFixedRate(
                () -> extend(leaseMillis), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return () -> {
            beating.cancel(false);
            synchronized (this) {
                ended = true;
            }
        };
    }

    @FunctionalInterface
    interface Heartbeat {

        /** After this returns, none is under way. */
        void end();
    }

    /** A heartbeat that fails because the database is away is tried again; one that the engine refuses ends the step. */
    private synchronized void extend(long leaseMillis) {
        if (ended || lost) {
            return;
        }
        try {
            externalTasks.extendLock(taskId, worker, leaseMillis);
        } catch (RuntimeException refusedOrDatabaseAway) {
            if (!stillMine()) {
                lost = true;
                holder.interrupt();
            }
        }
    }

    /** The step has ended here without a result: another fetch may have it now. */
    synchronized void giveBack() {
        if (lost) {
            return;
        }
        try {
            externalTasks.extendLock(taskId, worker, 1);
        } catch (RuntimeException lapses) {
            LOG.debug("The lease on {} lapses by itself.", taskId, lapses);
        }
    }

    private boolean stillMine() {
        try {
            return held();
        } catch (RuntimeException databaseAway) {
            return true;
        }
    }
}
