package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.handover.app.engine.HumanTask;
import org.handover.journal.Failover;
import org.handover.journal.FailoverState;
import org.handover.journal.Journal;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.handover.step.UpdateDatabaseDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what REST shows of a failover from our row and the engine's open tasks. */
@Component
final class FailoverViews {

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final Journal journal;
    private final Inventory inventory;
    private final EngineAsOurselves engine;
    private final ObjectMapper json;

    FailoverViews(
            TaskService tasks,
            RuntimeService runtime,
            Journal journal,
            Inventory inventory,
            EngineAsOurselves engine,
            ObjectMapper json) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.journal = journal;
        this.inventory = inventory;
        this.engine = engine;
        this.json = json;
    }

    FailoverView of(Failover failover) {
        List<FailoverView.TaskView> open = failover.state().isEnd() ? List.of() : openTasks(failover);
        List<FailoverView.StuckView> stuck = failover.state().isEnd() ? List.of() : stuck(failover);
        boolean changed = journal.mayHaveHappened(failover.id(), UpdateDatabaseDelegate.STEP);
        String self = "/api/failovers/" + failover.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("journal", self + "/journal");
        links.put("page", "/?failover=" + failover.id());
        return new FailoverView(
                failover.id().value(),
                failover.estate().value(),
                inventory
                        .find(failover.estate(), failover.ssoSystem())
                        .map(SsoSystem::notice)
                        .orElse(""),
                failover.ssoSystem().value(),
                failover.formerMaster().value(),
                failover.newMaster().value(),
                failover.situation(),
                failover.path(),
                failover.rehearsal(),
                failover.demonstration(),
                failover.state().word(),
                failover.outcome(),
                new FailoverView.PointOfNoReturn(changed, pointOfNoReturn(failover, changed)),
                nextAct(failover, open, stuck),
                failover.reason(),
                incident(failover),
                failover.requestedBy(),
                failover.requestedAt(),
                failover.finishedAt(),
                failover.restoreFile().value(),
                failover.planDigest(),
                open,
                stuck,
                links);
    }

    List<FailoverView.TaskView> openTasks(Failover failover) {
        boolean changed = journal.mayHaveHappened(failover.id(), UpdateDatabaseDelegate.STEP);
        return engine.call(() -> tasks
                .createTaskQuery()
                .processInstanceBusinessKey(failover.id().value())
                .orderByTaskCreateTime()
                .asc()
                .list()
                .stream()
                .map(task -> of(task, changed))
                .toList());
    }

    private static FailoverView.TaskView of(Task task, boolean changed) {
        Optional<HumanTask> human = HumanTask.of(task.getTaskDefinitionKey());
        return new FailoverView.TaskView(
                task.getId(),
                task.getTaskDefinitionKey(),
                task.getName(),
                human.map(found -> List.of(found.group())).orElse(List.of()),
                task.getCreateTime().toInstant(),
                human.map(found -> found.decisions(changed)).orElse(List.of()),
                "/camunda/app/tasklist/default/#/?task=" + task.getId());
    }

    private List<FailoverView.StuckView> stuck(Failover failover) {
        return incidents(failover).stream()
                .map(incident -> new FailoverView.StuckView(
                        incident.getActivityId(), String.valueOf(incident.getIncidentMessage())))
                .toList();
    }

    List<Incident> incidents(Failover failover) {
        return engine.call(() ->
                runtime
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(failover.id().value())
                        .list()
                        .stream()
                        .map(ProcessInstance::getProcessInstanceId)
                        .flatMap(process -> runtime.createIncidentQuery().processInstanceId(process).list().stream())
                        .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                        .toList());
    }

    private static String pointOfNoReturn(Failover failover, boolean changed) {
        if (failover.state() == FailoverState.SUCCEEDED) {
            return "The SSO database names %s, and there was no way back from then on.".formatted(failover.newMaster());
        }
        return changed
                ? "The SSO database names %s, or may. From here it only goes forward: the former master is lost and cannot take its name back."
                        .formatted(failover.newMaster())
                : "Nothing is changed yet. It is passed when the SSO database is told that %s is the master secret server."
                        .formatted(failover.newMaster());
    }

    private static String nextAct(
            Failover failover, List<FailoverView.TaskView> open, List<FailoverView.StuckView> stuck) {
        if (!stuck.isEmpty()) {
            return "An operator looks why '%s' is stuck and tries it again: %s"
                    .formatted(stuck.get(0).activity(), stuck.get(0).why());
        }
        if (!open.isEmpty()) {
            FailoverView.TaskView task = open.get(0);
            String who = task.candidateGroups().contains("sso-approvers")
                    ? "An approver other than " + failover.requestedBy()
                    : "An operator";
            return "%s answers the task '%s'.".formatted(who, task.name());
        }
        return switch (failover.state()) {
            case CHECKING -> "Nobody has to act: the servers are being looked at.";
            case VERIFYING -> "Nobody has to act: every SSO server is given time to poll, then each is asked.";
            case SUCCEEDED ->
                "Take a fresh backup of the master secret on %s, and keep %s from coming back as a second master."
                        .formatted(failover.newMaster(), failover.formerMaster());
            case LEFT_OPEN ->
                "Finish it by hand with the commands of the journal; the SSO system stays reserved until then.";
            case WITHDRAWN, REJECTED, ABORTED -> "Nothing: the run has ended and nothing was changed.";
            default -> "Nobody has to act: the runbook goes on by itself.";
        };
    }

    private @Nullable JsonNode incident(Failover failover) {
        try {
            return failover.incident() == null ? null : json.readTree(failover.incident());
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
