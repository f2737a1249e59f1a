package org.handover.step;

/** Starts ENTSSO on the former master, where it comes up as the master secret server again: roll-back. */
public final class StartFormerDelegate extends StartEntsso {

    public static final String STEP = "startFormer";

    public StartFormerDelegate() {
        super(STEP, StopFormerDelegate.STEP, StepRun::formerMaster, Role.MASTER);
    }
}
