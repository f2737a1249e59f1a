package org.handover.app.failover;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.journal.Approvals;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failover;
import org.handover.journal.PlanDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What REST shows of the second person: who has answered, and where there was none. */
@Component
final class SecondPersonViews {

    private final Approvals approvals;
    private final BreakGlass breakGlass;
    private final Clock clock;

    SecondPersonViews(Approvals approvals, BreakGlass breakGlass, Clock clock) {
        this.approvals = approvals;
        this.breakGlass = breakGlass;
        this.clock = clock;
    }

    List<FailoverView.ApprovalView> approvals(Failover failover) {
        return Optional.ofNullable(failover.planDigest()).map(PlanDigest::new).stream()
                .flatMap(plan -> approvals.answers(failover.id(), plan).stream())
                .map(given -> new FailoverView.ApprovalView(
                        given.approver(),
                        given.approves() ? "approve" : "reject",
                        given.comment(),
                        given.decidedAt(),
                        given.expiresAt()))
                .toList();
    }

    /** The plans for which the glass was broken, the newest first. */
    List<BreakGlass.Broken> broken(Failover failover) {
        return breakGlass.of(failover.id());
    }

    /** Who cannot be the second person. */
    static String notBy(Failover failover, List<BreakGlass.Broken> broken) {
        return Stream.concat(
                        Stream.of(failover.requestedBy(), failover.requestedFor()),
                        broken.stream().map(BreakGlass.Broken::by))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    FailoverView.@Nullable BrokenGlassView brokenGlass(Failover failover, List<BreakGlass.Broken> broken) {
        if (broken.isEmpty()) {
            return null;
        }
        BreakGlass.Review review = breakGlass.review(failover.id()).orElse(null);
        Instant finished = failover.finishedAt();
        Instant due = finished == null ? null : finished.plus(BreakGlass.REVIEWED_WITHIN);
        return new FailoverView.BrokenGlassView(
                broken.get(0).by(),
                broken.get(0).reason(),
                broken.get(0).at(),
                review == null ? null : review.decision(),
                review == null ? null : review.by(),
                review == null ? null : review.at(),
                review == null || review.comment().isEmpty() ? null : review.comment(),
                due,
                review == null && due != null && clock.instant().isAfter(due));
    }
}
