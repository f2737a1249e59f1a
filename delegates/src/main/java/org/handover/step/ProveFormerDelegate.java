package org.handover.step;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.sso.Msid;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.RegistryQuery;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;

/**
 * Proves that the former server is the master secret server again and has the secret: 10534 since its restart without 10520,
 * 10521 or 10565 after it, the secret in use under SSOSS, and its name in the SSO database. Nothing is stopped on the other
 * server before.
 */
public final class ProveFormerDelegate implements ReadingDelegate {

    public static final String STEP = "proveFormer";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        RemoteConsole former = run.on(run.formerMaster());
        Probe named = NameFormerDelegate.whoIsNamed(run);
        if (!(named instanceof Probe.Done)) {
            return failed(run, named.seen());
        }
        ServiceStatus status = Looks.service(former);
        RegistryQuery.Msids msids = Looks.msids(former);
        int[] ids = IntStream.concat(
                        IntStream.of(LastStart.STARTING, LastStart.STARTING_WITHOUT_SSL, StartEntsso.IS_MASTER),
                        Arrays.stream(RestoreSecretDelegate.CONTRADICTIONS))
                .toArray();
        EventQuery.Events events = Looks.eventsSince(former, restartedAt(run), ids);
        if (!(events instanceof EventQuery.Events.Known known)) {
            return failed(run, "The event log cannot be read: " + ((EventQuery.Events.CannotTell) events).reason());
        }
        List<EventRecord> sinceStart = LastStart.in(known.events());
        String seen = Looks.say(status) + " " + Looks.say(msids) + " " + Looks.say(sinceStart);
        boolean isMaster = sinceStart.stream().anyMatch(event -> event.id() == StartEntsso.IS_MASTER);
        boolean contradicted = sinceStart.stream().anyMatch(event -> event.id() != StartEntsso.IS_MASTER);
        return status.is(ServiceState.RUNNING)
                        && isMaster
                        && !contradicted
                        && Looks.holds(msids, Msid.of(run.plan().masterSecretInUse()))
                ? StepResult.proven()
                : failed(run, Causes.of(sinceStart), seen);
    }

    /** Where its event log stood when the restart began, or at least when it was named. */
    private static long restartedAt(StepRun run) {
        return Stream.of(StartFormerDelegate.STEP, StopFormerDelegate.STEP, NameFormerDelegate.STEP)
                .map(step -> run.journal().attempts(run.failover().id(), step))
                .filter(attempts -> !attempts.isEmpty())
                .map(List<Intent>::iterator)
                .mapToLong(
                        attempts -> Long.parseLong(attempts.next().noted().getOrDefault(StopEntsso.LATEST_EVENT, "0")))
                .findFirst()
                .orElse(0);
    }

    private static StepResult failed(StepRun run, String seen) {
        return failed(run, "", seen);
    }

    private static StepResult failed(StepRun run, String cause, String seen) {
        return new StepResult.Failed(
                "It is not proven that %s is the master secret server again and holds the secret. %s"
                        .formatted(run.formerMaster(), cause)
                        .strip(),
                seen,
                false);
    }
}
