package org.handover.app.failover;

import java.util.Optional;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which failover a caller's key has started. All of it happens in the transaction of the start. */
@Component
final class IdempotencyKeys {

    private final JdbcClient jdbc;

    IdempotencyKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Waits for whoever is just using the same key, and then sees what came of it.
     *
     * @return empty where the key is the caller's now
     */
    Optional<FailoverStarter.Answer> askedBefore(String caller, String key, String digest) {
        int mine = jdbc.sql(
                        "insert into handover.idempotency (caller, key, request_digest) values (?, ?, ?) on conflict do nothing")
                .params(caller, key, digest)
                .update();
        if (mine == 1) {
            return Optional.empty();
        }
        Before before = jdbc.sql(
                        "select request_digest, failover_id, held_start from handover.idempotency where caller = ? and key = ?")
                .params(caller, key)
                .query((row, number) -> new Before(row.getString(1), row.getString(2), row.getLong(3)))
                .single();
        if (!before.digest().equals(digest)) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "This Idempotency-Key was used for another request (it started %s). Use a new key for a new failover."
                            .formatted(before.run() == null ? "one that waits" : before.run()));
        }
        return Optional.of(
                before.run() == null
                        ? new FailoverStarter.Waits(before.waits())
                        : new FailoverStarter.Started(new FailoverId(before.run()), false));
    }

    private record Before(String digest, @Nullable String run, long waits) {}

    void started(String caller, String key, FailoverId id) {
        jdbc.sql("update handover.idempotency set failover_id = ? where caller = ? and key = ?")
                .params(id.value(), caller, key)
                .update();
    }

    /** What was asked for with this key waits for its turn. */
    void waits(String caller, String key, String digest, long number) {
        jdbc.sql(
                        """
                        insert into handover.idempotency (caller, key, request_digest, held_start) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(caller, key, digest, number)
                .update();
    }

    /** All who asked for what has waited get this run. */
    void startedInTurn(long number, FailoverId id) {
        jdbc.sql("update handover.idempotency set failover_id = ? where held_start = ?")
                .params(id.value(), number)
                .update();
    }
}
