package org.handover.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.sso.SsoServerName;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/** Starts the services again that depended on ENTSSO and ran before this run stopped it on a server (law 5). */
abstract class StartStoppedServices implements ChangingDelegate {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final String step;
    private final List<String> stopSteps;
    private final Function<StepRun, SsoServerName> where;

    /** @param stopSteps the steps of a run that may have stopped ENTSSO there; each noted which services ran */
    StartStoppedServices(String step, List<String> stopSteps, Function<StepRun, SsoServerName> where) {
        this.step = step;
        this.stopSteps = List.copyOf(stopSteps);
        this.where = where;
    }

    @Override
    public final String step() {
        return step;
    }

    @Override
    public final Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whichRun(run);
    }

    /** What ENTSSO says while a service starts tells why it does not. */
    @Override
    public final Map<String, String> note(StepRun run, List<Intent> attempts)
            throws ConsoleException, InterruptedException {
        return Map.of(StopEntsso.LATEST_EVENT, Long.toString(Looks.latestRecordId(run.on(where.apply(run)))));
    }

    @Override
    public final String command(StepRun run, Map<String, String> noted) {
        return ranBefore(run).stream()
                .map(service -> Services.start(service).commandLine())
                .collect(Collectors.joining(" & ", "(", ")"));
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(run.on(where.apply(run))
                .type(intent.commandLine(), Limits.of(run, step))
                .output());
    }

    /** A host takes its time; one that is still starting is waited for. */
    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + Limits.of(run, step).toNanos();
        Probe found = whichRun(run);
        while (found instanceof Probe.Unknown && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            found = whichRun(run);
        }
        if (found instanceof Probe.Done) {
            return found;
        }
        long before = Long.parseLong(intent.noted().getOrDefault(StopEntsso.LATEST_EVENT, "0"));
        String cause = Causes.ofRefusedCalls(run.on(where.apply(run)), before);
        return found instanceof Probe.NotDone
                ? new Probe.NotDone(found.seen(), cause)
                : new Probe.Unknown(found.seen(), cause);
    }

    private List<String> ranBefore(StepRun run) {
        return stopSteps.stream()
                .map(stop -> run.journal().attempts(run.failover().id(), stop))
                .map(stops -> StopEntsso.noted(stops, StopEntsso.DEPENDENTS))
                .flatMap(names -> Arrays.stream(names.split("\\|")))
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
    }

    private Probe whichRun(StepRun run) throws ConsoleException, InterruptedException {
        List<String> still = new ArrayList<>();
        boolean unknown = false;
        for (String service : ranBefore(run)) {
            ServiceStatus status = Services.query(service).typeOn(run.on(where.apply(run)), Looks.LIMIT);
            unknown |= !(status instanceof ServiceStatus.Known known)
                    || known.state().pending();
            if (!status.is(ServiceState.RUNNING)) {
                still.add(service);
            }
        }
        if (still.isEmpty()) {
            return new Probe.Done("Every dependent service that ran before runs.");
        }
        String seen = "Not running: " + String.join(", ", still) + ".";
        return unknown ? new Probe.Unknown(seen) : new Probe.NotDone(seen);
    }
}
