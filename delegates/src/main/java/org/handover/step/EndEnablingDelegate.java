package org.handover.step;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.FormerEnablings;
import org.handover.journal.Journal;

/**
 * Ends the enabling of a former master and releases its SSO system. Whether it is enabled is what this run has proven, whatever
 * the model says.
 */
public final class EndEnablingDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final FormerEnablings enablings;
    private final Journal journal;

    public EndEnablingDelegate(Failovers failovers, FormerEnablings enablings, Journal journal) {
        this.failovers = failovers;
        this.enablings = enablings;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FailoverId run = new FailoverId(execution.getProcessBusinessKey());
        enablings.end(run, journal.isProven(run, EnableFormerDelegate.STEP));
        failovers.release(run);
    }
}
