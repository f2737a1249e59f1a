package org.handover.step;

import java.time.Duration;
import org.handover.console.ConsoleException;

/** Confirms that the SSO database names the new server; it is looked at again for as long as a poll takes (docs/entsso.md 1.5). */
public final class ConfirmDatabaseDelegate implements ReadingDelegate {

    public static final String STEP = "confirmDatabase";
    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_POLL.toNanos();
        Probe named = UpdateDatabaseDelegate.whoIsNamed(run);
        while (!(named instanceof Probe.Done) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            named = UpdateDatabaseDelegate.whoIsNamed(run);
        }
        return named instanceof Probe.Done
                ? StepResult.proven()
                : new StepResult.Failed(
                        "The SSO database does not name %s as the master secret server.".formatted(run.newMaster()),
                        named.seen(),
                        false);
    }
}
