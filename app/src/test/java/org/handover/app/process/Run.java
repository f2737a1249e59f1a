package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.bpm.engine.test.assertions.bpmn.ProcessInstanceAssert;
import org.jspecify.annotations.Nullable;

/**
 * One run of the runbook, led by a test: it executes the engine's jobs, answers the tasks, and works the remote steps. Each
 * method fails, saying where the run stands, when the run is not where the test believes it to be.
 */
final class Run {

    private static final String BODY_OF_SEVERAL = "#multiInstanceBody";
    private static final long LEASE_MILLIS = 60_000;

    private final ProcessEngine engine;
    private final RecordingDelegates delegates;
    private final ProcessInstance front;
    private final String key;

    Run(ProcessEngine engine, RecordingDelegates delegates, ProcessInstance front) {
        this.engine = engine;
        this.delegates = delegates;
        this.front = front;
        this.key = front.getBusinessKey();
    }

    // ---- where it stands

    /**
     * Everything that this run waits for, in all its processes: tasks, remote steps and jobs, each by the word of the model. A
     * clock that runs beside a task is nothing that it waits for.
     */
    List<String> waits() {
        List<String> waits = new ArrayList<>();
        tasks().forEach(task -> waits.add(task.getTaskDefinitionKey()));
        externalTasks().forEach(step -> waits.add(step.getTopicName()));
        jobs().stream().filter(job -> !isBesideATask(job)).forEach(job -> waits.add(activityOf(job)));
        Collections.sort(waits);
        return waits;
    }

    Run waitsAt(String... where) {
        assertThat(waits()).as("where %s stands", key).containsExactlyInAnyOrder(where);
        return this;
    }

    ProcessInstanceAssert frontDoor() {
        return BpmnAwareTests.assertThat(front);
    }

    /** Every process of this run, ended or not, found by its ancestry and not by its business key. */
    List<HistoricProcessInstance> family() {
        return engine.getHistoryService().createHistoricProcessInstanceQuery().list().stream()
                .filter(process -> front.getId().equals(process.getRootProcessInstanceId()))
                .toList();
    }

    /** The open process of this run with the given id of the model. */
    ProcessInstance called(String process) {
        List<ProcessInstance> open = open().stream()
                .filter(instance -> instance.getProcessDefinitionId().startsWith(process + ":"))
                .toList();
        assertThat(open)
                .as(() -> "open %s of %s, which waits at %s".formatted(process, key, waits()))
                .hasSize(1);
        return open.get(0);
    }

    String businessKey() {
        return key;
    }

    List<String> acts() {
        return delegates.acts(key);
    }

    Object variable(String name) {
        return engine.getRuntimeService().getVariable(front.getId(), name);
    }

    /** The ids of the tasks that somebody can still answer. */
    List<String> openTasks() {
        return tasks().stream().map(Task::getTaskDefinitionKey).toList();
    }

    Task task(String id) {
        List<Task> open = tasks().stream()
                .filter(task -> task.getTaskDefinitionKey().equals(id))
                .toList();
        assertThat(open)
                .as(() -> "open tasks %s of %s, which waits at %s".formatted(id, key, waits()))
                .hasSize(1);
        return open.get(0);
    }

    /** The only job that is to go on at the given activity. */
    Job job(String activity) {
        List<Job> found =
                jobs().stream().filter(job -> activityOf(job).equals(activity)).toList();
        assertThat(found)
                .as(() -> "jobs at %s of %s, which waits at %s".formatted(activity, key, waits()))
                .hasSize(1);
        return found.get(0);
    }

    // ---- what leads it on

    Run executes(String activity) {
        engine.getManagementService().executeJob(job(activity).getId());
        return this;
    }

    /** The attempt fails with this sentence, and is taken back. */
    Run failsAt(String activity, String sentence) {
        Job job = job(activity);
        assertThatThrownBy(() -> engine.getManagementService().executeJob(job.getId()))
                .hasStackTraceContaining(sentence);
        return this;
    }

    /** Answers the only open task of this id, after opening its form, and executes what follows from the answer. */
    Run decides(String task, String decision) {
        return answers(task, decision).executes(task);
    }

    /** What the worker is handed with the open step, which stays to be fetched. */
    @Nullable
    Object shownVariable(String step, String name) {
        List<ExternalTask> open = externalTasks().stream()
                .filter(task -> task.getTopicName().equals(step))
                .toList();
        assertThat(open).as("open steps %s of %s", step, key).hasSize(1);
        return engine.getRuntimeService().getVariable(open.get(0).getExecutionId(), name);
    }

    /** What the form of this task can show. */
    Map<String, Object> shownAt(String task) {
        return engine.getTaskService().getVariables(task(task).getId());
    }

    /** Answers the only open task of this id; the engine has not gone on yet. */
    Run answers(String task, String decision) {
        answer(task(task), decision);
        return this;
    }

    /** Answers one of several tasks that stand open beside each other. */
    Run votes(String task, String decision) {
        Task any = tasks().stream()
                .filter(open -> open.getTaskDefinitionKey().equals(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No %s is open; %s waits at %s".formatted(task, key, waits())));
        answer(any, decision);
        return this;
    }

    private void answer(Task task, String decision) {
        assertThat(engine.getFormService().getDeployedTaskForm(task.getId()))
                .as("the form of %s", task.getTaskDefinitionKey())
                .isNotEmpty();
        engine.getTaskService().complete(task.getId(), Map.of("decision", decision));
    }

    /** Takes the lease of a remote step as the worker does. */
    StepAtHand atStep(String step) {
        List<LockedExternalTask> fetched = engine.getExternalTaskService()
                .fetchAndLock(2, "test")
                .topic(step, LEASE_MILLIS)
                .businessKey(key)
                .execute();
        assertThat(fetched)
                .as(() -> "remote steps %s of %s, which waits at %s".formatted(step, key, waits()))
                .hasSize(1);
        return new StepAtHand(this, engine.getExternalTaskService(), fetched.get(0));
    }

    // ---- the usual way, in the stretches that tests begin behind

    /** As it is when the situation is what it was said to be. */
    Map<String, Object> estate() {
        return Map.of(
                "blocking", false, "findings", "nothing", "formerAnswers", isPlanned(), "formerLogon", isPlanned());
    }

    Run toLook() {
        return executes("reserveSsoSystem");
    }

    Run toChecks() {
        return toLook().atStep("lookAtEstate").proven(estate()).executes("choosePath");
    }

    /** Behind the checks: for a planned change the backup's password is due, otherwise the plan. */
    Run toChecked() {
        return toChecks().checked();
    }

    Run checked() {
        return atStep("runPreflightChecks")
                .proven(Map.of("blocking", false, "findings", "all is well", "mayGoOn", true));
    }

    Run toPlan() {
        return toChecked().backedUp();
    }

    Run backedUp() {
        return isPlanned()
                ? decides("giveBackupPassword", "continue")
                        .atStep("backUpFormerSecret")
                        .proven()
                : this;
    }

    Run toApproval() {
        return toPlan().executes("makePlan");
    }

    Run toPromotion() {
        return toApproval().decides("approveChange", "approve");
    }

    Run toPassword() {
        return toPromotion()
                .atStep("writeUpdateFile")
                .proven()
                .atStep("validateUpdateFile")
                .proven();
    }

    Run toDatabase() {
        Run run = toPassword().decides("giveRestorePassword", "continue");
        return isPlanned() ? run : run.decides("confirmFormerMasterIsDown", "down");
    }

    Run toRestart() {
        return isBySnapIn() ? toSnapInCheck().snapInSeen(true) : toRestartByCommandLine();
    }

    private Run toRestartByCommandLine() {
        return toDatabase()
                .atStep("updateDatabase")
                .proven()
                .atStep("confirmDatabase")
                .proven();
    }

    /** A person is to change it in the snap-in. */
    Run toSnapIn() {
        return toPromotion()
                .decides("giveRestorePassword", "continue")
                .atStep("openSnapInChange")
                .proven();
    }

    Run toSnapInCheck() {
        return toSnapIn().decides("changeInSnapIn", "done");
    }

    Run snapInSeen(boolean changed) {
        return atStep("checkSnapInChange")
                .proven(Map.of("snapInChanged", changed, "snapInSeen", "what -displaydb said"));
    }

    Run toRestore() {
        return toRestart().atStep("stopService").proven().atStep("startService").proven();
    }

    Run toPolls() {
        return toRestore()
                .atStep("restoreSecret")
                .proven()
                .atStep("proveRestore")
                .proven()
                .atStep("startDependents")
                .proven();
    }

    Run toVerification() {
        return toPolls().executes("waitForPolls");
    }

    Run toConfirmation() {
        return toVerification().atStep("verifyPromotion").proven(verified());
    }

    /** As it is when everything is well; the former master can be asked where the change was planned. */
    Map<String, Object> verified() {
        return Map.of(
                "agreed",
                true,
                "beliefs",
                "all have it",
                "proofs",
                "V1 to V16",
                "pointers",
                "none",
                "formerAnswersNow",
                isPlanned(),
                "rollBackOffered",
                isPlanned());
    }

    /** The result is accepted: what becomes of a former master that answers is due, otherwise the fresh backup. */
    Run toAfterwards() {
        return toConfirmation().decides("confirmResult", "accept").executes("acceptResult");
    }

    Run toFreshBackup() {
        Run run = toAfterwards();
        return isPlanned()
                ? run.decides("decideOnFormerMaster", "ordinary")
                        .atStep("makeFormerOrdinary")
                        .proven()
                : run;
    }

    /** The roll-back of a planned change, decided at the result. */
    Run toRollBack() {
        return toConfirmation().decides("confirmResult", "rollBack");
    }

    private boolean isPlanned() {
        return "planned".equals(variable("situation"));
    }

    private boolean isBySnapIn() {
        return "snap-in".equals(variable("askedPath"));
    }

    // ---- its end

    /** The run is over in every one of its processes, by this end event, and exactly one local step ended it, in this state. */
    void endedAs(String endEvent, String state) {
        frontDoor().isEnded().hasPassed(endEvent);
        assertThat(waits()).isEmpty();
        assertThat(open()).isEmpty();
        assertThat(acts().stream().filter(act -> act.startsWith("ended"))).containsExactly("ended " + state);
    }

    void forget() {
        if (engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(front.getId())
                        .count()
                == 1) {
            engine.getRuntimeService().deleteProcessInstance(front.getId(), "the test is over", true, true, true, true);
        }
    }

    // ---- behind it

    private List<ProcessInstance> open() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(key)
                .list();
    }

    private Set<String> openIds() {
        return open().stream().map(ProcessInstance::getId).collect(Collectors.toCollection(HashSet::new));
    }

    private List<Task> tasks() {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(key)
                .list();
    }

    private List<ExternalTask> externalTasks() {
        Set<String> open = openIds();
        return open.isEmpty()
                ? List.of()
                : engine.getExternalTaskService()
                        .createExternalTaskQuery()
                        .processInstanceIdIn(open.toArray(String[]::new))
                        .list();
    }

    private List<Job> jobs() {
        Set<String> open = openIds();
        return open.isEmpty()
                ? List.of()
                : engine.getManagementService()
                        .createJobQuery()
                        .processInstanceIds(open)
                        .list();
    }

    /** Whether it is the timer at the edge of an activity. */
    private boolean isBesideATask(Job job) {
        return definitionOf(job).getJobType().equals(TimerExecuteNestedActivityJobHandler.TYPE);
    }

    private JobDefinition definitionOf(Job job) {
        return engine.getManagementService()
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult();
    }

    private String activityOf(Job job) {
        return definitionOf(job).getActivityId().replace(BODY_OF_SEVERAL, "");
    }
}
