package org.handover.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Intent;
import org.handover.journal.Journal;

/** Puts on the reviewer's form who broke the glass and why, and everything that was typed in that run. */
public final class ShowBreakGlassDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final Journal journal;
    private final BreakGlass breakGlass;

    public ShowBreakGlassDelegate(Failovers failovers, Journal journal, BreakGlass breakGlass) {
        this.failovers = failovers;
        this.journal = journal;
        this.breakGlass = breakGlass;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String key = String.valueOf(execution.getProcessBusinessKey());
        List<BreakGlass.Broken> broken = FailoverId.isValid(key) ? breakGlass.of(new FailoverId(key)) : List.of();
        if (broken.isEmpty() || breakGlass.review(new FailoverId(key)).isPresent()) {
            throw new ProcessEngineException("%s has no broken glass to review.".formatted(key));
        }
        Failover failover = failovers.get(new FailoverId(key));
        execution.setVariable("failoverId", key);
        execution.setVariable("estate", failover.estate().value());
        execution.setVariable("estateNotice", BreakGlass.notice(broken));
        execution.setVariable("ssoSystem", failover.ssoSystem().value());
        execution.setVariable(
                "formerMasterSecretServer", failover.formerMaster().value());
        execution.setVariable("newMasterSecretServer", failover.newMaster().value());
        execution.setVariable("requestedBy", failover.requestedBy());
        execution.setVariable("reason", failover.reason());
        execution.setVariable("endState", failover.state().word());
        execution.setVariable("known", Objects.requireNonNullElse(failover.known(), ""));
        execution.setVariable("planDigest", broken.get(0).plan().value());
        execution.setVariable("brokenBy", broken.get(0).by());
        execution.setVariable("brokenBecause", broken.get(0).reason());
        execution.setVariable("reviewOverdue", false);
        execution.setVariable(
                "typed",
                Variables.objectValue(rows(journal.intents(failover.id())))
                        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                        .create());
    }

    private static List<Map<String, Object>> rows(List<Intent> intents) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Intent intent : intents) {
            Map<String, Object> row = new HashMap<>();
            row.put("number", rows.size() + 1);
            row.put("step", intent.step());
            row.put("server", intent.server());
            row.put("command", intent.commandLine());
            row.put(
                    "outcome",
                    intent.outcome() == null ? "unknown" : intent.outcome().word());
            rows.add(row);
        }
        return rows;
    }
}
