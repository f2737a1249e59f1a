package org.handover.step;

import java.util.List;
import java.util.Map;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.tool.StartType;

/** Sets when Windows starts ENTSSO on the former master, and notes what it was before. */
abstract class SetStartType implements ChangingDelegate {

    static final String START_TYPE = "startType";

    private final String step;

    SetStartType(String step) {
        this.step = step;
    }

    /** Empty where it is not known; then nothing is typed. */
    abstract String wanted(StepRun run);

    @Override
    public final String step() {
        return step;
    }

    private static RemoteConsole console(StepRun run) {
        return run.on(run.formerMaster());
    }

    @Override
    public final Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return look(run);
    }

    @Override
    public final String command(StepRun run, Map<String, String> noted) {
        return StartType.commandToSet(StartType.of(wanted(run)).word());
    }

    @Override
    public final Map<String, String> note(StepRun run, List<Intent> attempts)
            throws ConsoleException, InterruptedException {
        if (!attempts.isEmpty()) {
            return Map.of(START_TYPE, StopEntsso.noted(attempts, START_TYPE));
        }
        StartType.Answer answer = StartType.ofEntsso().typeOn(console(run), Looks.LIMIT);
        if (answer instanceof StartType.Answer.Known known) {
            return Map.of(START_TYPE, known.type().word());
        }
        throw new IllegalStateException(
                "How ENTSSO is started on %s cannot be read, so it was not changed: it could not be set back. %s"
                        .formatted(run.formerMaster(), ((StartType.Answer.CannotTell) answer).reason()));
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(
                console(run).type(intent.commandLine(), Looks.LIMIT).output());
    }

    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return look(run);
    }

    private Probe look(StepRun run) throws ConsoleException, InterruptedException {
        String wanted = wanted(run);
        if (wanted.isEmpty()) {
            return new Probe.Unknown(
                    "This run did not note how ENTSSO was started on %s.".formatted(run.formerMaster()));
        }
        StartType.Answer answer = StartType.ofEntsso().typeOn(console(run), Looks.LIMIT);
        if (answer instanceof StartType.Answer.Known known) {
            String seen =
                    "The start type of ENTSSO is %s.".formatted(known.type().word());
            return known.type().word().equals(wanted) ? new Probe.Done(seen) : new Probe.NotDone(seen);
        }
        return new Probe.Unknown(((StartType.Answer.CannotTell) answer).reason());
    }
}
