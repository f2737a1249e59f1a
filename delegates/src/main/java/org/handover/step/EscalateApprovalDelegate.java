package org.handover.step;

import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.task.Task;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Notices;
import org.handover.sso.ApprovalRules;
import org.handover.sso.SsoSystem;

/**
 * Half of the time for an approval is over: the open tasks become more urgent, whom the inventory names is asked by name and
 * told, and where the inventory allows it the glass may be broken from now on.
 */
public final class EscalateApprovalDelegate implements JavaDelegate {

    /** Of a task that cannot wait; an ordinary one has 50. */
    static final int URGENT = 90;

    private final Failovers failovers;
    private final Inventory inventory;
    private final Notices notices;

    public EscalateApprovalDelegate(Failovers failovers, Inventory inventory, Notices notices) {
        this.failovers = failovers;
        this.inventory = inventory;
        this.notices = notices;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Failover failover = failovers.get(new FailoverId(execution.getProcessBusinessKey()));
        ApprovalRules rules = inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(SsoSystem::approval)
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer has the SSO system %s.".formatted(failover.ssoSystem())));
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        List<Task> open = tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey("approveChange")
                .list();
        for (Task task : open) {
            tasks.setPriority(task.getId(), URGENT);
            rules.escalateTo().forEach(person -> tasks.addCandidateUser(task.getId(), person));
        }
        execution.setVariable("approvalEscalated", true);
        execution.setVariable("breakGlassAllowed", rules.breakGlass());
        notices.tell(
                failover,
                "approval.late",
                rules.escalateTo().isEmpty() ? Notices.EVERYBODY : rules.escalateTo(),
                "%s still waits for %d of %d approvals, and half of the time for them is over: %s is to become the master secret server of %s."
                        .formatted(
                                failover.id(),
                                open.size(),
                                rules.needed(),
                                failover.newMaster(),
                                failover.ssoSystem()));
    }
}
