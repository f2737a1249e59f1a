package org.handover.app.failover;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what belongs together as it is at one moment, however many questions that takes: a run goes on while somebody looks at
 * it, and a task that was found by one question could be gone at the next.
 */
@Component
public final class AtOneMoment {

    private final TransactionTemplate snapshot;

    AtOneMoment(PlatformTransactionManager transactions) {
        snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    public <T> T read(Supplier<T> questions) {
        return Objects.requireNonNull(snapshot.execute(status -> questions.get()));
    }
}
