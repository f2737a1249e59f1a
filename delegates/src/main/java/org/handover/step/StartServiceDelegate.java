package org.handover.step;

/** Starts ENTSSO on the new server, where it comes up as the master secret server: the second half of its restart. */
public final class StartServiceDelegate extends StartEntsso {

    public static final String STEP = "startService";

    public StartServiceDelegate() {
        super(STEP, StopServiceDelegate.STEP, StepRun::newMaster, Role.MASTER);
    }
}
