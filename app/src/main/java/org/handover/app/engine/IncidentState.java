package org.handover.app.engine;

import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A local step whose retries are used up needs a person: the failover says so as soon as the engine does. */
@Component
final class IncidentState extends DefaultIncidentHandler {

    private final Failovers failovers;
    private final Ledger ledger;

    IncidentState(Failovers failovers, Ledger ledger) {
        super(Incident.FAILED_JOB_HANDLER_TYPE);
        this.failovers = failovers;
        this.ledger = ledger;
    }

    @Override
    public @Nullable Incident handleIncident(IncidentContext context, String message) {
        ExecutionEntity execution =
                Context.getCommandContext().getExecutionManager().findExecutionById(context.getExecutionId());
        String key = execution == null ? "" : String.valueOf(execution.getProcessBusinessKey());
        if (FailoverId.isValid(key)) {
            FailoverId id = new FailoverId(key);
            failovers.state(id, FailoverState.NEEDS_DECISION);
            ledger.append(
                    id,
                    Ledger.ENGINE,
                    "step.stuck",
                    Journal.ordered(
                            "activity", String.valueOf(context.getActivityId()), "why", String.valueOf(message)));
        }
        return null;
    }

    @Override
    public void resolveIncident(IncidentContext context) {
        // the engine's own handler, which stands before this one, keeps the incident itself
    }

    @Override
    public void deleteIncident(IncidentContext context) {
        // as above
    }
}
