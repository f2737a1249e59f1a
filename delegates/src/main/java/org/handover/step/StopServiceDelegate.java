package org.handover.step;

/** Stops ENTSSO on the new server: the first half of its restart there (docs/entsso.md 0.3). */
public final class StopServiceDelegate extends StopEntsso {

    public static final String STEP = "stopService";

    public StopServiceDelegate() {
        super(STEP, StepRun::newMaster);
    }
}
