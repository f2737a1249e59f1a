package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.sso.SsoServerName;
import org.handover.tool.Dependents;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/**
 * The first half of a restart on one server (docs/entsso.md 0.3): {@code net stop ENTSSO /y}. Its intent notes which dependent
 * services ran, from the first attempt on, and which process ENTSSO was.
 */
abstract class StopEntsso implements ChangingDelegate {

    static final String PROCESS = "process";
    static final String DEPENDENTS = "dependents";
    static final String LATEST_EVENT = "latestEvent";

    private final String step;
    private final Function<StepRun, SsoServerName> where;

    StopEntsso(String step, Function<StepRun, SsoServerName> where) {
        this.step = step;
        this.where = where;
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
        ServiceStatus status = Looks.service(console(run));
        return attempts.isEmpty() ? judge(status, "") : judge(status, noted(attempts, PROCESS));
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        RemoteConsole console = console(run);
        ServiceStatus status = Looks.service(console);
        int process = status instanceof ServiceStatus.Known known ? known.processId() : 0;
        return Map.of(
                PROCESS, attempts.isEmpty() ? Integer.toString(process) : noted(attempts, PROCESS),
                DEPENDENTS, attempts.isEmpty() ? runningDependents(console) : noted(attempts, DEPENDENTS),
                LATEST_EVENT, Long.toString(Looks.latestRecordId(console)));
    }

    private static String runningDependents(RemoteConsole console) throws ConsoleException, InterruptedException {
        Dependents dependents = Services.dependents(Services.ENTSSO).typeOn(console, Looks.LIMIT);
        if (dependents instanceof Dependents.Known known) {
            return String.join("|", known.running());
        }
        throw new IllegalStateException(
                "Which services depend on ENTSSO cannot be read, so it was not stopped: they could not be started again.");
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(
                console(run).type(intent.commandLine(), Limits.of(run, step)).output());
    }

    /** {@code net} gives up sooner than a service may take to stop. */
    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return judge(
                Looks.serviceAtRest(console(run), Limits.of(run, step)),
                intent.noted().getOrDefault(PROCESS, ""));
    }

    /** Another process than before means that it was stopped, and somebody has started it since. */
    private static Probe judge(ServiceStatus status, String processBefore) {
        String seen = Looks.say(status);
        if (!(status instanceof ServiceStatus.Known known)) {
            return new Probe.Unknown(seen);
        }
        if (known.state() == ServiceState.STOPPED) {
            return new Probe.Done(seen);
        }
        if (known.state() == ServiceState.RUNNING) {
            boolean another = !processBefore.isEmpty() && !processBefore.equals(Integer.toString(known.processId()));
            return another
                    ? new Probe.Done(seen + " It was process %s.".formatted(processBefore))
                    : new Probe.NotDone(seen);
        }
        return new Probe.Unknown(seen);
    }

    static String noted(List<Intent> attempts, String what) {
        return attempts.isEmpty() ? "" : attempts.get(0).noted().getOrDefault(what, "");
    }
}
