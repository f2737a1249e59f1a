package org.handover.step;

import java.util.List;

/** Starts the dependent services again on the server that was to become master, whichever half of the run stopped them. */
public final class StartNewsDependentsDelegate extends StartStoppedServices {

    public static final String STEP = "startNewsDependents";

    public StartNewsDependentsDelegate() {
        super(STEP, List.of(StopServiceDelegate.STEP, StopNewDelegate.STEP), StepRun::newMaster);
    }
}
