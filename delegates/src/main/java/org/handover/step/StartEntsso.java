package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;

/**
 * The second half of a restart on one server: {@code net start ENTSSO}. What {@code net} says is not believed, because it
 * reports an error when a service takes longer than it waits (docs/windows-consoles.md, Language and files). Proven by another
 * process, by event 10502, and by the role it started in: 10534 says that the computer is the master secret server.
 */
abstract class StartEntsso implements ChangingDelegate {

    static final int STARTED = 10502;
    static final int IS_MASTER = 10534;

    /** As what the server has to start. */
    enum Role {
        MASTER,
        MEMBER
    }

    private final String step;
    private final String stopStep;
    private final Function<StepRun, SsoServerName> where;
    private final Role role;

    /** @param stopStep the first half of this restart */
    StartEntsso(String step, String stopStep, Function<StepRun, SsoServerName> where, Role role) {
        this.step = step;
        this.stopStep = stopStep;
        this.where = where;
        this.role = role;
    }

    @Override
    public final String step() {
        return step;
    }

    private RemoteConsole console(StepRun run) {
        return run.on(where.apply(run));
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        List<Intent> stops = run.journal().attempts(run.failover().id(), stopStep);
        List<Intent> before = stops.isEmpty() ? attempts : stops;
        if (before.isEmpty()) {
            ServiceStatus status = Looks.service(console(run));
            return status.is(ServiceState.STOPPED)
                    ? new Probe.NotDone(Looks.say(status))
                    : new Probe.Unknown(
                            Looks.say(status)
                                    + " This run did not stop it, so whether it was restarted since the change cannot be told.");
        }
        RemoteConsole console = console(run);
        return judge(
                console,
                Looks.service(console),
                StopEntsso.noted(before, StopEntsso.PROCESS),
                latestEvent(before.get(0)));
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of(StopEntsso.LATEST_EVENT, Long.toString(Looks.latestRecordId(console(run))));
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(
                console(run).type(intent.commandLine(), Limits.of(run, step)).output());
    }

    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        RemoteConsole console = console(run);
        ServiceStatus status = Looks.serviceAtRest(console, Limits.of(run, step));
        List<Intent> stops = run.journal().attempts(run.failover().id(), stopStep);
        return judge(console, status, StopEntsso.noted(stops, StopEntsso.PROCESS), latestEvent(intent));
    }

    private static long latestEvent(Intent intent) {
        return Long.parseLong(intent.noted().getOrDefault(StopEntsso.LATEST_EVENT, "0"));
    }

    private Probe judge(RemoteConsole console, ServiceStatus status, String processBefore, long eventsAfter)
            throws ConsoleException, InterruptedException {
        String state = Looks.say(status);
        if (!(status instanceof ServiceStatus.Known known) || known.state().pending()) {
            return new Probe.Unknown(state);
        }
        if (known.state() != ServiceState.RUNNING) {
            return new Probe.NotDone(state, Causes.ofAStart(console, eventsAfter));
        }
        if (processBefore.equals(Integer.toString(known.processId()))) {
            return new Probe.NotDone(state);
        }
        EventQuery.Events events = Looks.eventsSince(
                console, eventsAfter, LastStart.STARTING, LastStart.STARTING_WITHOUT_SSL, STARTED, IS_MASTER);
        if (!(events instanceof EventQuery.Events.Known read)) {
            return new Probe.Unknown(state + " The event log cannot be read.");
        }
        List<EventRecord> start = LastStart.in(read.events());
        String seen = state + " " + Looks.say(start);
        if (start.stream().noneMatch(event -> event.id() == STARTED)) {
            return new Probe.Unknown(seen + " The event of its start (10502) is missing.");
        }
        boolean asMaster = start.stream().anyMatch(event -> event.id() == IS_MASTER);
        return asMaster == (role == Role.MASTER) ? new Probe.Done(seen) : new Probe.Unknown(seen, wrongRole(asMaster));
    }

    private static String wrongRole(boolean asMaster) {
        return (asMaster
                        ? "It started as the master secret server (10534), which it is not to be."
                        : "It started, but not as the master secret server (10534 is missing).")
                + " See which server the SSO database names (ssomanage -displaydb) and put right what is wrong; then restart ENTSSO there, and try this step again: it looks at the newest start.";
    }
}
