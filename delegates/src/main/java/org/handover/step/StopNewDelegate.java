package org.handover.step;

/** Stops ENTSSO on the server that was to become master, only after the former is proven: roll-back. */
public final class StopNewDelegate extends StopEntsso {

    public static final String STEP = "stopNew";

    public StopNewDelegate() {
        super(STEP, StepRun::newMaster);
    }
}
