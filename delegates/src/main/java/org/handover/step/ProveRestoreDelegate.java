package org.handover.step;

import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;

/** Proves that the new server is master and holds the secret, from what the server itself says (docs/entsso.md 9, V1, V5, V6). */
public final class ProveRestoreDelegate implements ReadingDelegate {

    public static final String STEP = "proveRestore";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        List<Intent> attempts = run.journal().attempts(run.failover().id(), RestoreSecretDelegate.STEP);
        if (attempts.isEmpty()) {
            return failed(run, "No restore was typed in this run.");
        }
        Probe restored = RestoreSecretDelegate.judge(run, attempts.get(0));
        if (!(restored instanceof Probe.Done)) {
            return failed(run, restored.seen());
        }
        Probe named = UpdateDatabaseDelegate.whoIsNamed(run);
        if (!(named instanceof Probe.Done)) {
            return failed(run, named.seen());
        }
        ServiceStatus status = Looks.service(run.onNewMaster());
        return status.is(ServiceState.RUNNING) ? StepResult.proven() : failed(run, Looks.say(status));
    }

    private static StepResult failed(StepRun run, String seen) {
        return new StepResult.Failed(
                "It is not proven that %s is the master secret server and holds the secret.".formatted(run.newMaster()),
                seen,
                false);
    }
}
