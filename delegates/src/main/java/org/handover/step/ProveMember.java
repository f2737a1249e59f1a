package org.handover.step;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.sso.Msid;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;

/**
 * Proves that a server that was restarted is an ordinary SSO server and has got the secret in use from the master: event 10529
 * with its MSID since the restart, and no 10532 after it (docs/entsso.md 9, V7 and V8). It waits for two of the longest polls.
 */
abstract class ProveMember implements ReadingDelegate {

    private static final Duration TWO_POLLS = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int MSID_OF_10529 = 1;

    private final String step;
    private final List<String> restartSteps;
    private final Function<StepRun, SsoServerName> where;

    /** @param restartSteps stop and start; the first one that was typed noted where the event log stood */
    ProveMember(String step, List<String> restartSteps, Function<StepRun, SsoServerName> where) {
        this.step = step;
        this.restartSteps = List.copyOf(restartSteps);
        this.where = where;
    }

    @Override
    public final String step() {
        return step;
    }

    @Override
    public final StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        RemoteConsole console = run.on(where.apply(run));
        long after = restartSteps.stream()
                .map(restart -> run.journal().attempts(run.failover().id(), restart))
                .filter(attempts -> !attempts.isEmpty())
                .map(attempts -> latestEvent(attempts.get(0)))
                .findFirst()
                .orElse(0L);
        Msid inUse = Msid.of(run.plan().masterSecretInUse());
        long deadline = System.nanoTime() + TWO_POLLS.toNanos();
        Probe found = judge(console, after, inUse);
        while (found instanceof Probe.NotDone && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            found = judge(console, after, inUse);
        }
        return found instanceof Probe.Done
                ? StepResult.proven()
                : new StepResult.Failed(
                        "%s has not got the secret in use from the master secret server since it was restarted."
                                .formatted(where.apply(run)),
                        found.seen(),
                        false);
    }

    private static long latestEvent(Intent intent) {
        return Long.parseLong(intent.noted().getOrDefault(StopEntsso.LATEST_EVENT, "0"));
    }

    private static Probe judge(RemoteConsole console, long after, Msid inUse)
            throws ConsoleException, InterruptedException {
        EventQuery.Events events =
                Looks.eventsSince(console, after, ServerLook.GOT_SECRET, ServerLook.LOST_SECRET_SERVER);
        if (!(events instanceof EventQuery.Events.Known known)) {
            return new Probe.Unknown(
                    "The event log cannot be read: " + ((EventQuery.Events.CannotTell) events).reason());
        }
        String seen = Looks.say(known.events());
        long got = newest(known, ServerLook.GOT_SECRET, inUse);
        long lost = known.withId(ServerLook.LOST_SECRET_SERVER).stream()
                .mapToLong(EventRecord::recordId)
                .max()
                .orElse(0);
        return got > lost
                ? new Probe.Done(seen)
                : new Probe.NotDone(seen + " Event 10529 with %s is missing.".formatted(inUse));
    }

    private static long newest(EventQuery.Events.Known events, int id, Msid inUse) {
        return events.withId(id).stream()
                .filter(event -> event.data().size() > MSID_OF_10529
                        && Msid.isOne(event.data().get(MSID_OF_10529))
                        && Msid.of(event.data().get(MSID_OF_10529)).equals(inUse))
                .mapToLong(EventRecord::recordId)
                .max()
                .orElse(0);
    }
}
