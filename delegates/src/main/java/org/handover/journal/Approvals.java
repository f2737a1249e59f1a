package org.handover.journal;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who said yes or no to the exact plan, and until when a yes counts. */
public final class Approvals {

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Clock clock;

    public Approvals(JdbcClient jdbc, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Records the answer in the transaction that completes the task. */
    public void record(
            FailoverId failover,
            PlanDigest plan,
            String approver,
            boolean approves,
            @Nullable String comment,
            Duration validity) {
        Instant now = clock.instant();
        String decision = approves ? "approve" : "reject";
        jdbc.sql("insert into handover.approval values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        failover.value(),
                        plan.value(),
                        approver,
                        decision,
                        comment,
                        Timestamp.from(now),
                        Timestamp.from(now.plus(validity)))
                .update();
        ledger.append(
                failover,
                approver,
                "approval",
                Journal.ordered(
                        "plan",
                        plan.value(),
                        "decision",
                        decision,
                        "comment",
                        comment == null ? "" : comment,
                        "expiresAt",
                        now.plus(validity).toString()));
    }

    /**
     * An approver's answer to a plan.
     *
     * @param expiresAt until when a yes lets the run's first change through
     */
    public record Given(
            String approver, boolean approves, @Nullable String comment, Instant decidedAt, Instant expiresAt) {}

    /** Every answer to a plan, the first one first. */
    public List<Given> answers(FailoverId failover, PlanDigest plan) {
        return jdbc.sql("select * from handover.approval where failover_id = ? and plan_digest = ? order by decided_at")
                .params(failover.value(), plan.value())
                .query((row, number) -> new Given(
                        row.getString("approver"),
                        row.getString("decision").equals("approve"),
                        row.getString("comment"),
                        row.getTimestamp("decided_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    /** An approver's yes to a plan. */
    public record Yes(String approver, Instant expiresAt) {}

    public List<Yes> given(FailoverId failover, PlanDigest plan) {
        return jdbc.sql(
                        """
                        select approver, expires_at from handover.approval
                        where failover_id = ? and plan_digest = ? and decision = 'approve'""")
                .params(failover.value(), plan.value())
                .query((row, number) -> new Yes(
                        row.getString("approver"),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }
}
