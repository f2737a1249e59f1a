package org.handover.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The wall stands directly before a change is typed. It looks only at our own tables and at the lease, so a process that was
 * started in the middle, modified, or completed by a stranger types nothing. What it lets through has an intent, committed.
 */
public final class Wall {

    private final TransactionOperations transactions;
    private final Failovers failovers;
    private final Plans plans;
    private final Approvals approvals;
    private final Journal journal;
    private final Ledger ledger;
    private final ApprovalsNeeded approvalsNeeded;
    private final PlanBinding binding;
    private final BreakGlass breakGlass;
    private final Clock clock;

    /** How many different people have to say yes on an SSO system. */
    @FunctionalInterface
    public interface ApprovalsNeeded {
        int on(Failover failover);
    }

    public Wall(
            TransactionOperations transactions,
            Failovers failovers,
            Plans plans,
            Approvals approvals,
            Journal journal,
            Ledger ledger,
            ApprovalsNeeded approvalsNeeded,
            PlanBinding binding,
            BreakGlass breakGlass,
            Clock clock) {
        this.transactions = transactions;
        this.failovers = failovers;
        this.plans = plans;
        this.approvals = approvals;
        this.journal = journal;
        this.ledger = ledger;
        this.approvalsNeeded = approvalsNeeded;
        this.binding = binding;
        this.breakGlass = breakGlass;
        this.clock = clock;
    }

    /** What an attempt wants to type. */
    public record Wish(
            FailoverId failover, String step, String commandLine, Map<String, String> noted, String worker) {}

    /** The wall's answer. */
    public sealed interface Answer {
        /** Go: the intent is committed. */
        record Through(Intent intent) implements Answer {}

        /** Nothing may be typed; the sentence says why. */
        record Refused(String sentence) implements Answer {}

        /** The engine may have given the step to somebody else; nothing may be typed here, and the step has not failed. */
        record LeaseLost(String sentence) implements Answer {}

        /** Before the run's first change the approval ran out, or what was approved is no longer what would be done. */
        record ApprovalExpired(String sentence) implements Answer {}
    }

    /** @param leaseHeld whether the worker still holds the engine's lease on the step; asked inside the transaction */
    public Answer pass(Wish wish, ClaimNames claims, BooleanSupplier leaseHeld) {
        Answer answer = transactions.execute(status -> check(wish, claims, leaseHeld));
        if (answer == null) {
            throw new IllegalStateException("The wall gave no answer.");
        }
        recordRefusal(wish, answer);
        return answer;
    }

    /**
     * For what a reading step types beyond a question, which no plan names and nobody approves (the backup of law 2): the run
     * still has to be open, to hold its SSO system, and to be carried out by this node.
     *
     * @return refused, or the lease lost, which stands in the ledger then; empty where it may be typed
     */
    public Optional<Answer> refusesWithoutPlan(Wish wish, BooleanSupplier leaseHeld) {
        Answer refused = transactions.execute(status -> {
            Failover failover = failovers.lock(wish.failover());
            return openAndReserved(failover, null)
                    .<Answer>map(Answer.Refused::new)
                    .or(() -> leaseLost(wish.step(), leaseHeld).map(Answer.LeaseLost::new))
                    .orElse(null);
        });
        if (refused != null) {
            recordRefusal(wish, refused);
        }
        return Optional.ofNullable(refused);
    }

    /**
     * A run that succeeded holds its SSO system again only while two people have its former master enabled: then the steps of
     * that branch are typed, and no others.
     */
    private Optional<String> openAndReserved(Failover failover, @Nullable PlannedStep step) {
        boolean enabling = failover.state() == FailoverState.SUCCEEDED
                && step != null
                && step.branch() == PlannedStep.Branch.FORMER_ENABLED;
        if (failover.state().isEnd() && !enabling) {
            return Optional.of("%s has ended as %s; nothing is typed for it any more."
                    .formatted(failover.id(), failover.state().word()));
        }
        if (!failovers.reservedBy(failover.estate(), failover.ssoSystem()).equals(Optional.of(failover.id()))) {
            return Optional.of("%s does not hold the reservation of SSO system %s; nothing was typed."
                    .formatted(failover.id(), failover.ssoSystem().value()));
        }
        return Optional.empty();
    }

    private static Optional<String> leaseLost(String step, BooleanSupplier leaseHeld) {
        return leaseHeld.getAsBoolean()
                ? Optional.empty()
                : Optional.of(
                        "This node no longer holds the step %s, another one may; nothing was typed.".formatted(step));
    }

    /** Names the directory that an attempt's command line creates before it acts. */
    @FunctionalInterface
    public interface ClaimNames {
        Claimed of(int attempt);
    }

    /** @param commandLine what is typed: create the directory, and only then act */
    public record Claimed(String claim, String commandLine) {}

    private Answer check(Wish wish, ClaimNames claims, BooleanSupplier leaseHeld) {
        Failover failover = failovers.lock(wish.failover());
        Plans.Made made = plans.current(failover.id()).orElse(null);
        PlannedStep step = made == null ? null : made.plan().step(wish.step());
        Optional<String> closed = openAndReserved(failover, step);
        if (closed.isPresent()) {
            return new Answer.Refused(closed.get());
        }
        if (made == null || step == null) {
            return new Answer.Refused("%s has no plan; nothing was typed.".formatted(failover.id()));
        }
        Optional<String> contradiction = step.branch() == PlannedStep.Branch.FORMER_ENABLED
                ? Optional.empty() // two people ask for that long after the run, whose models may be gone
                : binding.contradiction(failover, made.plan());
        if (contradiction.isPresent()) {
            return noLongerApproved(failover, contradiction.get());
        }
        Answer approved = approved(failover, made, step);
        if (approved != null) {
            return approved;
        }
        List<String> proven = journal.provenSteps(failover.id(), made.digest());
        List<String> missing = step.requires().stream()
                .filter(required -> !proven.contains(required))
                .toList();
        if (!missing.isEmpty()) {
            return new Answer.Refused(
                    "%s may not be typed yet: the plan asks for %s first, which is not proven in this run."
                            .formatted(step.id(), String.join(", ", missing)));
        }
        String undone = step.undoes();
        if (undone != null && !meant(failover, undone)) {
            return new Answer.Refused("%s undoes %s, which was not meant to be done in this run; nothing was typed."
                    .formatted(step.id(), undone));
        }
        if (journal.openIntent(failover.id()).isPresent()) {
            return new Answer.Refused(
                    "Another change of %s is not settled yet; nothing was typed.".formatted(failover.id()));
        }
        Optional<String> lost = leaseLost(step.id(), leaseHeld);
        if (lost.isPresent()) {
            return new Answer.LeaseLost(lost.get());
        }
        int attempt = journal.attempts(failover.id(), step.id()).size() + 1;
        Claimed claimed = claims.of(attempt);
        return new Answer.Through(journal.open(
                failover.id(),
                made.digest(),
                step,
                attempt,
                claimed.commandLine(),
                claimed.claim(),
                wish.noted(),
                wish.worker()));
    }

    private Answer noLongerApproved(Failover failover, String why) {
        return journal.anyChangeBegan(failover.id())
                ? new Answer.Refused(
                        why
                                + " So it is not what was approved, and nothing was typed. Put that back as it was, and try again.")
                : new Answer.ApprovalExpired(why
                        + " So it is not what was approved, and nothing was typed. Ask for approval of a new plan.");
    }

    /** Whether the step was about to be typed in this run, or a person did it by hand in it. */
    private boolean meant(Failover failover, String step) {
        return !journal.attempts(failover.id(), step).isEmpty() || journal.isAsserted(failover.id(), step);
    }

    private @Nullable Answer approved(Failover failover, Plans.Made made, PlannedStep step) {
        List<Approvals.Yes> yes = approvals.given(failover.id(), made.digest()).stream()
                .filter(given -> !failover.isAskedForBy(given.approver()))
                .toList();
        Optional<BreakGlass.Broken> broken = breakGlass.of(failover.id(), made.digest());
        int needed = approvalsNeeded.on(failover);
        if (broken.isEmpty() && yes.size() < needed) {
            return new Answer.Refused(
                    "%s may not be typed: %d of %d approvals of this plan were given by somebody other than %s."
                            .formatted(step.id(), yes.size(), needed, failover.requestedBy()));
        }
        if (journal.anyChangeBegan(failover.id())) {
            return null;
        }
        Instant now = clock.instant();
        long valid =
                yes.stream().filter(given -> now.isBefore(given.expiresAt())).count();
        boolean brokenInTime =
                broken.filter(glass -> now.isBefore(glass.expiresAt())).isPresent();
        if (valid < needed && !brokenInTime) {
            return new Answer.ApprovalExpired(
                    "The approval of %s ran out before anything was changed; ask for it again."
                            .formatted(failover.id()));
        }
        return null;
    }

    private void recordRefusal(Wish wish, Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            recordRefusal(wish, refused.sentence());
        } else if (answer instanceof Answer.LeaseLost lost) {
            recordRefusal(wish, lost.sentence());
        } else if (answer instanceof Answer.ApprovalExpired expired) {
            recordRefusal(wish, expired.sentence());
        }
    }

    private void recordRefusal(Wish wish, String sentence) {
        transactions.executeWithoutResult(status -> ledger.append(
                wish.failover(),
                Ledger.ENGINE,
                "wall.refused",
                Journal.ordered("step", wish.step(), "why", sentence, "worker", wish.worker())));
    }
}
