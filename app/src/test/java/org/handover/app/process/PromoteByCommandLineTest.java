package org.handover.app.process;

import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunbookEngine.class)
final class PromoteByCommandLineTest {

    private static final String PROMOTION = "promote-by-command-line";

    @Test
    void thePromotionPassesItsStepsInOrderAndTouchesTheDatabaseOnlyWithPasswordAndConfirmationInHand(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep("writeUpdateFile").proven().waitsAt("validateUpdateFile");
        run.atStep("validateUpdateFile").proven().waitsAt("giveRestorePassword");
        run.decides("giveRestorePassword", "continue").waitsAt("confirmFormerMasterIsDown");
        run.decides("confirmFormerMasterIsDown", "down").waitsAt("updateDatabase");
        run.atStep("updateDatabase").proven().waitsAt("confirmDatabase");
        run.atStep("confirmDatabase").proven().waitsAt("stopService");

        assertThat(promotion)
                .isWaitingAt("restoreMasterSecret")
                .hasPassedInOrder(
                        "promotionRequested",
                        "isRestoreFileInStore",
                        "writeUpdateFile",
                        "validateUpdateFile",
                        "giveRestorePassword",
                        "isPasswordGiven",
                        "isMasterLost",
                        "confirmFormerMasterIsDown",
                        "isFormerDown",
                        "formerIsSettled",
                        "whichServerDoesSsomanageAsk",
                        "beforeUpdateDatabase",
                        "updateDatabase",
                        "confirmDatabase")
                .hasNotPassed("setSsoServer", "placeRestoreFile");
    }

    @Test
    void givenAPlannedChange_nobodyHasToConfirmThatTheFormerIsDown(Runbook runbook) {
        Run run = runbook.startedPlanned().toPassword();

        run.decides("giveRestorePassword", "continue").waitsAt("updateDatabase");

        assertThat(run.called(PROMOTION))
                .hasPassed("isMasterLost", "formerIsSettled")
                .hasNotPassed("confirmFormerMasterIsDown");
    }

    @Test
    void givenTheRestoreFileLiesInTheStore_itIsPlacedOnTheNewServerBeforeAnythingElse(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.RESTORE_FILE_IN_STORE, true))
                .toPromotion();

        run.waitsAt("placeRestoreFile");
        run.atStep("placeRestoreFile").proven();

        run.waitsAt("writeUpdateFile");
    }

    @Test
    void givenTheRestoreIsThrough_thePromotionEndsAsPromoted(Runbook runbook) {
        Run run = runbook.started().toRestart();
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep("stopService").proven().atStep("startService").proven();
        run.atStep("restoreSecret").proven().atStep("proveRestore").proven();
        run.atStep("startDependents").proven();

        assertThat(promotion).isEnded().hasPassed("restoreMasterSecret", "promoted");
    }

    @Test
    void givenSsomanageAsksAnotherComputer_itIsPointedAtThisOneFirst(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.ASKS_THIS_COMPUTER, false))
                .toDatabase();

        run.waitsAt("setSsoServer");
        run.atStep("setSsoServer").proven();

        run.waitsAt("updateDatabase");
    }

    @Test
    void givenSsomanageAsksThisComputer_itIsNotPointedAnywhere(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.ASKS_THIS_COMPUTER, true))
                .toDatabase();

        run.waitsAt("updateDatabase");
        assertThat(run.called(PROMOTION)).hasNotPassed("setSsoServer");
    }

    @Test
    void givenThePasswordIsNoLongerHeldWhenTheDatabaseIsDue_itIsAskedForAgainAndTheFormersStateIsConfirmedAnew(
            Runbook runbook) {
        Run run = runbook.started().toDatabase();
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep("updateDatabase").needsPassword();

        run.waitsAt("giveRestorePassword");
        assertThat(promotion).isWaitingAt("giveRestorePassword").hasPassed("passwordNeeded");
        run.decides("giveRestorePassword", "continue").waitsAt("confirmFormerMasterIsDown");
        run.decides("confirmFormerMasterIsDown", "down").waitsAt("updateDatabase");
        run.atStep("updateDatabase").proven().waitsAt("confirmDatabase");
    }

    @Test
    void givenThePasswordIsNoLongerHeldWhenTheDatabaseIsDue_theRunCanStillBeAborted(Runbook runbook) {
        Run run = runbook.started().toDatabase();

        run.atStep("updateDatabase")
                .needsPassword()
                .decides("giveRestorePassword", "abort")
                .executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
    }

    @Test
    void whenThePasswordCannotBeGiven_theRunIsAbortedBeforeTheDatabaseIsTouched(Runbook runbook) {
        Run run = runbook.started().toPassword();
        ProcessInstance promotion = run.called(PROMOTION);

        run.decides("giveRestorePassword", "abort").executes("releaseAsAborted");

        assertThat(promotion).isEnded().hasPassed("passwordNotGiven").hasNotPassed("confirmFormerMasterIsDown");
        run.endedAs("aborted", "aborted");
        run.frontDoor().hasPassed("promotionAborted");
    }

    @Test
    void whenNobodyCanConfirmThatTheFormerIsDown_theRunIsAbortedBeforeTheDatabaseIsTouched(Runbook runbook) {
        Run run = runbook.started().toPassword().decides("giveRestorePassword", "continue");
        ProcessInstance promotion = run.called(PROMOTION);

        run.decides("confirmFormerMasterIsDown", "abort").executes("releaseAsAborted");

        assertThat(promotion).isEnded().hasPassed("formerNotDown").hasNotPassed("updateDatabase");
        run.endedAs("aborted", "aborted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"writeUpdateFile", "validateUpdateFile", "setSsoServer", "updateDatabase", "confirmDatabase"})
    void whenAStepIsAborted_thePromotionEndsAndTheRunIsReleasedAsAborted(String step, Runbook runbook) {
        Run run = at(step, runbook);
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep(step).failed().decides("decideHowToGoOn", "abort").executes("releaseAsAborted");

        assertThat(promotion).isEnded().hasNotPassed("restoreMasterSecret", "promoted");
        run.endedAs("aborted", "aborted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"updateDatabase", "confirmDatabase"})
    void whenAStepIsLeftOpenOnceTheDatabaseMayBeChanged_theRunStaysReserved(String step, Runbook runbook) {
        Run run = at(step, runbook);

        run.atStep(step).failed().decides("decideHowToGoOn", "leaveOpen").executes("keepReservedAsLeftOpen");

        run.endedAs("leftOpen", "left-open");
        run.frontDoor().hasPassed("promotionLeftOpen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"writeUpdateFile", "setSsoServer", "updateDatabase"})
    void whenTheApprovalExpiresAtAChange_thePromotionEndsAndApprovalIsAskedForAgain(String step, Runbook runbook) {
        Run run = at(step, runbook);
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep(step).approvalExpired();

        assertThat(promotion).isEnded();
        run.waitsAt("askForApprovalAgain");
    }

    /** Brings a run to the given step of the promotion. */
    private static Run at(String step, Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.ASKS_THIS_COMPUTER, !step.equals("setSsoServer")));
        return switch (step) {
            case "writeUpdateFile" -> run.toPromotion();
            case "validateUpdateFile" ->
                run.toPromotion().atStep("writeUpdateFile").proven();
            case "setSsoServer", "updateDatabase" -> run.toDatabase();
            case "confirmDatabase" -> run.toDatabase().atStep("updateDatabase").proven();
            default -> throw new IllegalArgumentException(step);
        };
    }
}
