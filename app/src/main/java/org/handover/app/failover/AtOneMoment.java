package org.handover.app.failover;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what belongs together as it is at one moment, however many questions that takes: a run goes on while somebody looks at
 * it, and a task that was found by one question could be gone at the next.
 */
@Component
public final class AtOneMoment {

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    AtOneMoment(PlatformTransactionManager transactions, JdbcClient jdbc) {
        this.transaction = new TransactionTemplate(transactions);
        this.jdbc = jdbc;
    }

    /** In the caller's transaction, where there is one, as that sees it. */
    public <T> T read(Supplier<T> questions) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return questions.get();
        }
        return Objects.requireNonNull(transaction.execute(own -> {
            // One question; a level that Spring sets on the connection, and takes back, is three.
            jdbc.sql("set transaction isolation level repeatable read").update();
            return questions.get();
        }));
    }
}
