package org.handover.app.process;

import java.util.Map;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;

/** A remote step that the test holds as the worker would; it ends in one of the ways that the worker knows. */
final class StepAtHand {

    private final Run run;
    private final ExternalTaskService externalTasks;
    private final LockedExternalTask task;

    StepAtHand(Run run, ExternalTaskService externalTasks, LockedExternalTask task) {
        this.run = run;
        this.externalTasks = externalTasks;
        this.task = task;
    }

    /** Whether the worker is told that a person did it by hand. */
    boolean doneByHand() {
        return Boolean.TRUE.equals(task.getVariables().get("doneByHand"));
    }

    Run proven() {
        return proven(Map.of());
    }

    Run proven(Map<String, Object> variables) {
        externalTasks.complete(task.getId(), task.getWorkerId(), variables);
        return run;
    }

    /** The worker's own retries are used up. */
    Run failed() {
        Map<String, Object> shown =
                Map.of("failure", "The server said no.", "probed", "what was seen", "doneByHand", false);
        externalTasks.handleBpmnError(task.getId(), task.getWorkerId(), "stepFailed", "The server said no.", shown);
        return run;
    }

    /** The connection broke; the worker will try again by itself. */
    Run brokeOff(int retriesLeft) {
        externalTasks.handleFailure(task.getId(), task.getWorkerId(), "The connection broke.", "", retriesLeft, 0);
        return run;
    }

    Run needsPassword() {
        externalTasks.handleBpmnError(task.getId(), task.getWorkerId(), "passwordNeeded", "It is not in custody.");
        return run;
    }

    /** There is no console on the server, or its logon fails: a person has to type. */
    Run needsAHand() {
        Map<String, Object> shown = Map.of(
                "handServer", "SSO02",
                "handAccount", "CONTOSO\\svc-handover",
                "handCommand", "ssomanage -displaydb",
                "handWhy", "The application has no console there.",
                "failure", "Nobody typed it.",
                "probed", "",
                "doneByHand", false);
        externalTasks.handleBpmnError(task.getId(), task.getWorkerId(), "handNeeded", "Type it by hand.", shown);
        return run;
    }

    Run approvalExpired() {
        externalTasks.handleBpmnError(task.getId(), task.getWorkerId(), "approvalExpired", "It ran out.");
        return run;
    }
}
