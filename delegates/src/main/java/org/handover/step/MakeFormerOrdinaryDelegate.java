package org.handover.step;

import java.util.List;

/**
 * Makes the former master an ordinary SSO server again by restarting ENTSSO there (law 2): only a start looks who is master
 * (docs/entsso.md 12.1). The old secret stays under its SSOSS until a person removes it.
 */
public final class MakeFormerOrdinaryDelegate implements SequenceDelegate {

    public static final String STEP = "makeFormerOrdinary";
    static final String STOP = STEP + ".stop";
    static final String START = STEP + ".start";
    static final String PROVE = STEP + ".prove";
    static final String START_DEPENDENTS = STEP + ".startDependents";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public List<RemoteDelegate> acts() {
        return List.of(new Stop(), new Start(), new Prove(), new StartDependents());
    }

    private static final class Stop extends StopEntsso {
        Stop() {
            super(STOP, StepRun::formerMaster);
        }
    }

    private static final class Start extends StartEntsso {
        Start() {
            super(START, STOP, StepRun::formerMaster, Role.MEMBER);
        }
    }

    private static final class Prove extends ProveMember {
        Prove() {
            super(PROVE, List.of(STOP, START), StepRun::formerMaster);
        }
    }

    private static final class StartDependents extends StartStoppedServices {
        StartDependents() {
            super(START_DEPENDENTS, List.of(STOP), StepRun::formerMaster);
        }
    }
}
