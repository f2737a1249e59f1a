package org.handover.app.process;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;

/** Starts runs of the runbook as the REST interface does, and forgets them after the test. */
final class Runbook {

    static final String FRONT_DOOR = "change-master-secret-server";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ProcessEngine engine;
    private final RecordingDelegates delegates;
    private final Models shipped;
    private final List<Run> runs = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    Runbook(ProcessEngine engine, RecordingDelegates delegates, Models shipped) {
        this.engine = engine;
        this.delegates = delegates;
        this.shipped = shipped;
    }

    Run started() {
        return startedWith(Map.of());
    }

    /** The former master answers, and can be rolled back to. */
    Run startedPlanned() {
        return startedWith(Map.of("situation", "planned"));
    }

    /** A planned change for which the snap-in was asked for. */
    Run startedBySnapIn() {
        return startedWith(Map.of("situation", "planned", "askedPath", "snap-in"));
    }

    /** @param wishes start variables of {@link RecordingDelegates} that differ from the usual run */
    Run startedWith(Map<String, Object> wishes) {
        Map<String, Object> variables = new HashMap<>(Map.of(
                "situation",
                "master-lost",
                "askedPath",
                "auto",
                "formerMasterSecretServer",
                "SSO01",
                "newMasterSecretServer",
                "SSO02",
                "agreementWait",
                "PT65S",
                "changeRejected",
                false,
                "doneByHand",
                false,
                RecordingDelegates.APPROVALS,
                1,
                RecordingDelegates.ASKS_THIS_COMPUTER,
                true));
        variables.put(RecordingDelegates.RESTORE_FILE_IN_STORE, false);
        variables.put(RecordingDelegates.BREAK_GLASS, false);
        variables.putAll(wishes);
        String key = "FO-%06d".formatted(NUMBERS.incrementAndGet());
        ProcessInstance front = engine.getRuntimeService().startProcessInstanceByKey(FRONT_DOOR, key, variables);
        Run run = new Run(engine, delegates, front);
        runs.add(run);
        return run;
    }

    /** The former master of a run that ended is enabled again; which run it was does not matter to the model. */
    Run startedEnabling() {
        String key = "FO-%06d".formatted(NUMBERS.incrementAndGet());
        ProcessInstance enabling = engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "enable-former-master", key, Map.of("formerMasterSecretServer", "SSO01", "doneByHand", false));
        Run run = new Run(engine, delegates, enabling);
        runs.add(run);
        return run;
    }

    /** The review of a run that broke the glass, as the end of that run asks for it. */
    Run startedReview(Date dueAt) {
        String key = "FO-%06d".formatted(NUMBERS.incrementAndGet());
        Run run = new Run(
                engine,
                delegates,
                engine.getRuntimeService()
                        .startProcessInstanceByKey("review-break-glass", key, Map.of("reviewDueAt", dueAt)));
        runs.add(run);
        return run;
    }

    Models shipped() {
        return shipped;
    }

    ProcessEngine engine() {
        return engine;
    }

    /** Deploys beside what is there, as a new version of the application does; gone again after the test. */
    void deploys(Models models) {
        deployments.add(models.deploy(engine.getRepositoryService()).getId());
    }

    String deploymentOf(ProcessInstance process) {
        ProcessDefinition definition =
                engine.getRepositoryService().getProcessDefinition(process.getProcessDefinitionId());
        return definition.getDeploymentId();
    }

    void cleanUp() {
        runs.forEach(Run::forget);
        deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
    }
}
