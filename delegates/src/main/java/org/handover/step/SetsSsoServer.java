package org.handover.step;

import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;

/** Tells ssomanage on the new server which server it asks: typed once, and proven by whom it asks then. */
abstract class SetsSsoServer implements ChangingDelegate {

    @Override
    public final Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whoIsAsked(run);
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return new Answer.Typed(
                run.onNewMaster().type(intent.commandLine(), Looks.LIMIT).output());
    }

    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return whoIsAsked(run);
    }

    abstract Probe whoIsAsked(StepRun run) throws ConsoleException, InterruptedException;
}
