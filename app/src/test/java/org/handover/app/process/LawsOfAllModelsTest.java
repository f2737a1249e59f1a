package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in every model: keys, bindings, refused starts, and what becomes of an answer or a failure. */
@ExtendWith(RunbookEngine.class)
final class LawsOfAllModelsTest {

    @Test
    void everyCalledProcessAtEveryDepthCarriesTheFailoversBusinessKey(Runbook runbook) {
        Run run = runbook.startedPlanned().toRollBack();

        assertThat(run.family())
                .extracting(HistoricProcessInstance::getBusinessKey)
                .containsOnly(run.businessKey());
        assertThat(run.family())
                .extracting(HistoricProcessInstance::getProcessDefinitionKey)
                .contains(
                        "change-master-secret-server",
                        "promote-by-command-line",
                        "restore-master-secret",
                        "roll-back",
                        "carry-out-step")
                .filteredOn("carry-out-step"::equals)
                .as("one carried out step for each remote step that was reached")
                .hasSize(14);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "promote-by-command-line",
                "promote-by-snap-in",
                "restore-master-secret",
                "roll-back",
                "carry-out-step"
            })
    void aProcessThatIsOnlyAPartRefusesToStartByItself(String process, Runbook runbook) {
        RuntimeService runtime = runbook.engine().getRuntimeService();

        assertThatThrownBy(
                        () -> runtime.startProcessInstanceByKey(process, "FO-900000", Map.of("step", "updateDatabase")))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("runs only when that calls it");

        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey("FO-900000")
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "promote-by-command-line, updateDatabase",
        "promote-by-snap-in, changeInSnapIn",
        "restore-master-secret, restoreSecret",
        "roll-back, nameFormer",
        "carry-out-step, carryOut"
    })
    void aProcessThatIsOnlyAPartRefusesToStartInItsMiddleToo(String process, String activity, Runbook runbook) {
        RuntimeService runtime = runbook.engine().getRuntimeService();

        assertThatThrownBy(() -> runtime.createProcessInstanceByKey(process)
                        .businessKey("FO-900000")
                        .setVariable("step", activity)
                        .startBeforeActivity(activity)
                        .execute())
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("runs only when that calls it");

        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey("FO-900000")
                        .count())
                .isZero();
    }

    @Test
    void noProcessIsOfferedForStartingInTasklist(Runbook runbook) {
        assertThat(runbook.engine()
                        .getRepositoryService()
                        .createProcessDefinitionQuery()
                        .startableInTasklist()
                        .list())
                .isEmpty();
    }

    @Test
    void givenChangedModelsAreDeployedMeanwhile_anOpenRunGoesOnWithItsOwnAndANewRunTakesTheChanged(Runbook runbook) {
        Run before = runbook.started().toPromotion();
        String itsOwn = runbook.deploymentOf(before.called("promote-by-command-line"));

        runbook.deploys(runbook.shipped().changed("carry-out-step.bpmn", "\"${step}\"", "\"changed-${step}\""));

        before.atStep("writeUpdateFile").proven();
        before.waitsAt("validateUpdateFile");
        assertThat(runbook.deploymentOf(before.called("carry-out-step"))).isEqualTo(itsOwn);
        Run after = runbook.started().toLook();
        after.waitsAt("changed-lookAtEstate");
        assertThat(runbook.deploymentOf(after.called("carry-out-step"))).isNotEqualTo(itsOwn);
    }

    @Test
    void givenAChangedModelOfTheRestore_anOpenRunThatHasNotReachedItYetStillCallsItsOwn(Runbook runbook) {
        Run run = runbook.started().toDatabase();
        String itsOwn = runbook.deploymentOf(run.called("promote-by-command-line"));

        runbook.deploys(runbook.shipped()
                .changed("restore-master-secret.bpmn", "Stop ENTSSO on the new server", "Something else"));
        run.atStep("updateDatabase").proven().atStep("confirmDatabase").proven();

        assertThat(runbook.deploymentOf(run.called("restore-master-secret"))).isEqualTo(itsOwn);
    }

    @Test
    void givenAChangedFormIsDeployedMeanwhile_anOpenRunShowsItsOwn(Runbook runbook) throws Exception {
        Run run = runbook.started().toApproval();

        runbook.deploys(runbook.shipped().changed("approve-change.form", "What do you decide?", "Well?"));

        String shown = new String(
                runbook.engine()
                        .getFormService()
                        .getDeployedTaskForm(run.task("approveChange").getId())
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(shown).contains("What do you decide?").doesNotContain("Well?");
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("decideOnFailedChecks", run -> run.toChecks()
                        .atStep("runPreflightChecks")
                        .proven(Map.of("blocking", true, "findings", "", "mayGoOn", false))),
                question("takeFreshBackup", Run::toFreshBackup),
                question(
                        "typeByHand",
                        run -> run.toPromotion().atStep("writeUpdateFile").needsAHand()),
                question(
                        "askForApprovalAgain",
                        run -> run.toPromotion().atStep("writeUpdateFile").approvalExpired()),
                question("giveRestorePassword", Run::toPassword),
                question("confirmFormerMasterIsDown", run -> run.toPassword()
                        .decides("giveRestorePassword", "continue")),
                question(
                        "giveRestorePassword",
                        run -> run.toRestore().atStep("restoreSecret").needsPassword()),
                question(
                        "decideHowToGoOn",
                        run -> run.toPromotion().atStep("writeUpdateFile").failed()),
                question("confirmResult", Run::toConfirmation));
    }

    static Stream<Arguments> questionsOfAPlannedChange() {
        return Stream.of(
                question("giveBackupPassword", Run::toChecked),
                question("giveRestorePassword", Run::toPromotion),
                question("changeInSnapIn", Run::toSnapIn),
                question("decideOnFormerMaster", Run::toAfterwards));
    }

    private static Arguments question(String task, UnaryOperator<Run> way) {
        return Arguments.of(task, way);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void anAnswerIsCommittedBeforeTheEngineGoesOnAndOneThatIsNotOfferedChoosesNoWay(
            String task, UnaryOperator<Run> way, Runbook runbook) {
        refusesAnAnswerThatIsNotOffered(task, way.apply(runbook.started()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questionsOfAPlannedChange")
    void thatHoldsForThePlannedChangeBySnapInToo(String task, UnaryOperator<Run> way, Runbook runbook) {
        Run run = way.apply(runbook.startedBySnapIn());
        if (task.equals("changeInSnapIn")) {
            run.answers(task, "goOnAnyway");
            run.waitsAt(task).executes(task).waitsAt("checkSnapInChange");
            assertThatThrownBy(() -> run.snapInSeen(false)).hasMessageContaining("No outgoing sequence flow");
            run.waitsAt("checkSnapInChange");
            return;
        }
        refusesAnAnswerThatIsNotOffered(task, run);
    }

    private static void refusesAnAnswerThatIsNotOffered(String task, Run run) {
        run.answers(task, "goOnAnyway");

        run.waitsAt(task);
        assertThat(run.openTasks()).isEmpty();
        run.failsAt(task, "No outgoing sequence flow").waitsAt(task);
        assertThat(run.openTasks()).isEmpty();
        assertThat(run.job(task).getRetries()).as("attempts left").isEqualTo(2);
    }

    @Test
    void theApproversAnswerTooIsCommittedBeforeTheEngineGoesOn(Runbook runbook) {
        Run run = runbook.started().toApproval();

        run.answers("approveChange", "approve");

        run.waitsAt("approveChange");
        assertThat(run.openTasks()).isEmpty();
        assertThat(run.job("approveChange").getRetries()).isEqualTo(3);
    }

    static Stream<Arguments> localSteps() {
        return Stream.of(
                Arguments.of("reserveSsoSystem", way(run -> run)),
                Arguments.of("makePlan", way(Run::toPlan)),
                Arguments.of("acceptResult", way(run -> run.toConfirmation().decides("confirmResult", "accept"))),
                Arguments.of("releaseAsRolledBack", way(LawsOfAllModelsTest::rolledBack)),
                Arguments.of("releaseAsRejected", way(run -> run.toApproval().decides("approveChange", "reject"))),
                Arguments.of("releaseAsWithdrawn", way(run -> run.toPromotion()
                        .atStep("writeUpdateFile")
                        .approvalExpired()
                        .decides("askForApprovalAgain", "withdraw"))),
                Arguments.of("releaseAsAborted", way(run -> run.toPassword().decides("giveRestorePassword", "abort"))),
                Arguments.of("keepReservedAsLeftOpen", way(run -> run.toConfirmation()
                        .decides("confirmResult", "leaveOpen"))),
                Arguments.of(
                        "releaseAsSucceeded", way(run -> run.toFreshBackup().decides("takeFreshBackup", "skip"))));
    }

    private static Run rolledBack(Run run) {
        run.toRollBack();
        RollBackTest.STEPS.forEach(step -> run.atStep(step).proven());
        return run;
    }

    private static UnaryOperator<Run> way(UnaryOperator<Run> way) {
        return way;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("localSteps")
    void aLocalStepHasThreeAttemptsTwoSecondsApartAndThenWaitsForAPersonWithAllBeforeItDone(
            String activity, UnaryOperator<Run> way, Runbook runbook) {
        Run run = way.apply(runbook.startedWith(Map.of(RecordingDelegates.THROWS_AT, activity)));
        int before = run.acts().size();

        for (int left : new int[] {2, 1, 0}) {
            Instant tried = Instant.now();
            run.failsAt(activity, "The service behind %s failed.".formatted(activity));
            Job job = run.job(activity);
            assertThat(job.getRetries()).isEqualTo(left);
            if (left > 0) {
                assertThat(job.getDuedate().toInstant()).isBetween(tried.plusMillis(1900), tried.plusSeconds(60));
            }
        }

        run.waitsAt(activity);
        assertThat(run.acts()).hasSize(before);
        assertThat(runbook.engine()
                        .getRuntimeService()
                        .createIncidentQuery()
                        .processInstanceId(run.job(activity).getProcessInstanceId())
                        .list())
                .extracting(Incident::getActivityId)
                .containsExactly(activity);
    }

    @Test
    void givenALocalStepGaveUp_itGoesOnWhenItIsTriedAgainAndSucceeds(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.THROWS_AT, "reserveSsoSystem"));
        Arrays.asList(1, 2, 3).forEach(attempt -> run.failsAt("reserveSsoSystem", "failed"));
        Job stuck = run.job("reserveSsoSystem");

        runbook.engine().getRuntimeService().removeVariable(stuck.getExecutionId(), RecordingDelegates.THROWS_AT);
        runbook.engine().getManagementService().setJobRetries(stuck.getId(), 1);
        run.executes("reserveSsoSystem");

        run.waitsAt("lookAtEstate");
    }
}
