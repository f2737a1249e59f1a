package org.handover.step;

import org.handover.console.ConsoleException;

/** Confirms that the SSO database names the new server; it is looked at again for as long as a poll takes (docs/entsso.md 1.5). */
public final class ConfirmDatabaseDelegate implements ReadingDelegate {

    public static final String STEP = "confirmDatabase";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        Probe named = Named.inTheEnd(
                () -> UpdateDatabaseDelegate.whoIsNamed(run),
                seen -> !(seen instanceof Probe.Done),
                Named.LONGEST_POLL);
        return named instanceof Probe.Done
                ? StepResult.proven()
                : new StepResult.Failed(
                        "The SSO database does not name %s as the master secret server.".formatted(run.newMaster()),
                        named.seen(),
                        false);
    }
}
