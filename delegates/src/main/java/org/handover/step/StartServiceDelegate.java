package org.handover.step;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.tool.EventQuery;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;

/**
 * The second half of the restart: {@code net start ENTSSO}. What {@code net} says is not believed, because it reports an error
 * when a service takes longer than it waits (docs/windows-consoles.md, Language and files). Proven by another process, by
 * event 10502, and by 10534: this computer is the master secret server.
 */
public final class StartServiceDelegate implements ChangingDelegate {

    public static final String STEP = "startService";
    static final int STARTED = 10502;
    static final int IS_MASTER = 10534;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        List<Intent> stops = run.journal().attempts(run.failover().id(), StopServiceDelegate.STEP);
        List<Intent> before = stops.isEmpty() ? attempts : stops;
        if (before.isEmpty()) {
            ServiceStatus status = Looks.service(run.onNewMaster());
            return status.is(ServiceState.STOPPED)
                    ? new Probe.NotDone(Looks.say(status))
                    : new Probe.Unknown(
                            Looks.say(status)
                                    + " This run did not stop it, so whether it was restarted since the change cannot be told.");
        }
        return judge(
                run.onNewMaster(),
                StopServiceDelegate.noted(before, StopServiceDelegate.PROCESS),
                latestEvent(before.get(0)));
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of(StopServiceDelegate.LATEST_EVENT, Long.toString(Looks.latestRecordId(run.onNewMaster())));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(run.onNewMaster()
                .type(intent.commandLine(), Limits.of(run, STEP))
                .output());
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        RemoteConsole console = run.onNewMaster();
        long deadline = System.nanoTime() + Limits.of(run, STEP).toNanos();
        while (Looks.service(console).is(ServiceState.START_PENDING) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        List<Intent> stops = run.journal().attempts(run.failover().id(), StopServiceDelegate.STEP);
        return judge(console, StopServiceDelegate.noted(stops, StopServiceDelegate.PROCESS), latestEvent(intent));
    }

    private static long latestEvent(Intent intent) {
        return Long.parseLong(intent.noted().getOrDefault(StopServiceDelegate.LATEST_EVENT, "0"));
    }

    private static Probe judge(RemoteConsole console, String processBefore, long eventsAfter)
            throws ConsoleException, InterruptedException {
        ServiceStatus status = Looks.service(console);
        String state = Looks.say(status);
        if (!(status instanceof ServiceStatus.Known known) || known.state().pending()) {
            return new Probe.Unknown(state);
        }
        if (known.state() != ServiceState.RUNNING || processBefore.equals(Integer.toString(known.processId()))) {
            return new Probe.NotDone(state);
        }
        EventQuery.Events events = Looks.eventsSince(console, eventsAfter, STARTED, IS_MASTER);
        if (!(events instanceof EventQuery.Events.Known read)) {
            return new Probe.Unknown(state + " The event log cannot be read.");
        }
        String seen = state + " " + Looks.say(read.events());
        if (read.withId(STARTED).isEmpty()) {
            return new Probe.Unknown(seen + " The event of its start (10502) is missing.");
        }
        return read.withId(IS_MASTER).isEmpty()
                ? new Probe.Unknown(
                        seen
                                + " It started, but not as the master secret server (10534 is missing): which server does the SSO database name?")
                : new Probe.Done(seen);
    }
}
