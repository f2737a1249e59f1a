package org.handover.journal;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The runs that went on without the approvals that they need, because nobody could be had who gives them, and who reviewed them. */
public final class BreakGlass {

    /** How long after the end of a run a second person has for the review. */
    public static final Duration REVIEWED_WITHIN = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Clock clock;

    public BreakGlass(JdbcClient jdbc, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * One plan for which the glass was broken.
     *
     * @param expiresAt until when it lets the run's first change through
     */
    public record Broken(PlanDigest plan, String by, String reason, Instant at, Instant expiresAt) {}

    /** @param decision {@code seen} or {@code object} */
    public record Review(String by, String decision, String comment, Instant at) {}

    /** In the transaction that completes the task. */
    public void record(FailoverId failover, PlanDigest plan, String actor, String reason, Duration validity) {
        Instant now = clock.instant();
        jdbc.sql("insert into handover.break_glass values (?, ?, ?, ?, ?, ?)")
                .params(
                        failover.value(),
                        plan.value(),
                        actor,
                        reason,
                        Timestamp.from(now),
                        Timestamp.from(now.plus(validity)))
                .update();
        ledger.append(
                failover,
                actor,
                "glass.broken",
                Journal.ordered(
                        "plan", plan.value(),
                        "reason", reason,
                        "expiresAt", now.plus(validity).toString()));
    }

    /** The plans of a run for which it was broken, the newest first. */
    public List<Broken> of(FailoverId failover) {
        return jdbc.sql("select * from handover.break_glass where failover_id = ? order by broken_at desc")
                .param(failover.value())
                .query((row, number) -> new Broken(
                        new PlanDigest(row.getString("plan_digest")),
                        row.getString("broken_by"),
                        row.getString("reason"),
                        row.getTimestamp("broken_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    Optional<Broken> of(FailoverId failover, PlanDigest plan) {
        return of(failover).stream()
                .filter(broken -> broken.plan().equals(plan))
                .findFirst();
    }

    /** In the transaction that completes the task. */
    public void recordReview(FailoverId failover, String actor, String decision, String comment) {
        jdbc.sql("insert into handover.break_glass_review values (?, ?, ?, ?, ?)")
                .params(failover.value(), actor, decision, comment, Timestamp.from(clock.instant()))
                .update();
        ledger.append(failover, actor, "glass.reviewed", Journal.ordered("decision", decision, "comment", comment));
    }

    public Optional<Review> review(FailoverId failover) {
        return jdbc.sql("select * from handover.break_glass_review where failover_id = ?")
                .param(failover.value())
                .query((row, number) -> new Review(
                        row.getString("reviewed_by"),
                        row.getString("decision"),
                        row.getString("comment"),
                        row.getTimestamp("reviewed_at").toInstant()))
                .optional();
    }

    /** Put before everything that a form or a page says of such a run; empty for any other. */
    public static String notice(List<Broken> broken) {
        return broken.isEmpty()
                ? ""
                : "THE GLASS WAS BROKEN by %s: not enough people had approved. \u201c%s\u201d"
                        .formatted(broken.get(0).by(), broken.get(0).reason());
    }
}
