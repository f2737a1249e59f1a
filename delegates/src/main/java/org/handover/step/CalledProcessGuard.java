package org.handover.step;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** A process that is only a part of the runbook refuses to run by itself. */
public final class CalledProcessGuard implements ExecutionListener {

    @Override
    public void notify(DelegateExecution execution) {
        DelegateExecution caller = execution.getSuperExecution();
        if (caller == null) {
            throw new ProcessEngineException(
                    "This process is a part of change-master-secret-server and runs only when that calls it. Start a failover with POST /api/failovers.");
        }
        execution.setVariable("stepName", caller.getCurrentActivityName());
    }
}
