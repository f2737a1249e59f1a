package org.handover.app.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.springframework.stereotype.Component;

/**
 * Stands at every change of a task's assignee: whoever may answer it claims it, for themselves and for nobody else, or gives
 * back what somebody has claimed and left lying.
 */
@Component
final class ClaimGuard implements TaskListener {

    private final Failovers failovers;
    private final Ledger ledger;
    private final FourEyes fourEyes;
    private final RefusedAttempts refusals;

    ClaimGuard(Failovers failovers, Ledger ledger, FourEyes fourEyes, RefusedAttempts refusals) {
        this.failovers = failovers;
        this.ledger = ledger;
        this.fourEyes = fourEyes;
        this.refusals = refusals;
    }

    @Override
    public void notify(DelegateTask task) {
        FailoverId id = new FailoverId(task.getExecution().getProcessBusinessKey());
        HumanTask human = HumanTask.of(task.getTaskDefinitionKey()).orElseThrow();
        Actor actor = Actor.ofThisCommand();
        try {
            check(task, human, failovers.get(id), actor);
        } catch (RefusedAttemptException e) {
            refusals.record(
                    id.value(),
                    actor.name(),
                    "claim.refused",
                    Journal.ordered("task", human.id(), "why", String.valueOf(e.getMessage())));
            throw e;
        }
        ledger.append(
                id,
                actor.name(),
                task.getAssignee() == null ? "task.unclaimed" : "task.claimed",
                Journal.ordered("task", human.id()));
    }

    private void check(DelegateTask task, HumanTask human, Failover failover, Actor actor) {
        actor.demand(human);
        if (task.getAssignee() == null) {
            return;
        }
        if (!task.getAssignee().equals(actor.name())) {
            throw new RefusedAttemptException("Everybody claims a task for themselves: %s cannot give it to %s."
                    .formatted(actor.name(), task.getAssignee()));
        }
        fourEyes.demand(human, failover, actor.name());
    }
}
