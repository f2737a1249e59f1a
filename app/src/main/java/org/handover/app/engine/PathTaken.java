package org.handover.app.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where a run came along, when, and how long it took there in the last runs, by the engine's history. */
@Component
public final class PathTaken {

    private static final String CARRY_OUT_STEP = "carry-out-step";

    private final JdbcClient jdbc;

    PathTaken(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One element that a run came to.
     *
     * @param type as BPMN names it, such as {@code userTask}
     * @param calls the process that it called; null where it calls none
     * @param ended null while the run stands there
     * @param usually the median of the last ten runs of that kind and situation that succeeded; null where there was none
     */
    public record Place(
            String process,
            String element,
            String name,
            String type,
            @Nullable String calls,
            Instant began,
            @Nullable Instant ended,
            @Nullable Duration usually) {

        /** Whether something is done here, by a step or by a person: no gateway, no event, no frame around others. */
        public boolean isStep() {
            return switch (type) {
                case "userTask" -> true;
                case "callActivity" -> calls == null || calls.equals(CARRY_OUT_STEP);
                case "serviceTask", "businessRuleTask", "intermediateTimer" -> !process.equals(CARRY_OUT_STEP);
                default -> false;
            };
        }

        public boolean isPersons() {
            return type.equals("userTask");
        }
    }

    private record Element(String process, String id) {}

    /** In the order in which the run came to them. */
    public List<Place> of(Failover run) {
        Map<Element, Duration> usual = usual(run);
        return jdbc.sql(
                        """
                        select process.proc_def_key_ as process, place.act_id_ as element,
                            coalesce(place.act_name_, place.act_id_) as name, place.act_type_ as type,
                            called.proc_def_key_ as calls, place.start_time_ as began, place.end_time_ as ended
                        from public.act_hi_procinst as process
                        join public.act_hi_actinst as place on place.proc_inst_id_ = process.proc_inst_id_
                        left join public.act_hi_procinst as called on called.proc_inst_id_ = place.call_proc_inst_id_
                        where process.business_key_ = ?
                        order by place.start_time_, place.sequence_counter_""")
                .param(run.id().value())
                .query((row, number) -> place(row, usual))
                .list();
    }

    private static Place place(ResultSet row, Map<Element, Duration> usual) throws SQLException {
        String process = row.getString("process");
        String element = row.getString("element");
        Timestamp ended = row.getTimestamp("ended");
        return new Place(
                process,
                element,
                row.getString("name").replaceAll("\\s+", " "),
                row.getString("type"),
                row.getString("calls"),
                row.getTimestamp("began").toInstant(),
                ended == null ? null : ended.toInstant(),
                usual.get(new Element(process, element)));
    }

    /**
     * How long the last runs that succeeded took at one element.
     *
     * @param runs how many of them came there
     * @param lately the median of the newest twenty
     * @param before the median of the twenty before those; null where there are none
     */
    public record Usual(
            String process,
            String element,
            String name,
            boolean isPersons,
            int runs,
            Duration lately,
            @Nullable Duration before) {}

    private static final String LATE =
            """
            from (select id, row_number() over (order by requested_at desc, id desc) as n from
                (select id, requested_at from handover.failover where state = 'succeeded'
                    order by requested_at desc, id desc limit 40) as newest) as late
            join public.act_hi_procinst as process on process.business_key_ = late.id
            join public.act_hi_actinst as place on place.proc_inst_id_ = process.proc_inst_id_
            where place.duration_ is not null
                and (place.act_type_ = 'userTask'
                    or (place.act_type_ in ('callActivity', 'serviceTask') and process.proc_def_key_ <> ?))
            """;

    /** Steps and tasks over the last forty runs that succeeded, the longest first. */
    public List<Usual> lately() {
        return jdbc.sql(
                        """
                        select process.proc_def_key_ as process, place.act_id_ as element,
                            max(coalesce(place.act_name_, place.act_id_)) as name, place.act_type_ = 'userTask' as persons,
                            count(distinct late.id) as runs,
                            percentile_cont(0.5) within group (order by place.duration_) filter (where late.n <= 20) as lately,
                            percentile_cont(0.5) within group (order by place.duration_) filter (where late.n > 20) as before
                        """
                                + LATE
                                + """
                        group by 1, 2, 4
                        having count(*) filter (where late.n <= 20) > 0
                        order by lately desc""")
                .param(CARRY_OUT_STEP)
                .query((row, number) -> new Usual(
                        row.getString("process"),
                        row.getString("element"),
                        row.getString("name").replaceAll("\\s+", " "),
                        row.getBoolean("persons"),
                        row.getInt("runs"),
                        Duration.ofMillis(Math.round(row.getDouble("lately"))),
                        row.getObject("before") == null
                                ? null
                                : Duration.ofMillis(Math.round(row.getDouble("before")))))
                .list();
    }

    /** The runs over which {@link #lately()} takes the times of one element. */
    public List<FailoverId> behind(String process, String element) {
        return jdbc.sql("select distinct late.id " + LATE + " and process.proc_def_key_ = ? and place.act_id_ = ?")
                .params(CARRY_OUT_STEP, process, element)
                .query((row, number) -> new FailoverId(row.getString("id")))
                .list();
    }

    /** How many of the last forty runs came to each element of a process. */
    public Map<String, Integer> heat(String process) {
        Map<String, Integer> heat = new HashMap<>();
        jdbc.sql(
                        """
                        select place.act_id_ as element, count(distinct late.id) as runs
                        from (select id from handover.failover order by requested_at desc, id desc limit 40) as late
                        join public.act_hi_procinst as process on process.business_key_ = late.id
                        join public.act_hi_actinst as place on place.proc_inst_id_ = process.proc_inst_id_
                        where process.proc_def_key_ = ?
                        group by 1""")
                .param(process)
                .query(row -> {
                    heat.put(row.getString("element"), row.getInt("runs"));
                });
        return heat;
    }

    private Map<Element, Duration> usual(Failover run) {
        Map<Element, Duration> usual = new HashMap<>();
        jdbc.sql(
                        """
                        select process.proc_def_key_ as process, place.act_id_ as element,
                            percentile_cont(0.5) within group (order by place.duration_) as millis
                        from (select id from handover.failover
                            where state = 'succeeded' and situation = ? and kind = ? and id <> ?
                            order by requested_at desc, id desc limit 10) as earlier
                        join public.act_hi_procinst as process on process.business_key_ = earlier.id
                        join public.act_hi_actinst as place on place.proc_inst_id_ = process.proc_inst_id_
                        where place.duration_ is not null
                        group by 1, 2""")
                .params(run.situation(), run.kind().word(), run.id().value())
                .query(row -> {
                    usual.put(
                            new Element(row.getString("process"), row.getString("element")),
                            Duration.ofMillis(Math.round(row.getDouble("millis"))));
                });
        return usual;
    }
}
