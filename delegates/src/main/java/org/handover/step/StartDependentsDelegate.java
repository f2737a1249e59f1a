package org.handover.step;

import java.util.List;

/** Starts the dependent services on the new server again, now that the secret is there (law 5). */
public final class StartDependentsDelegate extends StartStoppedServices {

    public static final String STEP = "startDependents";

    public StartDependentsDelegate() {
        super(STEP, List.of(StopServiceDelegate.STEP), StepRun::newMaster);
    }
}
