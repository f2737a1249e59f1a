package org.handover.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of failovers, and the reservation of an SSO system by the one that is open on it. */
public final class Failovers {

    private final JdbcClient jdbc;
    private final Clock clock;

    public Failovers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private FailoverId nextId() {
        return FailoverId.ofNumber(jdbc.sql("select nextval('handover.failover_number')")
                .query(Long.class)
                .single());
    }

    private void insert(Failover failover) {
        jdbc.sql(
                        """
                        insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path,
                            rehearsal, demonstration, restore_file, reason, incident, requested_by, requested_for, requested_at, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        failover.id().value(),
                        failover.estate().value(),
                        failover.ssoSystem().value(),
                        failover.formerMaster().value(),
                        failover.newMaster().value(),
                        failover.situation(),
                        failover.path(),
                        failover.rehearsal(),
                        failover.demonstration(),
                        failover.restoreFile().value(),
                        failover.reason(),
                        failover.incident(),
                        failover.requestedBy(),
                        failover.requestedFor(),
                        Timestamp.from(failover.requestedAt()),
                        failover.state().word())
                .update();
    }

    /**
     * Reserves the SSO system for a run whose number is drawn only now; waits for whoever is just reserving it.
     *
     * @return empty where another run holds it
     */
    public Optional<FailoverId> reserve(EstateName estate, SsoSystemName ssoSystem) {
        int won = jdbc.sql("insert into handover.reservation (estate, sso_system) values (?, ?) on conflict do nothing")
                .params(estate.value(), ssoSystem.value())
                .update();
        return won == 1 ? Optional.of(nextId()) : Optional.empty();
    }

    /** Reserves its SSO system once more for a run that has ended; false where another run holds it. */
    public boolean reserveAgain(Failover ended) {
        return jdbc.sql(
                                """
                                insert into handover.reservation (estate, sso_system, failover_id) values (?, ?, ?)
                                on conflict do nothing""")
                        .params(
                                ended.estate().value(),
                                ended.ssoSystem().value(),
                                ended.id().value())
                        .update()
                == 1;
    }

    /** Writes the row of a run that has won its reservation. */
    public void open(Failover failover) {
        insert(failover);
        jdbc.sql("update handover.reservation set failover_id = ? where estate = ? and sso_system = ?")
                .params(
                        failover.id().value(),
                        failover.estate().value(),
                        failover.ssoSystem().value())
                .update();
    }

    public Optional<FailoverId> reservedBy(EstateName estate, SsoSystemName ssoSystem) {
        return jdbc.sql("select failover_id from handover.reservation where estate = ? and sso_system = ?")
                .params(estate.value(), ssoSystem.value())
                .query(String.class)
                .optional()
                .map(FailoverId::new);
    }

    public void release(FailoverId id) {
        jdbc.sql("delete from handover.reservation where failover_id = ?")
                .param(id.value())
                .update();
    }

    public void started(FailoverId id, String processInstanceId) {
        jdbc.sql("update handover.failover set process_instance_id = ? where id = ?")
                .params(processInstanceId, id.value())
                .update();
    }

    /** A run that has ended keeps its state. */
    public void state(FailoverId id, FailoverState state) {
        jdbc.sql("update handover.failover set state = ? where id = ? and finished_at is null and state <> ?")
                .params(state.word(), id.value(), state.word())
                .update();
    }

    /** @param known what is known of who is master, in words */
    public void end(FailoverId id, FailoverState state, Outcome outcome, String known) {
        jdbc.sql(
                        """
                        update handover.failover
                        set state = ?, outcome = ?, known = ?, finished_at = ?, former_judged = false where id = ?""")
                .params(state.word(), outcome.word(), known, Timestamp.from(clock.instant()), id.value())
                .update();
    }

    void planned(FailoverId id, String digest) {
        jdbc.sql("update handover.failover set plan_digest = ? where id = ?")
                .params(digest, id.value())
                .update();
    }

    public Optional<Failover> find(FailoverId id) {
        return jdbc.sql("select * from handover.failover where id = ?")
                .param(id.value())
                .query(Failovers::read)
                .optional();
    }

    public Failover get(FailoverId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("There is no failover %s.".formatted(id)));
    }

    /** Reads the run and keeps others from changing it until the transaction ends. */
    public Failover lock(FailoverId id) {
        return jdbc.sql("select * from handover.failover where id = ? for update")
                .param(id.value())
                .query(Failovers::read)
                .optional()
                .orElseThrow(() -> new IllegalStateException("There is no failover %s.".formatted(id)));
    }

    public record Filter(@Nullable String state, @Nullable String ssoSystem, @Nullable Boolean rehearsal) {}

    public List<Failover> list(Filter filter, int limit, int offset) {
        List<Object> params = new ArrayList<>();
        String where = where(filter, params);
        params.add(limit);
        params.add(offset);
        return jdbc.sql("select * from handover.failover" + where
                        + " order by requested_at desc, id desc limit ? offset ?")
                .params(params)
                .query(Failovers::read)
                .list();
    }

    public long count(Filter filter) {
        List<Object> params = new ArrayList<>();
        return jdbc.sql("select count(*) from handover.failover" + where(filter, params))
                .params(params)
                .query(Long.class)
                .single();
    }

    private static String where(Filter filter, List<Object> params) {
        StringBuilder where = new StringBuilder();
        add(where, params, "state = ?", filter.state());
        add(where, params, "sso_system = ?", filter.ssoSystem());
        add(where, params, "rehearsal = ?", filter.rehearsal());
        return where.toString();
    }

    private static void add(StringBuilder where, List<Object> params, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(where.isEmpty() ? " where " : " and ").append(condition);
            params.add(value);
        }
    }

    static Failover read(ResultSet row, int number) throws SQLException {
        return new Failover(
                new FailoverId(row.getString("id")),
                EstateName.of(row.getString("estate")),
                SsoSystemName.of(row.getString("sso_system")),
                SsoServerName.of(row.getString("former_master")),
                SsoServerName.of(row.getString("new_master")),
                row.getString("situation"),
                row.getString("path"),
                row.getBoolean("rehearsal"),
                row.getBoolean("demonstration"),
                WindowsPath.of(row.getString("restore_file")),
                row.getString("reason"),
                row.getString("incident"),
                row.getString("requested_by"),
                row.getString("requested_for"),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("process_instance_id"),
                FailoverState.of(row.getString("state")),
                row.getString("outcome"),
                instant(row, "finished_at"),
                row.getString("plan_digest"),
                row.getString("known"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
