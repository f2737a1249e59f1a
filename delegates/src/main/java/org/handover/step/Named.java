package org.handover.step;

import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.GlobalInfo;
import org.handover.sso.SsoServerName;
import org.handover.tool.SsoManage;

/** Whom the SSO database names, seen from one server. */
final class Named {

    private Named() {}

    /** Done where it names the wanted server, not done where it names the other one of the run, unknown for a third. */
    static Probe on(RemoteConsole console, SsoServerName wanted, SsoServerName other)
            throws ConsoleException, InterruptedException {
        SsoManage.DisplayDb answer = Looks.displayDb(console);
        if (answer instanceof SsoManage.DisplayDb.Known known) {
            GlobalInfo info = known.info();
            String seen = "The SSO database names %s.".formatted(info.secretServerName());
            if (info.names(wanted)) {
                return new Probe.Done(seen);
            }
            return info.names(other)
                    ? new Probe.NotDone(seen)
                    : new Probe.Unknown(seen + " That is neither the former nor the new server of this run.");
        }
        return new Probe.Unknown(
                answer instanceof SsoManage.DisplayDb.Failed failed
                        ? "ssomanage -displaydb fails with %s: %s"
                                .formatted(failed.error().code(), failed.error().means())
                        : ((SsoManage.DisplayDb.CannotTell) answer).reason());
    }
}
