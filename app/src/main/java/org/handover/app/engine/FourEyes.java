package org.handover.app.engine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.handover.app.configuration.ConfigurationChanges;
import org.handover.journal.Approvals;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failover;
import org.handover.journal.Notices;
import org.handover.journal.Plans;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.springframework.stereotype.Component;

/** What a second person says: to the plan before it is carried out, and to a run that went on without one. */
@Component
final class FourEyes {

    private final Plans plans;
    private final Approvals approvals;
    private final BreakGlass breakGlass;
    private final Inventory inventory;
    private final ConfigurationChanges changes;
    private final Notices notices;

    FourEyes(
            Plans plans,
            Approvals approvals,
            BreakGlass breakGlass,
            Inventory inventory,
            ConfigurationChanges changes,
            Notices notices) {
        this.plans = plans;
        this.approvals = approvals;
        this.breakGlass = breakGlass;
        this.inventory = inventory;
        this.changes = changes;
        this.notices = notices;
    }

    /** Refuses whoever can never be the second person for this task. */
    void demand(HumanTask human, Failover failover, String actor) {
        boolean second = human == HumanTask.APPROVE_CHANGE || human == HumanTask.REVIEW_BREAK_GLASS;
        if (second && failover.isAskedForBy(actor)) {
            throw new RefusedAttemptException(
                    "%s asked for this change, so somebody else has to decide on it.".formatted(actor));
        }
        if (human == HumanTask.APPROVE_CHANGE && !system(failover).approval().mayApprove(actor)) {
            throw new RefusedAttemptException("The inventory says who approves on %s: %s."
                    .formatted(
                            failover.ssoSystem(),
                            String.join(", ", system(failover).approval().approvers())));
        }
        if (human == HumanTask.REVIEW_BREAK_GLASS
                && breakGlass.of(failover.id()).stream()
                        .anyMatch(broken -> broken.by().equalsIgnoreCase(actor))) {
            throw new RefusedAttemptException("%s broke the glass, so somebody else reviews it.".formatted(actor));
        }
    }

    void approve(DelegateTask task, Failover failover, String actor, boolean approves, String words) {
        demand(HumanTask.APPROVE_CHANGE, failover, actor);
        Plans.Made made = planOnTheForm(task, failover);
        boolean again = approvals.given(failover.id(), made.digest()).stream()
                .anyMatch(yes -> yes.approver().equalsIgnoreCase(actor));
        if (again) {
            throw new RefusedAttemptException(
                    "%s has approved this plan already; another person has to be the next.".formatted(actor));
        }
        SsoSystem system = system(failover);
        approvals.record(failover.id(), made.digest(), actor, approves, words, system.approvalValidity());
        if (approves) {
            changes.confirmBehind(system, actor);
        } else {
            task.getExecution().setVariable("changeRejected", true);
        }
        task.getExecution()
                .setVariable("approvalsSoFar", soFar(system, approvals.answers(failover.id(), made.digest())));
    }

    private static String soFar(SsoSystem system, List<Approvals.Given> answers) {
        return Stream.concat(
                        Stream.of("%d of %d"
                                .formatted(
                                        answers.stream()
                                                .filter(Approvals.Given::approves)
                                                .count(),
                                        system.approvalsNeeded())),
                        answers.stream().map(given -> given.approver() + (given.approves() ? "" : " rejected")))
                .collect(Collectors.joining(", "));
    }

    void breakGlass(DelegateTask task, Failover failover, String actor, String reason) {
        Plans.Made made = planOnTheForm(task, failover);
        SsoSystem system = system(failover);
        if (!system.approval().breakGlass()) {
            throw new RefusedAttemptException(
                    "The inventory does not allow breaking the glass on %s.".formatted(failover.ssoSystem()));
        }
        breakGlass.record(failover.id(), made.digest(), actor, reason, system.approvalValidity());
        List<BreakGlass.Broken> broken = breakGlass.of(failover.id());
        String notice = Stream.of(BreakGlass.notice(broken), system.notice())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        task.getExecution().setVariable("estateNotice", notice);
        notices.tell(
                failover,
                "glass.broken",
                Notices.EVERYBODY,
                "%s goes on by the word of %s, without the approvals that it needs: %s"
                        .formatted(failover.id(), actor, reason));
    }

    void review(Failover failover, String actor, String decision, String words) {
        demand(HumanTask.REVIEW_BREAK_GLASS, failover, actor);
        breakGlass.recordReview(failover.id(), actor, decision, words);
        if (decision.equals("object")) {
            notices.tell(
                    failover,
                    "glass.objected",
                    Notices.EVERYBODY,
                    "%s objects to what was done in %s with the glass broken: %s"
                            .formatted(actor, failover.id(), words));
        }
    }

    private Plans.Made planOnTheForm(DelegateTask task, Failover failover) {
        Plans.Made made = plans.current(failover.id())
                .orElseThrow(() -> new RefusedAttemptException("There is no plan to decide on."));
        if (!made.digest().value().equals(task.getVariable("planDigest"))) {
            throw new RefusedAttemptException(
                    "The plan changed while this form was open. Open the task again and read the new one.");
        }
        return made;
    }

    private SsoSystem system(Failover failover) {
        return inventory
                .find(failover.estate(), failover.ssoSystem())
                .orElseThrow(() -> new RefusedAttemptException("The inventory no longer has this SSO system."));
    }
}
