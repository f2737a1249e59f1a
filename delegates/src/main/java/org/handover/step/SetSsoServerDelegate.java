package org.handover.step;

import org.handover.console.ConsoleException;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;

/** Points ssomanage at the new server itself, where it asked another one (docs/entsso.md 2.1 P6; design, law 4). */
public final class SetSsoServerDelegate extends SetsSsoServer {

    public static final String STEP = "setSsoServer";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    Probe whoIsAsked(StepRun run) throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = Looks.displayDb(run.onNewMaster());
        if (answer instanceof SsoManage.DisplayDb.Known known) {
            return asksItself(run, known.saidBy());
        }
        return answer instanceof SsoManage.DisplayDb.Failed failed
                ? new Probe.NotDone("ssomanage -displaydb fails with %s."
                        .formatted(failed.error().code()))
                : new Probe.Unknown(((SsoManage.DisplayDb.CannotTell) answer).reason());
    }

    private static Probe asksItself(StepRun run, ServerInUse inUse) {
        if (inUse instanceof ServerInUse.ThisComputer) {
            return new Probe.Done("ssomanage asks this computer.");
        }
        if (inUse instanceof ServerInUse.Other other) {
            return other.name().sameComputer(run.newMaster())
                    ? new Probe.Done("ssomanage asks %s, which is this computer.".formatted(other.name()))
                    : new Probe.NotDone("ssomanage asks %s.".formatted(other.name()));
        }
        return new Probe.Unknown(((ServerInUse.CannotTell) inUse).reason());
    }
}
