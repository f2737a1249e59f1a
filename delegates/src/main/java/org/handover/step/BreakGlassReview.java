package org.handover.step;

import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.journal.BreakGlass;
import org.handover.journal.FailoverId;

/** Asks for the review of a run that broke the glass, whatever its end was. */
public final class BreakGlassReview {

    public static final String PROCESS = "review-break-glass";

    private final BreakGlass breakGlass;

    public BreakGlassReview(BreakGlass breakGlass) {
        this.breakGlass = breakGlass;
    }

    /** In the transaction in which the run ends; a run that was approved by two needs none. */
    public void askFor(FailoverId failover, RuntimeService runtime) {
        if (!breakGlass.of(failover).isEmpty()) {
            Instant due = ClockUtil.getCurrentTime().toInstant().plus(BreakGlass.REVIEWED_WITHIN);
            runtime.startProcessInstanceByKey(
                    PROCESS, failover.value(), Variables.createVariables().putValue("reviewDueAt", Date.from(due)));
        }
    }
}
