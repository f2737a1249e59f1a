package org.handover.step;

import java.util.List;

/** Starts the dependent services on the former master again: roll-back, after it is proven. */
public final class StartFormersDependentsDelegate extends StartStoppedServices {

    public static final String STEP = "startFormersDependents";

    public StartFormersDependentsDelegate() {
        super(STEP, List.of(StopFormerDelegate.STEP), StepRun::formerMaster);
    }
}
