package org.handover.step;

import java.util.List;
import org.handover.tool.StartType;

/**
 * Stops ENTSSO on the former master and keeps it from being started (law 2). Which services ran, and how ENTSSO was started, is
 * noted with the intents first; {@link EnableFormerDelegate} is the inverse. It is disabled before it is stopped, so that
 * nothing starts it in between.
 */
public final class DisableFormerDelegate implements SequenceDelegate {

    public static final String STEP = "disableFormer";
    static final String DISABLE = STEP + ".disable";
    static final String STOP = STEP + ".stop";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public List<RemoteDelegate> acts() {
        return List.of(new Disable(), new Stop());
    }

    private static final class Disable extends SetStartType {
        Disable() {
            super(DISABLE);
        }

        @Override
        String wanted(StepRun run) {
            return StartType.DISABLED.word();
        }
    }

    private static final class Stop extends StopEntsso {
        Stop() {
            super(STOP, StepRun::formerMaster);
        }
    }
}
