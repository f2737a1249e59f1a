package org.handover.app.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            Map.entry("choosePath", FailoverState.CHECKING),
            Map.entry("runPreflightChecks", FailoverState.CHECKING),
            Map.entry("backUpFormerSecret", FailoverState.CHECKING),
            Map.entry("makePlan", FailoverState.CHECKING),
            Map.entry("decideOnFailedChecks", FailoverState.NEEDS_DECISION),
            Map.entry("decideHowToGoOn", FailoverState.NEEDS_DECISION),
            Map.entry("approveChange", FailoverState.AWAITING_APPROVAL),
            Map.entry("breakGlass", FailoverState.AWAITING_APPROVAL),
            Map.entry("reviewBreakGlass", FailoverState.VERIFYING), // begins after the run's end, whose state stays
            Map.entry("askForApprovalAgain", FailoverState.AWAITING_APPROVAL),
            Map.entry("giveBackupPassword", FailoverState.AWAITING_PASSWORD),
            Map.entry("giveRestorePassword", FailoverState.AWAITING_PASSWORD),
            Map.entry("placeRestoreFile", FailoverState.PROMOTING),
            Map.entry("writeUpdateFile", FailoverState.PROMOTING),
            Map.entry("validateUpdateFile", FailoverState.PROMOTING),
            Map.entry("confirmFormerMasterIsDown", FailoverState.PROMOTING),
            Map.entry("setSsoServer", FailoverState.PROMOTING),
            Map.entry("updateDatabase", FailoverState.PROMOTING),
            Map.entry("confirmDatabase", FailoverState.PROMOTING),
            Map.entry("openSnapInChange", FailoverState.PROMOTING),
            Map.entry("changeInSnapIn", FailoverState.PROMOTING),
            Map.entry("checkSnapInChange", FailoverState.PROMOTING),
            Map.entry("stopService", FailoverState.PROMOTING),
            Map.entry("startService", FailoverState.PROMOTING),
            Map.entry("restoreSecret", FailoverState.PROMOTING),
            Map.entry("proveRestore", FailoverState.PROMOTING),
            Map.entry("startDependents", FailoverState.PROMOTING),
            Map.entry("removeRestoreFile", FailoverState.PROMOTING),
            Map.entry("typeByHand", FailoverState.PROMOTING),
            Map.entry("waitForPolls", FailoverState.VERIFYING),
            Map.entry("verifyPromotion", FailoverState.VERIFYING),
            Map.entry("acceptResult", FailoverState.VERIFYING),
            Map.entry("decideOnFormerMaster", FailoverState.VERIFYING),
            Map.entry("makeFormerOrdinary", FailoverState.VERIFYING),
            Map.entry("disableFormer", FailoverState.VERIFYING),
            Map.entry("enableFormer", FailoverState.SUCCEEDED),
            Map.entry("takeFreshBackup", FailoverState.VERIFYING),
            Map.entry("takeBackup", FailoverState.VERIFYING),
            Map.entry("confirmResult", FailoverState.AWAITING_CONFIRMATION),
            Map.entry("rollBack", FailoverState.ROLLING_BACK),
            Map.entry("checkWayBack", FailoverState.ROLLING_BACK),
            Map.entry("writeWayBackFile", FailoverState.ROLLING_BACK),
            Map.entry("nameFormer", FailoverState.ROLLING_BACK),
            Map.entry("stopFormer", FailoverState.ROLLING_BACK),
            Map.entry("startFormer", FailoverState.ROLLING_BACK),
            Map.entry("proveFormer", FailoverState.ROLLING_BACK),
            Map.entry("stopNew", FailoverState.ROLLING_BACK),
            Map.entry("startNew", FailoverState.ROLLING_BACK),
            Map.entry("proveNewIsMember", FailoverState.ROLLING_BACK),
            Map.entry("startFormersDependents", FailoverState.ROLLING_BACK),
            Map.entry("startNewsDependents", FailoverState.ROLLING_BACK),
            Map.entry("setSsoServerBack", FailoverState.ROLLING_BACK));

    /** A step stands for the same state whoever types it. */
    private static final Set<String> IN_A_STEP = Set.of("carryOut", "typeByHand");

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
        if (IN_A_STEP.contains(activity)) {
            activity = String.valueOf(execution.getVariable("step"));
        }
        of(activity).ifPresent(state -> failovers.state(new FailoverId(key), state));
    }
}
