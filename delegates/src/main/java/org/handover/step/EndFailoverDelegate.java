package org.handover.step;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Outcome;
import org.handover.secret.SecretCustody;

/**
 * Ends a run in the state that the model names ({@code endState}), says what is known of who is master, and releases the
 * SSO system; a run that is left open keeps it.
 */
public final class EndFailoverDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final Journal journal;
    private final Ledger ledger;
    private final SecretCustody custody;

    public EndFailoverDelegate(Failovers failovers, Journal journal, Ledger ledger, SecretCustody custody) {
        this.failovers = failovers;
        this.journal = journal;
        this.ledger = ledger;
        this.custody = custody;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FailoverId id = new FailoverId(execution.getProcessBusinessKey());
        FailoverState asked = FailoverState.of((String) execution.getVariable("endState"));
        boolean mayBeChanged = journal.mayHaveHappened(id, UpdateDatabaseDelegate.STEP);
        FailoverState state = mayBeChanged && asked != FailoverState.SUCCEEDED ? FailoverState.LEFT_OPEN : asked;
        Outcome outcome = outcome(state);
        failovers.end(id, state, outcome);
        custody.discard(id.value());
        if (state != FailoverState.LEFT_OPEN) {
            failovers.release(id);
        }
        ledger.append(
                id, Ledger.ENGINE, "failover.ended", Journal.ordered("state", state.word(), "outcome", outcome.word()));
    }

    private static Outcome outcome(FailoverState state) {
        return switch (state) {
            case SUCCEEDED -> Outcome.NEW_PROVEN;
            case WITHDRAWN, REJECTED, ABORTED -> Outcome.UNCHANGED;
            default -> Outcome.UNKNOWN;
        };
    }
}
