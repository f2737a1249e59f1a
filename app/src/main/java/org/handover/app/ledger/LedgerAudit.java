package org.handover.app.ledger;

import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Verifies the ledger for an auditor. */
@Component
public final class LedgerAudit {

    private final LedgerVerification verification;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    LedgerAudit(LedgerVerification verification, Ledger ledger, TransactionOperations newTransaction) {
        this.verification = verification;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    /** Checks every entry and head, and records that this person had it checked, with what came of it. */
    public LedgerVerification.Result verify(String auditor) {
        LedgerVerification.Result result = verification.verify();
        newTransaction.executeWithoutResult(status -> ledger.append(
                Ledger.HOUSE,
                auditor,
                "ledger.verified",
                Journal.ordered(
                        "whole",
                        result.whole(),
                        "entries",
                        result.entries(),
                        "problem",
                        String.valueOf(result.problem()))));
        return result;
    }
}
