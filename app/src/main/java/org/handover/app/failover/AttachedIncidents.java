package org.handover.app.failover;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What tools have reported, and which run each of it belongs to. However often an incident is told, it is one row; in the run's
 * chain stands that it was attached and when it changed, as long as that is little.
 */
@Component
public final class AttachedIncidents {

    /** So many of a run's incidents stand in its chain one by one; the table has all of them. */
    private static final int ENTRIES_OF_A_RUN = 100;

    private static final int ENTRIES_OF_AN_INCIDENT = 20;

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;
    private final IncidentListener listener;

    AttachedIncidents(
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            Ledger ledger,
            Clock clock,
            IncidentListener listener) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * What a tool says of an incident.
     *
     * @param source which tool
     * @param id of the incident there
     * @param at when it came to be so, by the tool's clock
     */
    public record Told(String source, String id, @Nullable String url, String title, boolean resolved, Instant at) {}

    /**
     * What was known of it.
     *
     * @param changed whether it is open now and was not, or the other way round
     * @param run that it belongs to; none where it is open again and that run has ended, so that it asks for another one
     * @param outdated whether it has been resolved since the time of which the tool speaks
     * @param heldStart the start that was asked for because of it and had to wait
     */
    public record Known(boolean changed, boolean outdated, @Nullable FailoverId run, @Nullable Long heldStart) {}

    /**
     * An incident, as it is shown.
     *
     * @param status open or resolved
     * @param count how often a tool has told of it
     * @param outcome run, waits, refused, no-rule (no rule names an SSO system), no-run (it was resolved, or cannot start one)
     */
    public record IncidentView(
            String source,
            String id,
            @Nullable String url,
            String title,
            String status,
            Instant firstAt,
            Instant lastAt,
            long count,
            String outcome,
            String says,
            @Nullable String estate,
            @Nullable String ssoSystem,
            @Nullable Long start,
            @Nullable String failover) {}

    /** Writes down what a tool says. What is older than what is known changes nothing: so nothing comes of a message sent again. */
    public Known note(Told told, String tool) {
        Known known = newTransaction.execute(own -> {
            Timestamp now = Timestamp.from(clock.instant());
            int first = jdbc.sql(
                            """
                            insert into handover.incident (source, id, url, title, status, said_at, first_at, last_at, outcome)
                            values (?, ?, ?, ?, ?, ?, ?, ?, 'new') on conflict do nothing""")
                    .params(
                            told.source(),
                            told.id(),
                            told.url(),
                            told.title(),
                            status(told),
                            Timestamp.from(told.at()),
                            now,
                            now)
                    .update();
            return first == 1 ? new Known(true, false, null, null) : again(told, tool, now);
        });
        if (known == null) {
            throw new IllegalStateException("The incident was not written down.");
        }
        return known;
    }

    private record Row(
            boolean resolved, Instant saidAt, int entries, @Nullable FailoverId run, @Nullable Long heldStart) {}

    private Known again(Told told, String tool, Timestamp now) {
        Row row = jdbc.sql("select * from handover.incident where source = ? and id = ? for update")
                .params(told.source(), told.id())
                .query((found, number) -> new Row(
                        found.getString("status").equals("resolved"),
                        found.getTimestamp("said_at").toInstant(),
                        found.getInt("entries"),
                        run(found),
                        start(found)))
                .single();
        boolean newer = told.at().isAfter(row.saidAt()) || (told.at().equals(row.saidAt()) && told.resolved());
        boolean changed = newer && told.resolved() != row.resolved();
        FailoverId run = row.run();
        boolean asksAgain = changed && !told.resolved() && run != null && !isOpen(run);
        boolean writes = changed && run != null && row.entries() < ENTRIES_OF_AN_INCIDENT;
        jdbc.sql(
                        """
                        update handover.incident set count = count + 1, last_at = :now, said_at = greatest(said_at, :at),
                            status = case when :changed then :status else status end, entries = entries + :entries,
                            failover_id = case when :asksAgain then null else failover_id end,
                            held_start = case when :asksAgain then null else held_start end,
                            outcome = case when :asksAgain then 'new' else outcome end
                        where source = :source and id = :id""")
                .param("now", now)
                .param("at", Timestamp.from(told.at()))
                .param("changed", changed)
                .param("status", status(told))
                .param("entries", writes ? 1 : 0)
                .param("asksAgain", asksAgain)
                .param("source", told.source())
                .param("id", told.id())
                .update();
        if (writes && run != null) {
            ledger.append(run, tool, "incident.changed", entry(told));
        }
        return asksAgain
                ? new Known(true, false, null, null)
                : new Known(changed, row.resolved() && !told.resolved() && !newer, run, row.heldStart());
    }

    /** To the run that was started because of it. */
    public void attach(Told told, SsoSystem system, FailoverId run, String tool) {
        newTransaction.executeWithoutResult(own -> {
            one(run);
            write(told, system, run, tool);
        });
    }

    /** @return false where the run is not open, and so says nothing of what is wrong now */
    public boolean attachWhileOpen(Told told, SsoSystem system, FailoverId run, String tool) {
        return Boolean.TRUE.equals(newTransaction.execute(own -> {
            one(run);
            boolean open = isOpen(run);
            if (open) {
                write(told, system, run, tool);
            }
            return open;
        }));
    }

    private void write(Told told, SsoSystem system, FailoverId run, String tool) {
        int anew = jdbc.sql(
                        """
                        update handover.incident set outcome = 'run', says = '', estate = ?, sso_system = ?,
                            failover_id = ?, held_start = null, entries = 1
                        where source = ? and id = ? and failover_id is distinct from ?""")
                .params(
                        system.estate().value(),
                        system.name().value(),
                        run.value(),
                        told.source(),
                        told.id(),
                        run.value())
                .update();
        if (anew == 1) {
            enter(told, run, tool);
        }
    }

    /**
     * In the caller's transaction: whether the run has not ended, or was left open and is not settled. One that has ended may
     * hold its SSO system again while its former master is enabled. Nobody settles it meanwhile; its steps wait for nothing.
     */
    boolean isOpen(FailoverId run) {
        jdbc.sql("select from handover.failover where id = ? for key share")
                .param(run.value())
                .query(rows -> {});
        return jdbc.sql(
                        """
                        select finished_at is null or state = 'left-open'
                            and exists (select from handover.reservation where failover_id = run.id)
                        from handover.failover as run where id = ?""")
                .param(run.value())
                .query(Boolean.class)
                .single();
    }

    /** One at a time attaches something to a run, so that its last entry is written once. The run itself waits for none. */
    private void one(FailoverId run) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 13))")
                .param(run.value())
                .query(rows -> {});
    }

    private void enter(Told told, FailoverId run, String tool) {
        long attached = first(ENTRIES_OF_A_RUN + 1, run);
        if (attached <= ENTRIES_OF_A_RUN) {
            ledger.append(run, tool, "incident.attached", entry(told));
        }
        if (attached == ENTRIES_OF_A_RUN) {
            ledger.append(run, Ledger.ENGINE, "incident.more", Journal.ordered("entered", ENTRIES_OF_A_RUN));
        }
        listener.attached(run, told.source(), told.id());
    }

    private long first(int most, FailoverId run) {
        return jdbc.sql(
                        "select count(*) from (select from handover.incident where failover_id = ? limit ?) as attached")
                .params(run.value(), most)
                .query(Long.class)
                .single();
    }

    private static Map<String, Object> entry(Told told) {
        return Journal.ordered(
                "source", told.source(),
                "id", told.id(),
                "url", told.url() == null ? "" : told.url(),
                "title", told.title(),
                "status", status(told));
    }

    /**
     * Writes down that it has no run.
     *
     * @param outcome as {@link IncidentView} has it
     * @param system empty where no rule names one
     */
    public void without(Told told, String outcome, String says, Optional<SsoSystem> system, @Nullable Long heldStart) {
        jdbc.sql(
                        """
                        update handover.incident set outcome = ?, says = ?, estate = ?, sso_system = ?, held_start = ?
                        where source = ? and id = ? and failover_id is null and (outcome = 'new' or ? <> 'no-run')""")
                .params(
                        outcome,
                        says,
                        system.map(one -> one.estate().value()).orElse(null),
                        system.map(one -> one.name().value()).orElse(null),
                        heldStart,
                        told.source(),
                        told.id(),
                        outcome)
                .update();
    }

    /** In the caller's transaction: what waited for this start belongs to its run. */
    void startedInTurn(long number, FailoverId run) {
        one(run);
        List<Told> waited = jdbc.sql(
                        """
                        select * from handover.incident where held_start = ? and failover_id is null
                        order by first_at, source, id for update""")
                .param(number)
                .query(AttachedIncidents::told)
                .list();
        for (Told told : waited) {
            jdbc.sql(
                            """
                            update handover.incident set outcome = 'run', says = '', failover_id = ?, entries = 1
                            where source = ? and id = ?""")
                    .params(run.value(), told.source(), told.id())
                    .update();
            enter(told, run, Ledger.ENGINE);
        }
    }

    /** Those of a run, the newest first. */
    public List<IncidentView> of(FailoverId run, int limit) {
        return jdbc.sql("select * from handover.incident where failover_id = ? order by last_at desc limit ?")
                .params(run.value(), limit)
                .query(AttachedIncidents::view)
                .list();
    }

    public long count(FailoverId run) {
        return jdbc.sql("select count(*) from handover.incident where failover_id = ?")
                .param(run.value())
                .query(Long.class)
                .single();
    }

    public Optional<IncidentView> find(String source, String id) {
        return jdbc.sql("select * from handover.incident where source = ? and id = ?")
                .params(source, id)
                .query(AttachedIncidents::view)
                .optional();
    }

    /** The ones last told of first. */
    public List<IncidentView> list(@Nullable String outcome, int limit, int offset) {
        return jdbc.sql(
                        """
                        select * from handover.incident where (:outcome::text is null or outcome = :outcome)
                        order by last_at desc, source, id limit :limit offset :offset""")
                .param("outcome", outcome)
                .param("limit", limit)
                .param("offset", offset)
                .query(AttachedIncidents::view)
                .list();
    }

    public long count(@Nullable String outcome) {
        return jdbc.sql("select count(*) from handover.incident where (:outcome::text is null or outcome = :outcome)")
                .param("outcome", outcome)
                .query(Long.class)
                .single();
    }

    private static String status(Told told) {
        return told.resolved() ? "resolved" : "open";
    }

    private static @Nullable FailoverId run(ResultSet row) throws SQLException {
        String run = row.getString("failover_id");
        return run == null ? null : new FailoverId(run);
    }

    private static @Nullable Long start(ResultSet row) throws SQLException {
        long start = row.getLong("held_start");
        return row.wasNull() ? null : start;
    }

    private static Told told(ResultSet row, int number) throws SQLException {
        return new Told(
                row.getString("source"),
                row.getString("id"),
                row.getString("url"),
                row.getString("title"),
                row.getString("status").equals("resolved"),
                row.getTimestamp("said_at").toInstant());
    }

    private static IncidentView view(ResultSet row, int number) throws SQLException {
        return new IncidentView(
                row.getString("source"),
                row.getString("id"),
                row.getString("url"),
                row.getString("title"),
                row.getString("status"),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getLong("count"),
                row.getString("outcome"),
                row.getString("says"),
                row.getString("estate"),
                row.getString("sso_system"),
                start(row),
                row.getString("failover_id"));
    }
}
