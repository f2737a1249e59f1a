package org.handover.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far it has come that a former master is enabled again which a run has disabled (law 2: each choice has its inverse). While
 * one is confirmed and has not ended, its run holds the SSO system once more. Every method is part of the caller's transaction.
 */
public final class FormerEnablings {

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Clock clock;

    public FormerEnablings(JdbcClient jdbc, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * One enabling.
     *
     * @param words of whoever asked
     * @param enabled whether it is proven to run again, or was left to a person; null until it has ended
     */
    public record Enabling(
            String askedBy,
            Instant askedAt,
            String words,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt,
            @Nullable Instant endedAt,
            @Nullable Boolean enabled) {

        public boolean isConfirmed() {
            return confirmedBy != null;
        }

        public boolean isOpen() {
            return endedAt == null;
        }

        /** Whether it is being done now. */
        public boolean isUnderWay() {
            return isConfirmed() && isOpen();
        }
    }

    /** The last one of a run. */
    public Optional<Enabling> of(FailoverId run) {
        return jdbc.sql("select * from handover.former_enabling where failover_id = ? order by id desc limit 1")
                .param(run.value())
                .query(FormerEnablings::read)
                .optional();
    }

    /** @return false where somebody else has asked already */
    public boolean ask(FailoverId run, String actor, String words) {
        int mine = jdbc.sql(
                        """
                        insert into handover.former_enabling (failover_id, asked_by, asked_at, words) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(run.value(), actor, now(), words)
                .update();
        if (mine == 1) {
            ledger.append(run, actor, "enabling.asked", Journal.ordered("words", words));
        }
        return mine == 1;
    }

    /** @return false where somebody else has confirmed it already */
    public boolean confirm(FailoverId run, String actor, String words) {
        int mine = jdbc.sql(
                        """
                        update handover.former_enabling set confirmed_by = ?, confirmed_at = ?
                        where failover_id = ? and ended_at is null and confirmed_by is null and asked_by <> ?""")
                .params(actor, now(), run.value(), actor)
                .update();
        if (mine == 1) {
            ledger.append(run, actor, "enabling.confirmed", Journal.ordered("words", words));
        }
        return mine == 1;
    }

    /** @param enabled whether ENTSSO is proven to run there as it did before */
    public void end(FailoverId run, boolean enabled) {
        int ended = jdbc.sql(
                        """
                        update handover.former_enabling set ended_at = ?, enabled = ?
                        where failover_id = ? and ended_at is null and confirmed_by is not null""")
                .params(now(), enabled, run.value())
                .update();
        if (ended != 1) {
            throw new IllegalStateException("%s has no enabling under way.".formatted(run));
        }
        ledger.append(run, Ledger.ENGINE, "enabling.ended", Journal.ordered("enabled", enabled));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Enabling read(ResultSet row, int number) throws SQLException {
        return new Enabling(
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("words"),
                row.getString("confirmed_by"),
                Failovers.instant(row, "confirmed_at"),
                Failovers.instant(row, "ended_at"),
                row.getObject("enabled", Boolean.class));
    }
}
