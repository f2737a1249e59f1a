package org.handover.step;

import java.util.List;

/** Proves that the server that was to become master has got the secret from the former one: roll-back. */
public final class ProveNewIsMemberDelegate extends ProveMember {

    public static final String STEP = "proveNewIsMember";

    public ProveNewIsMemberDelegate() {
        super(STEP, List.of(StopNewDelegate.STEP, StartNewDelegate.STEP), StepRun::newMaster);
    }
}
