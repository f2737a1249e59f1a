package org.handover.app.figures;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database knows of how the house stands: the same on every node, and read at most once in {@value #KEPT_SECONDS} s. */
@Component
final class Figures {

    static final int KEPT_SECONDS = 10;

    private final JdbcClient jdbc;
    private final Clock clock;
    private List<Figure> last = List.of();
    private Instant readAt = Instant.EPOCH;

    Figures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A figure with its values.
     *
     * @param name in Prometheus' form, with the unit at its end
     */
    record Figure(String name, String help, List<Value> values) {}

    /** @param labels by their names */
    record Value(Map<String, String> labels, double value) {}

    synchronized List<Figure> now() {
        Instant now = clock.instant();
        if (Duration.between(readAt, now).toSeconds() >= KEPT_SECONDS) {
            last = read();
            readAt = now;
        }
        return last;
    }

    private List<Figure> read() {
        List<Figure> all = new ArrayList<>();
        all.add(figure(
                "handover_runs_open",
                "Runs that have not ended, by what they are and where they stand",
                "select kind, state, count(*) from handover.failover where finished_at is null group by 1, 2",
                "kind",
                "state"));
        all.add(figure(
                "handover_runs_ended",
                "Runs that have ended, by what they were, how they ended and who is master since",
                "select kind, state, outcome, sum(runs) from handover.failover_count group by 1, 2, 3",
                "kind",
                "state",
                "outcome"));
        all.add(figure("handover_tasks_open", "Tasks that wait for a person", openTasks("count(*)"), "task"));
        all.add(figure(
                "handover_task_oldest_seconds",
                "How long the oldest task of its kind has waited for a person",
                openTasks("extract(epoch from localtimestamp - min(create_time_))"),
                "task"));
        all.add(figure(
                "handover_systems_reserved",
                "SSO systems that a run holds, by what it is and where it stands; one that was left open holds its own until it is settled",
                """
                select run.kind, run.state, count(*)
                from handover.reservation join handover.failover run on run.id = failover_id group by 1, 2""",
                "kind",
                "state"));
        all.add(figure(
                "handover_former_masters_returned",
                "Former masters that answered again while nobody has settled what becomes of them, by what the run was",
                """
                select run.kind, count(*)
                from handover.former_watch watch join handover.failover run on run.id = watch.failover_id
                where watch.returned_at is not null and watch.settled_at is null group by 1""",
                "kind"));
        all.add(figure(
                "handover_jobs_failed",
                "Local steps of runs that used up their retries",
                "select count(*) from public.act_ru_job where retries_ = 0"));
        all.add(
                figure(
                        "handover_jobs_overdue",
                        "Jobs of the engine that are due for more than a minute and that no node has taken",
                        """
                select count(*) from public.act_ru_job
                where retries_ > 0 and duedate_ < localtimestamp - interval '1 minute'
                    and (lock_exp_time_ is null or lock_exp_time_ < localtimestamp)"""));
        all.add(figure(
                "handover_incidents",
                "Incidents of the engine, by their type",
                "select incident_type_, count(*) from public.act_ru_incident where id_ = root_cause_incident_id_ group by 1",
                "type"));
        all.add(figure(
                "handover_ledger_head_age_seconds",
                "How long ago the ledger was last signed",
                "select extract(epoch from now() - max(signed_at)) from handover.signed_head having count(*) > 0"));
        return all;
    }

    private static String openTasks(String what) {
        return "select task_def_key_, %s from public.act_ru_task group by 1".formatted(what);
    }

    private Figure figure(String name, String help, String sql, String... labels) {
        return new Figure(
                name,
                help,
                jdbc.sql(sql).query((row, number) -> value(row, labels)).list());
    }

    private static Value value(ResultSet row, String... labels) throws SQLException {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            named.put(labels[i], row.getString(i + 1));
        }
        return new Value(named, row.getDouble(labels.length + 1));
    }
}
