package org.handover.step;

import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.sso.WindowsPath;

/** Takes the restore file off the new server that {@link PlaceRestoreFileDelegate} put there, and no other. */
public final class RemoveRestoreFileDelegate implements ChangingDelegate {

    public static final String STEP = "removeRestoreFile";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public boolean claims() {
        return false;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return run.journal()
                        .attempts(run.failover().id(), PlaceRestoreFileDelegate.STEP)
                        .isEmpty()
                ? new Probe.Done("This run did not put %s there, so it stays.".formatted(file(run)))
                : look(run);
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        run.onNewMaster().delete(file(run));
        return new Answer.Typed("");
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return look(run);
    }

    private static WindowsPath file(StepRun run) {
        return WindowsPath.of(run.plan().restoreFile().path());
    }

    private static Probe look(StepRun run) throws ConsoleException, InterruptedException {
        return run.onNewMaster().exists(file(run))
                ? new Probe.NotDone("%s is there.".formatted(file(run)))
                : new Probe.Done("%s is not there.".formatted(file(run)));
    }
}
