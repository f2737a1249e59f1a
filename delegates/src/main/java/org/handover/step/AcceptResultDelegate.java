package org.handover.step;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plans;
import org.handover.journal.PointOfNoReturn;

/** Records that a person accepted the result: with a planned change this is the point of no return (law 6). */
public final class AcceptResultDelegate implements JavaDelegate {

    private final Journal journal;
    private final Plans plans;

    public AcceptResultDelegate(Journal journal, Plans plans) {
        this.journal = journal;
        this.plans = plans;
    }

    /** In the engine's transaction: the acceptance and the way on are there together or not at all. */
    @Override
    public void execute(DelegateExecution execution) {
        FailoverId id = new FailoverId(execution.getProcessBusinessKey());
        Plans.Made plan = plans.current(id)
                .orElseThrow(() -> new IllegalStateException("%s has no plan, so it has no result.".formatted(id)));
        if (!journal.isProven(id, ProveRestoreDelegate.STEP)) {
            throw new IllegalStateException(
                    "It is not proven that the secret is restored, so the result of %s cannot be accepted."
                            .formatted(id));
        }
        journal.provenInCallersTransaction(
                id,
                plan.digest(),
                PointOfNoReturn.ACCEPTED,
                Journal.How.ASSERTED,
                Ledger.ENGINE,
                "A person accepted the result; the decision's own entry says who.");
    }
}
