package org.handover.app.ledger;

import java.util.TreeMap;
import org.handover.app.engine.PassedElements;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** When a run has ended, its path through the pictures goes into its chain: the engine's history may be cleaned up one day. */
@Component
final class LastEntry {

    private final PassedElements passed;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    LastEntry(PassedElements passed, Ledger ledger, TransactionOperations newTransaction) {
        this.passed = passed;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    void write(FailoverId run) {
        newTransaction.executeWithoutResult(
                status -> ledger.append(run, Ledger.ENGINE, "run.path", new TreeMap<>(passed.of(run))));
    }
}
