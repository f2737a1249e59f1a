package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.app.engine.DecisionGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunbookEngine.class)
final class CarryOutStepTest {

    private static final String STEP = "carry-out-step";

    @Test
    void whenTheStepIsProven_theProcessEndsAndTheCallerGoesOn(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").proven();

        assertThat(step)
                .isEnded()
                .hasPassedInOrder("stepRequested", "carryOut", "stepProven")
                .hasNotPassed("decideHowToGoOn");
        run.waitsAt("validateUpdateFile");
    }

    @Test
    void whenAnAttemptBreaksOffWithRetriesLeft_nobodyIsAskedAndTheStepIsThereToBeFetchedAgain(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").brokeOff(1);

        run.waitsAt("writeUpdateFile");
        run.atStep("writeUpdateFile").proven().waitsAt("validateUpdateFile");
    }

    @Test
    void whenTheStepFails_anOperatorIsAskedAndSeesWhatHappened(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").failed();

        run.waitsAt("decideHowToGoOn");
        assertThat(step).isWaitingAt("decideHowToGoOn").hasPassed("stepFailed");
        assertThat(run.task("decideHowToGoOn")).hasCandidateGroup("sso-operators");
        assertThat(step)
                .variables()
                .containsEntry("failure", "The server said no.")
                .containsEntry("probed", "what was seen");
        assertThat(step).variables().containsEntry("stepName", "Write the update file");
    }

    @Test
    void whenTheOperatorRetries_theSameStepIsCarriedOutAgain(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "retry");

        run.waitsAt("writeUpdateFile");
        StepAtHand again = run.atStep("writeUpdateFile");
        assertThat(again.doneByHand()).isFalse();
        again.proven();
        assertThat(step).isEnded().hasPassed("stepProven");
    }

    @Test
    void whenTheOperatorDidItByHand_theStepIsCarriedOutAgainAndKnowsIt(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "doneByHand");

        run.waitsAt("writeUpdateFile");
        StepAtHand again = run.atStep("writeUpdateFile");
        assertThat(again.doneByHand()).isTrue();
        again.proven().waitsAt("validateUpdateFile");
    }

    @Test
    void givenItWasSaidToBeDoneByHandButIsNotSo_theOperatorIsAskedAgainAndARetryTypesAgain(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "doneByHand");
        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "retry");

        assertThat(run.atStep("writeUpdateFile").doneByHand()).isFalse();
    }

    @Test
    void givenOneStepWasDoneByHand_theNextOneIsNot(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "doneByHand");
        run.atStep("writeUpdateFile").proven();

        assertThat(run.atStep("validateUpdateFile").doneByHand()).isFalse();
    }

    @Test
    void everyQuestionBeginsWithAnEmptyAnswer(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "retry");

        run.atStep("writeUpdateFile").failed();

        Task asked = run.task("decideHowToGoOn");
        Map<String, Object> shown = runbook.engine().getTaskService().getVariables(asked.getId());
        assertThat(shown).containsEntry("decision", null).containsEntry("justification", null);
    }

    @Test
    void whenThePasswordIsNeeded_noOperatorDecidesHereAndTheErrorIsTheCallersToCatch(Runbook runbook) {
        Run run = runbook.started().toRestore();
        ProcessInstance step = run.called(STEP);

        run.atStep("restoreSecret").needsPassword();

        assertThat(step)
                .isEnded()
                .hasPassed("passwordNeeded", "passwordIsNeeded")
                .hasNotPassed("decideHowToGoOn");
    }

    @Test
    void whenTheApprovalHasExpired_noOperatorDecidesHereAndTheErrorIsTheCallersToCatch(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").approvalExpired();

        assertThat(step)
                .isEnded()
                .hasPassed("approvalExpired", "approvalHasExpired")
                .hasNotPassed("decideHowToGoOn");
    }

    @Test
    void whenTheOperatorAborts_theStepEndsAborted(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").failed().decides("decideHowToGoOn", "abort");

        assertThat(step).isEnded().hasPassed("aborted").hasNotPassed("stepProven", "leftOpen");
    }

    @Test
    void whenTheOperatorLeavesItOpen_theStepEndsLeftOpen(Runbook runbook) {
        Run run = runbook.started().toDatabase();
        ProcessInstance step = run.called(STEP);

        run.atStep("updateDatabase").failed().decides("decideHowToGoOn", "leaveOpen");

        assertThat(step).isEnded().hasPassed("leftOpen").hasNotPassed("stepProven", "aborted");
    }

    @Test
    void whenTheOperatorRollsBack_theStepEndsRolledBack(Runbook runbook) {
        Run run = runbook.startedPlanned().toDatabase();
        ProcessInstance step = run.called(STEP);

        run.atStep("updateDatabase").failed().decides("decideHowToGoOn", "rollBack");

        assertThat(step).isEnded().hasPassed("rollBack").hasNotPassed("stepProven", "aborted", "leftOpen");
    }

    @Test
    void whenNoConsoleCanBeHad_anOperatorIsAskedToTypeAndSeesWhatWhereAndAsWhom(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);

        run.atStep("writeUpdateFile").needsAHand();

        run.waitsAt("typeByHand");
        assertThat(step).hasPassed("handNeeded").hasNotPassed("decideHowToGoOn");
        assertThat(run.task("typeByHand")).hasCandidateGroup("sso-operators");
        assertThat(run.shownAt("typeByHand"))
                .containsEntry("handServer", "SSO02")
                .containsEntry("handAccount", "CONTOSO\\svc-handover")
                .containsEntry("handCommand", "ssomanage -displaydb")
                .containsEntry("handWhy", "The application has no console there.")
                .containsEntry("decision", null);
    }

    @Test
    void whenItIsTyped_theStepIsCarriedOutAgainAndAsksForTheNextCommand(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").needsAHand().decides("typeByHand", "typed");
        run.waitsAt("writeUpdateFile");
        run.atStep("writeUpdateFile").needsAHand().decides("typeByHand", "typed");
        StepAtHand again = run.atStep("writeUpdateFile");

        assertThat(again.doneByHand()).isFalse();
        again.proven().waitsAt("validateUpdateFile");
    }

    @Test
    void whatWasPastedIsNeitherHandedOnNorKeptInTheHistory(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance step = run.called(STEP);
        run.atStep("writeUpdateFile").needsAHand();
        String pasted = "SSO secret server name";

        runbook.engine()
                .getTaskService()
                .complete(
                        run.task("typeByHand").getId(),
                        Variables.putValue("decision", "typed")
                                .putValueTyped(DecisionGuard.PASTED, Variables.stringValue(pasted, true)));
        run.executes("typeByHand").waitsAt("writeUpdateFile");

        assertThat(runbook.engine().getRuntimeService().getVariables(step.getId()))
                .doesNotContainKey(DecisionGuard.PASTED)
                .doesNotContainValue(pasted);
        HistoryService history = runbook.engine().getHistoryService();
        assertThat(history.createHistoricVariableInstanceQuery().list())
                .isNotEmpty()
                .extracting(HistoricVariableInstance::getValue)
                .doesNotContain(pasted);
        assertThat(history.createHistoricDetailQuery().variableUpdates().list())
                .isNotEmpty()
                .extracting(update -> ((HistoricVariableUpdate) update).getValue())
                .doesNotContain(pasted);
    }

    @Test
    void whenTheOperatorCannotType_itIsDecidedHowToGoOn(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile").needsAHand().decides("typeByHand", "cannot");

        run.waitsAt("decideHowToGoOn");
        run.decides("decideHowToGoOn", "abort").executes("releaseAsAborted").endedAs("aborted", "aborted");
    }
}
