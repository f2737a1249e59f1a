package org.handover.app.faults;

import java.time.Duration;
import java.util.Random;

/** What a run of the harness was given: the seed of every choice, and how long it may take. */
record Seed(long value, Duration time) {

    static Seed given() {
        String seed = System.getProperty("handover.faults.seed", "");
        String minutes = System.getProperty("handover.faults.minutes", "20");
        return new Seed(
                seed.isEmpty() ? new Random().nextInt(Integer.MAX_VALUE) : Long.parseLong(seed),
                Duration.ofSeconds(Math.round(Double.parseDouble(minutes) * 60)));
    }

    /** A fault's choices do not depend on how many another one made. */
    Random of(String fault) {
        return new Random(value ^ fault.hashCode());
    }
}
