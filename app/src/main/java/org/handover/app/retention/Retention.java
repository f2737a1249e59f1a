package org.handover.app.retention;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes what has been kept long enough of notifications, incidents and starts that were held back, a few at a time, on
 * whichever node comes to it. What belongs to a run is kept so long after its end. The ledger, runs, plans and approvals stay for
 * ever.
 */
@Component
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final int AT_ONCE = 500;

    /** Nor of one that was left open, which holds its SSO system until it is settled. */
    private static final String OF_NO_RUN_THAT_COUNTS =
            """
            not exists (select from handover.failover as run where run.id = old.failover_id
                and (run.finished_at is null or run.finished_at >= :before
                    or exists (select from handover.reservation where failover_id = run.id)))""";

    private static final String NOTIFICATIONS =
            """
            delete from handover.notification where number in (
                select number from handover.notification as old
                where due_at is null and coalesce(sent_at, given_up_at) < :before and %s
                order by number limit :most for update skip locked)"""
                    .formatted(OF_NO_RUN_THAT_COUNTS);

    private static final String INCIDENTS =
            """
            delete from handover.incident where (source, id) in (
                select source, id from handover.incident as old
                where last_at < :before and %s and not exists (
                    select from handover.held_start where number = old.held_start and state = 'waiting')
                order by last_at limit :most for update skip locked)"""
                    .formatted(OF_NO_RUN_THAT_COUNTS);

    /** The keys of what never became a run go with it; those of runs stay, so that no request is ever taken for a new one. */
    private static final String STARTS =
            """
            with gone as (
                select number from handover.held_start as old
                where state <> 'waiting' and coalesce(decided_at, last_asked_at) < :before and %s and not exists (
                    select from handover.incident where held_start = old.number)
                order by number limit :most for update skip locked),
            forgotten as (
                delete from handover.idempotency
                where failover_id is null and held_start in (select number from gone))
            delete from handover.held_start where number in (select number from gone)"""
                    .formatted(OF_NO_RUN_THAT_COUNTS);

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration kept;

    /** @param kept nothing is deleted where it is zero */
    Retention(
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Ledger ledger,
            Clock clock,
            @Value("${handover.retention}") Duration kept) {
        if (!kept.isZero() && kept.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "handover.retention is %s; it has to be a day or longer, such as P400D, or PT0S to keep everything."
                            .formatted(kept));
        }
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
        this.kept = kept;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT6H")
    void deleteWhatIsOld() {
        if (kept.isZero()) {
            return;
        }
        Instant before = clock.instant().minus(kept);
        try {
            while (Boolean.TRUE.equals(newTransaction.execute(own -> deleteSome(before)))) {
                LOG.debug("There is more to delete.");
            }
        } catch (RuntimeException e) {
            LOG.warn("What has been kept long enough could not be deleted; it is tried again: {}", e.toString());
        }
    }

    /** @return whether there may be more; incidents go before the starts that they refer to */
    private boolean deleteSome(Instant before) {
        int notifications = delete(NOTIFICATIONS, before);
        int incidents = delete(INCIDENTS, before);
        int starts = delete(STARTS, before);
        if (notifications + incidents + starts > 0) {
            ledger.append(
                    Ledger.HOUSE,
                    Ledger.ENGINE,
                    "retention.applied",
                    Journal.ordered(
                            "before", before.toString(),
                            "notifications", notifications,
                            "incidents", incidents,
                            "starts", starts));
        }
        return IntStream.of(notifications, incidents, starts).anyMatch(many -> many == AT_ONCE);
    }

    private int delete(String sql, Instant before) {
        return jdbc.sql(sql)
                .param("before", Timestamp.from(before))
                .param("most", AT_ONCE)
                .update();
    }
}
