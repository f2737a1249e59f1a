package org.handover.step;

import java.util.List;
import java.util.stream.Stream;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.journal.WayBackLook;
import org.handover.sso.Msid;
import org.handover.tool.EventQuery;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether there still is a way back (law 6): whether the former master answers and its SSOSS holds the secret in use, and
 * whether the new master has replaced the secret since the change. What it saw is kept, so that board and forms can say it.
 */
public final class WayBackProbe {

    private static final int SECRET_GENERATED = 10525;
    private static final int REENCRYPTION_BEGAN = 10562;

    private WayBackProbe() {}

    /** Looks and records; needs a plan. */
    public static WayBackLook look(StepRun run, String step) throws InterruptedException {
        WayBackLook look = see(run);
        run.journal().sawWayBack(run.failover().id(), step, look);
        return look;
    }

    private static WayBackLook see(StepRun run) throws InterruptedException {
        Msid inUse = Msid.of(run.plan().masterSecretInUse());
        boolean answers = false;
        Boolean holds = null;
        String former;
        try {
            RemoteConsole console = run.on(run.formerMaster());
            ServiceStatus service = Looks.service(console);
            RegistryQuery.Msids msids = Looks.msids(console);
            holds = holds(msids, inUse);
            answers = service.is(ServiceState.RUNNING) && Boolean.TRUE.equals(holds);
            former = Looks.say(service) + " " + Looks.say(msids);
        } catch (ConsoleException e) {
            former = StepProtocol.sentence(e);
        }
        Boolean replaced = null;
        String newMaster;
        try {
            EventQuery.Events events =
                    Looks.eventsSince(run.onNewMaster(), changedAt(run), SECRET_GENERATED, REENCRYPTION_BEGAN);
            if (events instanceof EventQuery.Events.Known known) {
                replaced = !known.events().isEmpty();
                newMaster = Looks.say(known.events());
            } else {
                newMaster = ((EventQuery.Events.CannotTell) events).reason();
            }
        } catch (ConsoleException e) {
            newMaster = StepProtocol.sentence(e);
        }
        return new WayBackLook(
                answers,
                holds,
                replaced,
                "%s: %s %s, 10525 and 10562 since the change: %s"
                        .formatted(run.formerMaster(), former, run.newMaster(), newMaster));
    }

    private static @Nullable Boolean holds(RegistryQuery.Msids msids, Msid inUse) {
        if (msids instanceof RegistryQuery.Msids.Present || msids instanceof RegistryQuery.Msids.None) {
            return Looks.holds(msids, inUse);
        }
        return null;
    }

    /** Where the new master's event log stood directly before the change. */
    private static long changedAt(StepRun run) {
        return Stream.of(UpdateDatabaseDelegate.STEP, OpenSnapInChangeDelegate.STEP)
                .map(step -> run.journal().attempts(run.failover().id(), step))
                .filter(attempts -> !attempts.isEmpty())
                .map(List<Intent>::iterator)
                .map(attempts -> attempts.next().noted().getOrDefault(BeforeNaming.LATEST_EVENT, "0"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
