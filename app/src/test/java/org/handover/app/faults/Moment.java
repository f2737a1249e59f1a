package org.handover.app.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** When a fault comes: at any time, as soon as a change was typed, or as soon as it is done on the server. */
enum Moment {
    ANY,
    TYPED,
    DONE;

    private static final Duration UNTIL_BUSY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** So many steps a node carries out at once. */
    private static final int AT_ONCE = 16;

    static Moment of(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** Waits for it in any run, once most of those that are open have a step under way; false where none has then. */
    boolean await(Bed bed, Random random) throws SQLException {
        int most = Math.min(AT_ONCE, bed.open().size() * 3 / 4);
        atMost(UNTIL_BUSY, () -> bed.engine().leases().size() >= most);
        return await(bed, bed.open(), random);
    }

    /** Waits for it in one of these runs; false where nothing is under way then. */
    boolean await(Bed bed, List<Bed.OpenRun> runs, Random random) throws SQLException {
        Duration later = Duration.ofMillis(random.nextInt(this == ANY ? 2000 : 250));
        Instant now = Instant.now();
        if (this != ANY) {
            atMost(PATIENCE, () -> hasCome(bed, runs, now));
        }
        Pause.of(later);
        return !bed.engine().leases().isEmpty();
    }

    private boolean hasCome(Bed bed, List<Bed.OpenRun> runs, Instant since) throws SQLException {
        for (EngineRows.Intent intent : bed.engine().openIntents()) {
            Instant opened = intent.openedAt().toInstant();
            for (Bed.OpenRun run : runs) {
                if (run.id().equals(intent.run()) && opened.isAfter(since)) {
                    LabCount count = run.count();
                    if (this == TYPED
                            ? count.isTyped(intent.commandLine(), opened)
                            : LabCount.isDone(intent.commandLine(), opened, count.changes())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void atMost(Duration time, Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(50)).until(condition);
        } catch (ConditionTimeoutException notNow) {
            // then at any time
        }
    }
}
