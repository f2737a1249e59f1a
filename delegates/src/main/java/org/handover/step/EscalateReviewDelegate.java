package org.handover.step;

import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Notices;

/** The day for the review of a broken glass is over and nobody has reviewed it: that is seen, and everybody is told. */
public final class EscalateReviewDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final Notices notices;

    public EscalateReviewDelegate(Failovers failovers, Notices notices) {
        this.failovers = failovers;
        this.notices = notices;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Failover failover = failovers.get(new FailoverId(execution.getProcessBusinessKey()));
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .list()
                .forEach(task -> tasks.setPriority(task.getId(), EscalateApprovalDelegate.URGENT));
        execution.setVariable("reviewOverdue", true);
        notices.tell(
                failover,
                "review.overdue",
                Notices.EVERYBODY,
                "%s went on with one person, and nobody has reviewed it within a day.".formatted(failover.id()));
    }
}
