package org.handover.step;

import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;

/**
 * Makes sure that this run holds its SSO system. The reservation itself is won in the transaction that starts the run, so
 * a process that came into being by another door stops here.
 */
public final class ReserveSsoSystemDelegate implements JavaDelegate {

    private final Failovers failovers;

    public ReserveSsoSystemDelegate(Failovers failovers) {
        this.failovers = failovers;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String key = String.valueOf(execution.getProcessBusinessKey());
        Optional<Failover> failover = FailoverId.isValid(key) ? failovers.find(new FailoverId(key)) : Optional.empty();
        boolean holds = failover.isPresent()
                && execution.getProcessInstanceId().equals(failover.get().processInstanceId())
                && failovers
                        .reservedBy(failover.get().estate(), failover.get().ssoSystem())
                        .equals(Optional.of(failover.get().id()));
        if (!holds) {
            throw new ProcessEngineException(
                    "This process was not started as a failover and holds no SSO system. Start one with POST /api/failovers.");
        }
    }
}
