package org.handover.app.engine;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.handover.journal.FailoverId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Passes on word of each task that comes up; of several for the same approval, the first stands for all. */
@Component
final class TaskComesUp implements TaskListener {

    private final ObjectProvider<WaitingTasks> listeners;

    TaskComesUp(ObjectProvider<WaitingTasks> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void notify(DelegateTask task) {
        WaitingTasks listener = listeners.getIfAvailable();
        String failover = String.valueOf(task.getExecution().getProcessBusinessKey());
        if (listener == null || !FailoverId.isValid(failover)) {
            return;
        }
        HumanTask.of(task.getTaskDefinitionKey())
                .filter(human -> human != HumanTask.APPROVE_CHANGE || isFirst(task))
                .ifPresent(human -> listener.comesUp(
                        new FailoverId(failover),
                        human,
                        task.getId(),
                        task.getName(),
                        task.getDueDate() == null ? null : task.getDueDate().toInstant()));
    }

    private static boolean isFirst(DelegateTask task) {
        return !(task.getExecution().getVariableLocal("loopCounter") instanceof Integer number) || number == 0;
    }
}
