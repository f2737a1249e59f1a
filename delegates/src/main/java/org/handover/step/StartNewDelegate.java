package org.handover.step;

/** Starts ENTSSO on the server that was to become master, where it comes up as an ordinary SSO server: roll-back. */
public final class StartNewDelegate extends StartEntsso {

    public static final String STEP = "startNew";

    public StartNewDelegate() {
        super(STEP, StopNewDelegate.STEP, StepRun::newMaster, Role.MEMBER);
    }
}
