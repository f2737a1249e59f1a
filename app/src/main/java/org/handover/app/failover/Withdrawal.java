package org.handover.app.failover;

import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Outcome;
import org.handover.secret.SecretCustody;
import org.handover.step.BreakGlassReview;
import org.handover.step.EndFailoverDelegate;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Ends a run that has changed nothing. It locks the run's row as the wall does, so no change slips in beside it. */
@Component
public final class Withdrawal {

    private static final int ATTEMPTS = 10;

    private final Failovers failovers;
    private final Journal journal;
    private final Ledger ledger;
    private final SecretCustody custody;
    private final BreakGlassReview review;
    private final RuntimeService runtime;
    private final EngineAsOurselves engine;
    private final EndFailoverDelegate ends;
    private final TransactionOperations newTransaction;

    Withdrawal(
            Failovers failovers,
            Journal journal,
            Ledger ledger,
            SecretCustody custody,
            BreakGlassReview review,
            RuntimeService runtime,
            EngineAsOurselves engine,
            EndFailoverDelegate ends,
            TransactionOperations newTransaction) {
        this.failovers = failovers;
        this.journal = journal;
        this.ledger = ledger;
        this.custody = custody;
        this.review = review;
        this.runtime = runtime;
        this.engine = engine;
        this.ends = ends;
        this.newTransaction = newTransaction;
    }

    /** A run that is just moving on by itself is waited for a few times. */
    public void withdraw(FailoverId id, String actor) {
        for (int attempt = 1; ; attempt++) {
            try {
                end(id, actor);
                return;
            } catch (OptimisticLockingException movesOn) {
                if (attempt == ATTEMPTS) {
                    throw conflict("%s is just moving on; nothing was withdrawn. Try it again.".formatted(id));
                }
            }
        }
    }

    private void end(FailoverId id, String actor) {
        newTransaction.executeWithoutResult(status -> {
            Failover failover = failovers.lock(id);
            if (failover.state().isEnd()) {
                throw conflict("%s has ended as %s already, and there is nothing left to withdraw."
                        .formatted(id, failover.state().word()));
            }
            if (journal.openIntent(id).isPresent()) {
                throw conflict("A command of %s is under way on a server; wait until it is settled.".formatted(id));
            }
            if (journal.databaseMayBeChanged(id)) {
                throw conflict(
                        "The SSO database was changed by %s, or may have been: it can only be led to its end, not withdrawn. Answer its open task."
                                .formatted(id));
            }
            failovers.end(id, FailoverState.WITHDRAWN, Outcome.UNCHANGED, ends.nothingChanged(failover));
            failovers.release(id);
            custody.discard(id.value());
            ledger.append(id, actor, "failover.withdrawn", Map.of());
            engine.call(() -> {
                if (failover.processInstanceId() != null) {
                    runtime.deleteProcessInstance(failover.processInstanceId(), "withdrawn by " + actor);
                }
                review.askFor(id, runtime);
                return id;
            });
        });
    }

    private static ProblemException conflict(String sentence) {
        return new ProblemException(HttpStatus.CONFLICT, sentence);
    }
}
