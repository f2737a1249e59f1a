package org.handover.app.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What stands in the engine's tables, read beside the application: what is under way, and whom it waits for. */
final class EngineRows {

    private final Postgres postgres;

    EngineRows(Postgres postgres) {
        this.postgres = postgres;
    }

    /** A step that somebody holds the lease of. */
    record Lease(String task, String run, String step, String worker, Timestamp until) {}

    /** A task that waits for a person. */
    record Asked(String task, String key, String run) {}

    /** A change that was about to be typed and has no outcome. */
    record Intent(String run, String step, String commandLine, Timestamp openedAt) {}

    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    List<Lease> leases() throws SQLException {
        return all(
                """
                select t.id_, e.business_key_, t.topic_name_, t.worker_id_, t.lock_exp_time_
                from public.act_ru_ext_task t join public.act_ru_execution e on e.id_ = t.proc_inst_id_
                where t.worker_id_ is not null and t.lock_exp_time_ > localtimestamp""",
                EngineRows::lease);
    }

    /** Every step that is not over, by its task, whoever holds it, and whether or not its lease has lapsed. */
    Map<String, Lease> steps() throws SQLException {
        return all(
                        """
                        select t.id_, e.business_key_, t.topic_name_, coalesce(t.worker_id_, ''), t.lock_exp_time_
                        from public.act_ru_ext_task t join public.act_ru_execution e on e.id_ = t.proc_inst_id_""",
                        EngineRows::lease)
                .stream()
                .collect(Collectors.toMap(Lease::task, lease -> lease));
    }

    private static Lease lease(ResultSet row) throws SQLException {
        return new Lease(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getTimestamp(5));
    }

    List<Asked> asked() throws SQLException {
        return all(
                """
                select t.id_, t.task_def_key_, e.business_key_
                from public.act_ru_task t join public.act_ru_execution e on e.id_ = t.proc_inst_id_""",
                row -> new Asked(row.getString(1), row.getString(2), row.getString(3)));
    }

    /** How often a run has asked a person for help. */
    int helpAsked(String run) throws SQLException {
        return all(
                        """
                        select count(*) from public.act_hi_taskinst t join public.act_hi_procinst p on p.id_ = t.proc_inst_id_
                        where p.business_key_ = ? and t.task_def_key_ in ('decideHowToGoOn', 'decideOnFailedChecks', 'typeByHand')""",
                        row -> row.getInt(1),
                        run)
                .get(0);
    }

    List<Intent> openIntents() throws SQLException {
        return all(
                "select failover_id, step, command_line, opened_at from handover.intent where closed_at is null",
                row -> new Intent(row.getString(1), row.getString(2), row.getString(3), row.getTimestamp(4)));
    }

    /** The state of every run that has come to its end. */
    Map<String, String> ended() throws SQLException {
        Map<String, String> ended = new LinkedHashMap<>();
        all(
                        "select id, state from handover.failover where finished_at is not null",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(run -> ended.put(run.getKey(), run.getValue()));
        return ended;
    }

    /** At which activities a run is, and the steps' leases. */
    List<String> where(String run) throws SQLException {
        return all(
                """
                select coalesce(e.act_id_, '') || ' ' || coalesce(t.worker_id_, '') || ' ' || coalesce(t.lock_exp_time_::text, '')
                    || ' ' || coalesce(t.error_msg_, '')
                from public.act_ru_execution e join public.act_ru_execution p on e.proc_inst_id_ = p.id_
                left join public.act_ru_ext_task t on t.execution_id_ = e.id_
                where p.business_key_ = ? and e.act_id_ is not null""",
                row -> row.getString(1),
                run);
    }

    /** How many connections the application has; what a killed one had begun is over when there are none. */
    int connections() throws SQLException {
        return all("select count(*) from pg_stat_activity where usename = 'handover_app'", row -> row.getInt(1))
                .get(0);
    }

    private <T> List<T> all(String sql, Read<T> read, String... parameters) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(20);
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(read.of(result));
                }
            }
            return rows;
        }
    }
}
