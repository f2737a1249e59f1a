package org.handover.app.failover;

import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Incident;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Local steps that used up their retries. */
@Component
public final class StuckSteps {

    private final FailoverViews views;
    private final ManagementService management;
    private final EngineAsOurselves engine;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;

    StuckSteps(
            FailoverViews views,
            ManagementService management,
            EngineAsOurselves engine,
            Ledger ledger,
            TransactionOperations newTransaction) {
        this.views = views;
        this.management = management;
        this.engine = engine;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
    }

    public void tryAgain(Failover failover, String actor) {
        List<Incident> stuck = views.engineIncidents(failover).stream()
                .filter(incident -> incident.getIncidentType().equals(Incident.FAILED_JOB_HANDLER_TYPE))
                .toList();
        if (stuck.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    "No step of %s is stuck, so there is nothing to try again; nextAct says what it waits for."
                            .formatted(failover.id()));
        }
        newTransaction.executeWithoutResult(own -> {
            engine.call(() -> {
                stuck.forEach(incident -> management.setJobRetries(incident.getConfiguration(), 1));
                return stuck;
            });
            ledger.append(
                    failover.id(),
                    actor,
                    "step.retried",
                    Journal.ordered(
                            "steps", stuck.stream().map(Incident::getActivityId).toList()));
        });
    }
}
