package org.handover.app.restraint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Starts that did not happen when they were asked for: they wait for their turn, or were refused. In the caller's transaction. */
@Component
public final class HeldStarts {

    private final JdbcClient jdbc;
    private final Clock clock;

    HeldStarts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Who asked for what.
     *
     * @param estate empty where the request named none
     * @param priority the smaller, the sooner
     */
    public record Asked(String estate, String ssoSystem, String newMaster, String askedBy, int priority) {}

    /**
     * A start that was held.
     *
     * @param state waiting, started, refused or withdrawn
     * @param count how often it was asked for
     * @param reason a word for programs; {@link Refusal} has them
     * @param says why, and what a person can do
     * @param until until when it would be refused again
     */
    public record HeldStart(
            long number,
            String estate,
            String ssoSystem,
            String newMasterSecretServer,
            String askedBy,
            Instant askedAt,
            Instant lastAskedAt,
            int count,
            int priority,
            String state,
            String reason,
            String says,
            @Nullable Instant until,
            @Nullable String failover,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt) {

        @JsonIgnore
        public boolean isWaiting() {
            return state.equals("waiting");
        }
    }

    /** @param request as JSON */
    public record Waiting(long number, String askedBy, @Nullable String idempotencyKey, String request) {}

    /** @param first whether none waited for this SSO system before */
    public record Queued(long number, boolean first) {}

    /** Where one waits for this SSO system already, it is that one. */
    public Queued wait(Asked asked, String says, String request, @Nullable String idempotencyKey) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql(
                        """
                        insert into handover.held_start as known (estate, sso_system, new_master, asked_by, asked_at,
                            last_asked_at, priority, state, reason, says, request, idempotency_key)
                        values (:estate, :system, :master, :by, :now, :now, :priority, 'waiting', :reason, :says, :request, :key)
                        on conflict (estate, sso_system) where state = 'waiting'
                        do update set count = known.count + 1, last_asked_at = :now returning number, count""")
                .param("estate", asked.estate())
                .param("system", asked.ssoSystem())
                .param("master", asked.newMaster())
                .param("by", asked.askedBy())
                .param("now", now)
                .param("priority", asked.priority())
                .param("reason", Refusal.NO_PLACE)
                .param("says", says)
                .param("request", request)
                .param("key", idempotencyKey)
                .query((row, number) -> new Queued(row.getLong("number"), row.getInt("count") == 1))
                .single();
    }

    /** @return whether it is the first of its kind in this hour */
    public boolean refused(Asked asked, String reason, String says, @Nullable Instant until) {
        return jdbc.sql(
                                """
                                insert into handover.held_start as known (estate, sso_system, new_master, asked_by, asked_at,
                                    last_asked_at, priority, state, reason, says, until)
                                values (:estate, :system, :master, :by, :now, :now, :priority, 'refused', :reason, :says, :until)
                                on conflict (asked_by, estate, sso_system, reason, date_trunc('hour', asked_at at time zone 'UTC'))
                                    where state = 'refused' and request is null
                                do update set count = known.count + 1, last_asked_at = :now, says = excluded.says,
                                    until = excluded.until
                                returning count""")
                        .param("estate", asked.estate())
                        .param("system", asked.ssoSystem())
                        .param("master", asked.newMaster())
                        .param("by", asked.askedBy())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("priority", asked.priority())
                        .param("reason", reason)
                        .param("says", says)
                        .param("until", until == null ? null : Timestamp.from(until))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /**
     * Locks the one whose turn it is; nobody else gets it meanwhile.
     *
     * @param passedOver the numbers of those that others do not wait for
     */
    public Optional<Waiting> next(Set<Long> passedOver) {
        return jdbc.sql(
                        """
                        select number, asked_by, idempotency_key, request from handover.held_start
                        where state = 'waiting' and number <> all (string_to_array(?, ',')::bigint[])
                        order by priority, number limit 1 for update skip locked""")
                .param(passedOver.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .query((row, number) -> new Waiting(
                        row.getLong("number"),
                        row.getString("asked_by"),
                        row.getString("idempotency_key"),
                        row.getString("request")))
                .optional();
    }

    public void started(long number, FailoverId run) {
        jdbc.sql("update handover.held_start set state = 'started', failover_id = ?, decided_at = ? where number = ?")
                .params(run.value(), Timestamp.from(clock.instant()), number)
                .update();
    }

    public void refuse(long number, String reason, String says, @Nullable FailoverId run) {
        jdbc.sql(
                        """
                        update handover.held_start set state = 'refused', reason = ?, says = ?, failover_id = ?, decided_at = ?
                        where number = ? and state = 'waiting'""")
                .params(reason, says, run == null ? null : run.value(), Timestamp.from(clock.instant()), number)
                .update();
    }

    /** @return false where it does not wait any more */
    public boolean withdraw(long number, String who, String says) {
        return jdbc.sql(
                                """
                                update handover.held_start set state = 'withdrawn', decided_by = ?, decided_at = ?, says = ?
                                where number = ? and state = 'waiting'""")
                        .params(who, Timestamp.from(clock.instant()), says, number)
                        .update()
                == 1;
    }

    int withdrawAll(String who, String says) {
        return jdbc.sql(
                        """
                        update handover.held_start set state = 'withdrawn', decided_by = ?, decided_at = ?, says = ?
                        where state = 'waiting'""")
                .params(who, Timestamp.from(clock.instant()), says)
                .update();
    }

    public Optional<HeldStart> find(long number) {
        return jdbc.sql("select * from handover.held_start where number = ?")
                .param(number)
                .query(HeldStarts::held)
                .optional();
    }

    /** Those that wait, in their turn. */
    public List<HeldStart> waiting() {
        return jdbc.sql("select * from handover.held_start where state = 'waiting' order by priority, number limit 200")
                .query(HeldStarts::held)
                .list();
    }

    /** The newest first. */
    public List<HeldStart> list(@Nullable String state, int limit, int offset) {
        return jdbc.sql(
                        """
                        select * from handover.held_start where (:state::text is null or state = :state)
                        order by number desc limit :limit offset :offset""")
                .param("state", state)
                .param("limit", limit)
                .param("offset", offset)
                .query(HeldStarts::held)
                .list();
    }

    public long count(@Nullable String state) {
        return jdbc.sql("select count(*) from handover.held_start where (:state::text is null or state = :state)")
                .param("state", state)
                .query(Long.class)
                .single();
    }

    private static HeldStart held(ResultSet row, int number) throws SQLException {
        return new HeldStart(
                row.getLong("number"),
                row.getString("estate"),
                row.getString("sso_system"),
                row.getString("new_master"),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("last_asked_at").toInstant(),
                row.getInt("count"),
                row.getInt("priority"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("says"),
                Restraint.instant(row, "until"),
                row.getString("failover_id"),
                row.getString("decided_by"),
                Restraint.instant(row, "decided_at"));
    }
}
