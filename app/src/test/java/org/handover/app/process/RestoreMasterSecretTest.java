package org.handover.app.process;

import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunbookEngine.class)
final class RestoreMasterSecretTest {

    private static final String RESTORE = "restore-master-secret";
    private static final List<String> STEPS =
            List.of("stopService", "startService", "restoreSecret", "proveRestore", "startDependents");

    @Test
    void theServiceIsRestartedTheSecretRestoredAndProvenAndOnlyThenTheDependentsStart(Runbook runbook) {
        Run run = runbook.started().toRestart();
        ProcessInstance restore = run.called(RESTORE);

        run.atStep("stopService").proven().waitsAt("startService");
        run.atStep("startService").proven().waitsAt("restoreSecret");
        run.atStep("restoreSecret").proven().waitsAt("proveRestore");
        run.atStep("proveRestore").proven().waitsAt("startDependents");
        run.atStep("startDependents").proven().waitsAt("waitForPolls");

        assertThat(restore)
                .isEnded()
                .hasPassedInOrder(
                        "restoreRequested",
                        "stopService",
                        "startService",
                        "restoreSecret",
                        "proveRestore",
                        "startDependents",
                        "restored")
                .hasNotPassed("giveRestorePassword", "removeRestoreFile");
    }

    @Test
    void givenTheRestoreFileWasPlacedFromTheStore_itIsRemovedWhenEverythingElseIsDone(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(
                        "situation", "planned", "askedPath", "snap-in", RecordingDelegates.RESTORE_FILE_IN_STORE, true))
                .toPromotion();
        run.atStep("placeRestoreFile").proven().decides("giveRestorePassword", "continue");
        run.atStep("openSnapInChange")
                .proven()
                .decides("changeInSnapIn", "done")
                .snapInSeen(true);
        ProcessInstance restore = run.called(RESTORE);
        for (String step : STEPS) {
            run.atStep(step).proven();
        }

        run.waitsAt("removeRestoreFile");
        run.atStep("removeRestoreFile").proven().waitsAt("waitForPolls");

        assertThat(restore).isEnded().hasPassedInOrder("startDependents", "removeRestoreFile", "restored");
    }

    @Test
    void whenThePasswordIsRefusedOrNotHeld_itIsAskedForAgainInTheSameProcess(Runbook runbook) {
        Run run = runbook.started().toRestore();

        run.atStep("restoreSecret").needsPassword();

        run.waitsAt("giveRestorePassword");
        assertThat(run.called(RESTORE)).isWaitingAt("giveRestorePassword").hasPassed("passwordNeeded");
        assertThat(run.task("giveRestorePassword")).hasCandidateGroup("sso-operators");
    }

    @Test
    void whenThePasswordIsGivenAgain_theRestoreIsTriedAgainAsOftenAsItTakes(Runbook runbook) {
        Run run = runbook.started().toRestore();

        run.atStep("restoreSecret").needsPassword().decides("giveRestorePassword", "continue");
        run.waitsAt("restoreSecret");
        run.atStep("restoreSecret").needsPassword().decides("giveRestorePassword", "continue");
        run.atStep("restoreSecret").proven();

        run.waitsAt("proveRestore");
    }

    @Test
    void whenThePasswordCannotBeGivenAgain_theRunIsLeftOpen(Runbook runbook) {
        Run run = runbook.started().toRestore();
        ProcessInstance restore = run.called(RESTORE);

        run.atStep("restoreSecret")
                .needsPassword()
                .decides("giveRestorePassword", "leaveOpen")
                .executes("keepReservedAsLeftOpen");

        assertThat(restore).isEnded().hasPassed("passwordNotGivenAgain").hasNotPassed("proveRestore");
        run.endedAs("leftOpen", "left-open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopService", "startService", "restoreSecret", "proveRestore", "startDependents"})
    void whenAStepIsLeftOpen_theErrorGoesUpThroughThePromotionAndTheRunStaysReserved(String step, Runbook runbook) {
        Run run = at(step, runbook);
        ProcessInstance restore = run.called(RESTORE);
        ProcessInstance promotion = run.called("promote-by-command-line");

        run.atStep(step).failed().decides("decideHowToGoOn", "leaveOpen").executes("keepReservedAsLeftOpen");

        assertThat(restore).isEnded().hasNotPassed("restored");
        assertThat(promotion).isEnded().hasNotPassed("promoted");
        run.endedAs("leftOpen", "left-open");
    }

    @Test
    void whenAnAbortComesFromThisDeep_itGoesUpThroughThePromotionToo(Runbook runbook) {
        Run run = runbook.started().toRestart();

        run.atStep("stopService").failed().decides("decideHowToGoOn", "abort").executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
    }

    @Test
    void whenTheApprovalExpiresThisDeep_approvalIsAskedForAgain(Runbook runbook) {
        Run run = runbook.started().toRestart();
        ProcessInstance restore = run.called(RESTORE);

        run.atStep("stopService").approvalExpired();

        assertThat(restore).isEnded();
        run.waitsAt("askForApprovalAgain");
    }

    /** Brings a run to the given step of the restore. */
    private static Run at(String step, Runbook runbook) {
        Run run = runbook.started().toRestart();
        STEPS.stream().takeWhile(before -> !before.equals(step)).forEach(before -> run.atStep(before)
                .proven());
        return run;
    }
}
