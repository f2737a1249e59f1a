package org.handover.app.failover;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.handover.app.restraint.Restraint;
import org.jspecify.annotations.Nullable;

/**
 * A failover as REST shows it.
 *
 * @param path {@code auto} until it is chosen
 * @param incidents what tools have reported and belongs to it, the newest twenty
 * @param startedByTool whether a person has acknowledged it; absent where it holds no tool back
 * @param known what is known of who is master, once the run has ended
 */
public record FailoverView(
        String id,
        String estate,
        String estateNotice,
        String ssoSystem,
        String formerMasterSecretServer,
        String newMasterSecretServer,
        String situation,
        String path,
        boolean rehearsal,
        boolean demonstration,
        String state,
        @Nullable String outcome,
        @Nullable String known,
        PointOfNoReturn pointOfNoReturn,
        String nextAct,
        String reason,
        @Nullable JsonNode incident,
        List<AttachedIncidents.IncidentView> incidents,
        long incidentsInAll,
        Restraint.@Nullable ToolStart startedByTool,
        String requestedBy,
        @Nullable String requestedFor,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        String restoreFile,
        @Nullable String planDigest,
        List<ApprovalView> approvals,
        int approvalsNeeded,
        @Nullable BrokenGlassView brokenGlass,
        @Nullable FormerReturned formerReturned,
        @Nullable SettlementView settlement,
        @Nullable EnablingView enabling,
        @Nullable List<LeftView> left,
        @Nullable RehearsalView rehearsed,
        List<TaskView> tasks,
        List<StuckView> stuck,
        Map<String, String> links) {

    public record PointOfNoReturn(boolean passed, String means, boolean rollBackOffered) {}

    /**
     * The former master has answered again, and nobody has settled what becomes of it.
     *
     * @param since when it was first seen to answer
     * @param lastSeen when it answered last
     * @param means what that means, and whether it still answers
     */
    public record FormerReturned(String server, Instant since, @Nullable Instant lastSeen, String means) {}

    /**
     * An approver's answer to the present plan.
     *
     * @param decision {@code approve} or {@code reject}
     * @param expiresAt until when a yes lets the first change through
     */
    public record ApprovalView(String by, String decision, @Nullable String comment, Instant at, Instant expiresAt) {}

    /**
     * The run went on with one person.
     *
     * @param review what the second person said of it, {@code seen} or {@code object}; absent until then
     * @param reviewDueAt until when it has to be reviewed, once the run has ended
     */
    public record BrokenGlassView(
            String by,
            String reason,
            Instant at,
            @Nullable String review,
            @Nullable String reviewedBy,
            @Nullable Instant reviewedAt,
            @Nullable String comment,
            @Nullable Instant reviewDueAt,
            boolean overdue) {}

    /** How far the settlement of a run has come that was left open. */
    public record SettlementView(
            String askedBy,
            Instant askedAt,
            String words,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {}

    /**
     * How far it has come that the former master is enabled again which this run disabled.
     *
     * @param enabled whether it is proven to run there again, or was left to a person; absent until it has ended
     */
    public record EnablingView(
            String askedBy,
            Instant askedAt,
            String words,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt,
            @Nullable Instant endedAt,
            @Nullable Boolean enabled) {}

    /** A step of a run that was left open which is not proven: what is to be typed by hand, where it is still wanted. */
    public record LeftView(String step, String name, String server, String command) {}

    /** @param doesNotProve what a rehearsal leaves open about the real servers */
    public record RehearsalView(List<String> doesNotProve) {}

    /** A local step that used up its retries; {@code POST …/retry} tries it again. */
    public record StuckView(String activity, String why) {}

    /** What a person has to type, where and as whom; {@code answer} of the decision is what the server printed. */
    public record ByHandView(String server, String account, String command, String why) {}

    /**
     * @param decisions what {@code POST /api/tasks/{id}/decision} takes
     * @param priority 50 is usual, 90 cannot wait
     */
    public record TaskView(
            String id,
            String key,
            String name,
            List<String> candidateGroups,
            Instant createdAt,
            List<String> decisions,
            @Nullable ByHandView byHand,
            @Nullable Instant dueAt,
            int priority,
            String url) {}
}
