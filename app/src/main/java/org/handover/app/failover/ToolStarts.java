package org.handover.app.failover;

import java.util.Map;
import org.handover.app.restraint.HeldStarts;
import org.handover.app.restraint.Restraint;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What people do about the failovers that tools start. */
@Component
public final class ToolStarts {

    private final Restraint restraint;
    private final HeldStarts held;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    ToolStarts(Restraint restraint, HeldStarts held, Ledger ledger, TransactionOperations newTransaction) {
        this.restraint = restraint;
        this.held = held;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    /** Said once more, it stays as it was said first. */
    public void acknowledge(FailoverId id, String who, String words) {
        if (restraint.of(id).isEmpty()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "%s holds no tool back, so there is nothing to acknowledge: a person started it, or it is a rehearsal."
                            .formatted(id));
        }
        newTransaction.executeWithoutResult(own -> {
            if (restraint.acknowledge(id, who, words)) {
                ledger.append(id, who, "failover.acknowledged", Map.of("words", words));
            }
        });
    }

    public HeldStarts.HeldStart find(long number) {
        return held.find(number)
                .orElseThrow(
                        () -> new ProblemException(HttpStatus.NOT_FOUND, "There is no start %d.".formatted(number)));
    }

    public void withdraw(long number, String who) {
        HeldStarts.HeldStart start = find(number);
        newTransaction.executeWithoutResult(own -> {
            if (!held.withdraw(number, who, "%s has withdrawn it.".formatted(who))) {
                throw new ProblemException(
                        HttpStatus.CONFLICT,
                        "Start %d does not wait any more, so it cannot be withdrawn; look at it again."
                                .formatted(number));
            }
            ledger.append(
                    Ledger.HOUSE,
                    who,
                    "start.withdrawn",
                    Map.of("start", number, "ssoSystem", start.ssoSystem(), "askedBy", start.askedBy()));
        });
    }
}
