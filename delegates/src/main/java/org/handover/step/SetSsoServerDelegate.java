package org.handover.step;

import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;

/** Points ssomanage at the new server itself, where it asked another one (docs/entsso.md 2.1 P6; design, law 4). */
public final class SetSsoServerDelegate implements ChangingDelegate {

    public static final String STEP = "setSsoServer";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whoIsAsked(run);
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(
                run.onNewMaster().type(intent.commandLine(), Looks.LIMIT).output());
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return whoIsAsked(run);
    }

    private static Probe whoIsAsked(StepRun run) throws ConsoleException, InterruptedException {
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
