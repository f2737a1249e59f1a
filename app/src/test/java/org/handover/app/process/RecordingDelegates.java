package org.handover.app.process;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.handover.step.CalledProcessGuard;

/**
 * The beans that the models name: the local steps write down that they ran and set what the models need of them; the guard
 * of the called processes is the real one.
 */
final class RecordingDelegates {

    /** Start variables by which a test says what the plan is to be like. */
    static final String APPROVALS = "test.approvalsNeeded";

    static final String ASKS_THIS_COMPUTER = "test.asksThisComputer";

    static final String RESTORE_FILE_IN_STORE = "test.restoreFileInStore";

    /** Whether the escalation finds that the glass may be broken. */
    static final String BREAK_GLASS = "test.breakGlass";

    /** How long a request for approval waits. */
    static final Duration APPROVAL = Duration.ofMinutes(15);

    /** Names an activity whose local step throws. */
    static final String THROWS_AT = "test.throwsAt";

    private final Map<String, List<String>> acts = new ConcurrentHashMap<>();

    Map<Object, Object> asBeans() {
        JavaDelegate reserve = execution -> acted(execution, "reserved");
        JavaDelegate makePlan = this::makePlan;
        JavaDelegate accept = execution -> acted(execution, "accepted");
        JavaDelegate endFailover = execution -> acted(execution, "ended " + execution.getVariable("endState"));
        JavaDelegate endEnabling = execution -> acted(execution, "enabling ended");
        JavaDelegate escalateApproval = execution -> {
            acted(execution, "approval escalated");
            execution.setVariable("breakGlassAllowed", execution.getVariable(BREAK_GLASS));
        };
        JavaDelegate showBreakGlass = execution -> acted(execution, "broken glass shown");
        JavaDelegate escalateReview = execution -> acted(execution, "review escalated");
        return Map.of(
                "reserveSsoSystemDelegate", reserve,
                "makePlanDelegate", makePlan,
                "acceptResultDelegate", accept,
                "endFailoverDelegate", endFailover,
                "endEnablingDelegate", endEnabling,
                "escalateApprovalDelegate", escalateApproval,
                "showBreakGlassDelegate", showBreakGlass,
                "escalateReviewDelegate", escalateReview,
                "calledProcessGuard", new CalledProcessGuard());
    }

    /** What the local steps of a run did, in order. */
    List<String> acts(String businessKey) {
        return List.copyOf(acts.getOrDefault(businessKey, List.of()));
    }

    private void makePlan(DelegateExecution execution) {
        acted(execution, "planned");
        execution.setVariable(
                "planDigest",
                "digest " + acts(execution.getProcessBusinessKey()).size());
        execution.setVariable("approvalsNeeded", execution.getVariable(APPROVALS));
        execution.setVariable("asksThisComputer", execution.getVariable(ASKS_THIS_COMPUTER));
        execution.setVariable("restoreFileInStore", execution.getVariable(RESTORE_FILE_IN_STORE));
        execution.setVariable("planPointsBack", !Boolean.TRUE.equals(execution.getVariable(ASKS_THIS_COMPUTER)));
        execution.setVariable("changeRejected", false);
        execution.setVariable("approvalIsLateAfter", APPROVAL.dividedBy(2).toString());
        execution.setVariable("approvalLapsesAfter", APPROVAL.toString());
        execution.setVariable(
                "approvalLapsesAt",
                Date.from(ClockUtil.getCurrentTime().toInstant().plus(APPROVAL)));
    }

    private void acted(DelegateExecution execution, String what) {
        if (execution.getCurrentActivityId().equals(execution.getVariable(THROWS_AT))) {
            throw new IllegalStateException(
                    "The service behind %s failed.".formatted(execution.getCurrentActivityId()));
        }
        acts.computeIfAbsent(execution.getProcessBusinessKey(), key -> new CopyOnWriteArrayList<>())
                .add(what);
    }
}
