package org.handover.app.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a run of the harness was given.
 *
 * @param value the seed of every choice
 * @param time how long faults may come
 * @param trials how many interrupted steps are enough of one fault
 * @param only the faults that are wanted; all of them where there are none
 */
record Seed(long value, Duration time, int trials, List<Fault> only) {

    /** What is done to the application, and its part of the time. */
    enum Fault {
        KILLED(0.4),
        STOPPED(0.2),
        DATABASE(0.2),
        NETWORK(0.2),
        LONG(0);

        private final double part;

        Fault(double part) {
            this.part = part;
        }
    }

    static Seed given() {
        String seed = System.getProperty("handover.faults.seed", "");
        String minutes = System.getProperty("handover.faults.minutes", "20");
        String only = System.getProperty("handover.faults.only", "");
        return new Seed(
                seed.isEmpty() ? new Random().nextInt(Integer.MAX_VALUE) : Long.parseLong(seed),
                Duration.ofSeconds(Math.round(Double.parseDouble(minutes) * 60)),
                Integer.getInteger("handover.faults.trials", Integer.MAX_VALUE),
                only.isEmpty()
                        ? List.of()
                        : Arrays.stream(only.split(","))
                                .map(fault -> Fault.valueOf(fault.toUpperCase(Locale.ROOT)))
                                .toList());
    }

    boolean wants(Fault fault) {
        return only.isEmpty() || only.contains(fault);
    }

    /** A fault's choices do not depend on how many another one made. */
    Random of(Fault fault) {
        return new Random(value ^ fault.name().hashCode());
    }

    /** As {@link #of(Fault)}, for one of several threads. */
    Random of(Fault fault, int thread) {
        return new Random((value ^ fault.name().hashCode()) * 31 + thread);
    }

    /** The time of a fault, from now on; it ends when there were enough trials, too. */
    Share share(Fault fault) {
        double all = Arrays.stream(Fault.values())
                .filter(this::wants)
                .mapToDouble(each -> each.part)
                .sum();
        return new Share(System.nanoTime() + Math.round(time.toNanos() * fault.part / all), trials);
    }

    record Share(long until, int trials) {
        boolean isLeft(int tried) {
            return System.nanoTime() < until && tried < trials;
        }
    }
}
