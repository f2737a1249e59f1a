package org.handover.step;

import java.time.Duration;

/** How long the plan lets a step's command run. */
final class Limits {

    private Limits() {}

    static Duration of(StepRun run, String step) {
        return Duration.ofSeconds(run.plan().step(step).limitSeconds());
    }
}
