package org.handover.app.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** When a fault comes: at any time, as soon as something was typed, or as soon as it is done on the server. */
enum Moment {
    ANY,
    TYPED,
    DONE;

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    static Moment of(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** Waits for it; false where nothing is under way then. */
    boolean await(Bed bed, Random random) throws SQLException {
        List<Bed.OpenRun> open = bed.open();
        return !open.isEmpty() && await(bed, open.get(random.nextInt(open.size())), random);
    }

    /** Waits for it in one run. */
    boolean await(Bed bed, Bed.OpenRun watched, Random random) throws SQLException {
        Duration later = Duration.ofMillis(random.nextInt(this == ANY ? 4000 : 250));
        long before = seen(watched);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> this == ANY ? !bed.engine().leases().isEmpty() : seen(watched) > before);
        } catch (ConditionTimeoutException notNow) {
            // then at any time
        }
        Pause.of(later);
        return !bed.engine().leases().isEmpty();
    }

    private long seen(Bed.OpenRun run) {
        if (this == ANY) {
            return 0;
        }
        LabCount count = run.count();
        long done = 0;
        for (LabCount.Act act : LabCount.Act.values()) {
            done += count.effects(act);
        }
        return this == DONE ? done : count.acted();
    }
}
