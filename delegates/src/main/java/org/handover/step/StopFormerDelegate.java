package org.handover.step;

/** Stops ENTSSO on the former master, which the SSO database names again: roll-back, the first half of its restart. */
public final class StopFormerDelegate extends StopEntsso {

    public static final String STEP = "stopFormer";

    public StopFormerDelegate() {
        super(STEP, StepRun::formerMaster);
    }
}
