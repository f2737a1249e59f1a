package org.handover.app.engine;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.springframework.stereotype.Component;

/** Writes the failover's state in the transaction of the step that changes it: which activity stands for which state. */
@Component
final class ActivityStates implements ExecutionListener {

    private static final Map<String, FailoverState> STATES = Map.ofEntries(
            Map.entry("lookAtEstate", FailoverState.CHECKING),
            Map.entry("makePlan", FailoverState.CHECKING),
            Map.entry("decideOnFailedChecks", FailoverState.NEEDS_DECISION),
            Map.entry("approveChange", FailoverState.AWAITING_APPROVAL),
            Map.entry("askForApprovalAgain", FailoverState.AWAITING_APPROVAL),
            Map.entry("writeUpdateFile", FailoverState.PROMOTING),
            Map.entry("validateUpdateFile", FailoverState.PROMOTING),
            Map.entry("giveRestorePassword", FailoverState.AWAITING_PASSWORD),
            Map.entry("confirmFormerMasterIsDown", FailoverState.PROMOTING),
            Map.entry("setSsoServer", FailoverState.PROMOTING),
            Map.entry("updateDatabase", FailoverState.PROMOTING),
            Map.entry("confirmDatabase", FailoverState.PROMOTING),
            Map.entry("stopService", FailoverState.PROMOTING),
            Map.entry("startService", FailoverState.PROMOTING),
            Map.entry("restoreSecret", FailoverState.PROMOTING),
            Map.entry("proveRestore", FailoverState.PROMOTING),
            Map.entry("startDependents", FailoverState.PROMOTING),
            Map.entry("waitForPolls", FailoverState.VERIFYING),
            Map.entry("verifyPromotion", FailoverState.VERIFYING),
            Map.entry("confirmResult", FailoverState.AWAITING_CONFIRMATION),
            Map.entry("decideHowToGoOn", FailoverState.NEEDS_DECISION));

    private final Failovers failovers;

    ActivityStates(Failovers failovers) {
        this.failovers = failovers;
    }

    static Optional<FailoverState> of(String activity) {
        return Optional.ofNullable(STATES.get(activity));
    }

    @Override
    public void notify(DelegateExecution execution) {
        String key = String.valueOf(execution.getProcessBusinessKey());
        if (!FailoverId.isValid(key)) {
            return;
        }
        String activity = execution.getCurrentActivityId();
        if (activity.equals("carryOut")) {
            activity = String.valueOf(execution.getVariable("step"));
        }
        of(activity).ifPresent(state -> failovers.state(new FailoverId(key), state));
    }
}
