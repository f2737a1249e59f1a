package org.handover.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/** Starts the services again that depended on ENTSSO and ran before it was stopped, now that the secret is there (design, law 5). */
public final class StartDependentsDelegate implements ChangingDelegate {

    public static final String STEP = "startDependents";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whichRun(run);
    }

    @Override
    public String command(StepRun run, Map<String, String> noted) {
        return ranBefore(run).stream()
                .map(service -> Services.start(service).commandLine())
                .collect(Collectors.joining(" & ", "(", ")"));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(run.onNewMaster()
                .type(intent.commandLine(), Limits.of(run, STEP))
                .output());
    }

    /** A host takes its time; one that is still starting is waited for. */
    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + Limits.of(run, STEP).toNanos();
        Probe found = whichRun(run);
        while (found instanceof Probe.Unknown && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            found = whichRun(run);
        }
        return found;
    }

    private static List<String> ranBefore(StepRun run) {
        List<Intent> stops = run.journal().attempts(run.failover().id(), StopServiceDelegate.STEP);
        return Arrays.stream(StopServiceDelegate.noted(stops, StopServiceDelegate.DEPENDENTS)
                        .split("\\|"))
                .filter(name -> !name.isBlank())
                .toList();
    }

    private static Probe whichRun(StepRun run) throws ConsoleException, InterruptedException {
        List<String> still = new ArrayList<>();
        boolean unknown = false;
        for (String service : ranBefore(run)) {
            ServiceStatus status = Services.query(service).typeOn(run.onNewMaster(), Looks.LIMIT);
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
