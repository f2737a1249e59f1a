package org.handover.step;

import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;

/**
 * The inverse of {@link DisableFormerDelegate}: ENTSSO on the former master is started as it was started before, and the
 * services that ran with it run again. It comes up as an ordinary SSO server.
 */
public final class EnableFormerDelegate implements SequenceDelegate {

    public static final String STEP = "enableFormer";
    static final String ENABLE = STEP + ".enable";
    static final String START = STEP + ".start";
    static final String START_DEPENDENTS = STEP + ".startDependents";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public List<RemoteDelegate> acts() {
        return List.of(new Enable(), new Start(), new StartDependents());
    }

    private static final class Enable extends SetStartType {
        Enable() {
            super(ENABLE);
        }

        @Override
        String wanted(StepRun run) {
            return StopEntsso.noted(
                    run.journal().attempts(run.failover().id(), DisableFormerDelegate.DISABLE), START_TYPE);
        }
    }

    private static final class Start extends StartEntsso {
        Start() {
            super(START, DisableFormerDelegate.STOP, StepRun::formerMaster, Role.MEMBER);
        }

        @Override
        public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
            return run.journal()
                            .attempts(run.failover().id(), DisableFormerDelegate.STOP)
                            .isEmpty()
                    ? new Probe.Done("It did not run before this run disabled it, so it stays stopped.")
                    : super.probe(run, attempts);
        }
    }

    private static final class StartDependents extends StartStoppedServices {
        StartDependents() {
            super(START_DEPENDENTS, List.of(DisableFormerDelegate.STOP), StepRun::formerMaster);
        }
    }
}
