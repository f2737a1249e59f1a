package org.handover.step;

import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.tool.ServerInUse;
import org.handover.tool.SsoManage;

/** The inverse of {@link SetSsoServerDelegate}: ssomanage on the new server asks the server again that it asked before. */
public final class SetSsoServerBackDelegate extends SetsSsoServer {

    public static final String STEP = "setSsoServerBack";

    @Override
    public String step() {
        return STEP;
    }

    /** The first line of -displaydb says whom ssomanage asked, as does the name at the end of the plan's command. */
    @Override
    Probe whoIsAsked(StepRun run) throws ConsoleException, InterruptedException {
        String command = run.plan().step(STEP).command();
        SsoServerName before = SsoServerName.of(command.substring(command.lastIndexOf(' ') + 1));
        SsoManage.DisplayDb answer = Looks.displayDb(run.onNewMaster());
        if (!(answer instanceof SsoManage.DisplayDb.Known known)) {
            return new Probe.NotDone("ssomanage -displaydb does not say which server it asks.");
        }
        if (known.saidBy() instanceof ServerInUse.Other other && other.name().sameComputer(before)) {
            return new Probe.Done("ssomanage asks %s.".formatted(before));
        }
        return known.saidBy() instanceof ServerInUse.CannotTell unknown
                ? new Probe.Unknown(unknown.reason())
                : new Probe.NotDone("ssomanage does not ask %s.".formatted(before));
    }
}
