package org.handover.app.engine;

import java.util.Map;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes down what was refused, in a transaction of its own: at once, or where one is under way, when that one is over, because
 * an inner transaction must not append to a chain that the outer one may hold.
 */
@Component
public final class RefusedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedAttempts.class);

    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    RefusedAttempts(Ledger ledger, TransactionOperations newTransaction) {
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    /**
     * @param chain the failover that it was about, or the house
     * @param kind of the entry, which ends in {@code .refused}
     */
    public void record(String chain, String actor, String kind, Map<String, ?> what) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            write(chain, actor, kind, what);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                write(chain, actor, kind, what);
            }
        });
    }

    /** What cannot be written down stays refused. */
    private void write(String chain, String actor, String kind, Map<String, ?> what) {
        try {
            newTransaction.executeWithoutResult(status -> ledger.append(chain, actor, kind, what));
        } catch (RuntimeException notWritten) {
            LOG.error("{} of {} was refused and could not be written into the ledger", kind, actor, notWritten);
        }
    }
}
