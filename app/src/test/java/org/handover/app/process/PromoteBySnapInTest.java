package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunbookEngine.class)
final class PromoteBySnapInTest {

    private static final String PROMOTION = "promote-by-snap-in";

    @Test
    void aPersonChangesItWithThePasswordInHandAndTheRestoreBeginsOnlyWhenTheChangeIsSeen(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toPromotion();
        ProcessInstance promotion = run.called(PROMOTION);

        run.waitsAt("giveRestorePassword");
        run.decides("giveRestorePassword", "continue").waitsAt("openSnapInChange");
        run.atStep("openSnapInChange").proven().waitsAt("changeInSnapIn");
        run.decides("changeInSnapIn", "done").waitsAt("checkSnapInChange");
        run.snapInSeen(true).waitsAt("stopService");

        assertThat(promotion)
                .isWaitingAt("restoreMasterSecret")
                .hasPassedInOrder(
                        "promotionRequested",
                        "isRestoreFileInStore",
                        "giveRestorePassword",
                        "isPasswordGiven",
                        "openSnapInChange",
                        "changeInSnapIn",
                        "checkSnapInChange",
                        "isChangedInSnapIn")
                .hasNotPassed("placeRestoreFile");
    }

    @Test
    void givenTheRestoreIsThrough_thePromotionEndsAsPromoted(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toRestore();
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep("restoreSecret").proven().atStep("proveRestore").proven();
        run.atStep("startDependents").proven();

        assertThat(promotion).isEnded().hasPassed("restoreMasterSecret", "promoted");
        run.waitsAt("waitForPolls");
    }

    @Test
    void givenTheRestoreFileLiesInTheStore_itIsPlacedOnTheNewServerFirst(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(
                        "situation", "planned", "askedPath", "snap-in", RecordingDelegates.RESTORE_FILE_IN_STORE, true))
                .toPromotion();

        run.waitsAt("placeRestoreFile");
        run.atStep("placeRestoreFile").proven();

        run.waitsAt("giveRestorePassword");
    }

    @Test
    void whenItIsSaidToBeDoneButIsNotSo_thePersonIsSentBackWithWhatWasSeen(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toSnapInCheck();

        run.snapInSeen(false);

        run.waitsAt("changeInSnapIn");
        assertThat(run.shownAt("changeInSnapIn"))
                .containsEntry("snapInSeen", "what -displaydb said")
                .containsEntry("decision", null);
        run.decides("changeInSnapIn", "done").snapInSeen(true).waitsAt("stopService");
    }

    @Test
    void whenThePersonAbortsAndNothingWasChanged_theRunEndsAsAborted(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toSnapIn();
        ProcessInstance promotion = run.called(PROMOTION);

        run.decides("changeInSnapIn", "abort").waitsAt("checkSnapInChange");
        assertThat(run.shownVariable("checkSnapInChange", "decision")).isEqualTo("abort");
        run.snapInSeen(false).executes("releaseAsAborted");

        assertThat(promotion).isEnded().hasPassed("notChangedInSnapIn").hasNotPassed("restoreMasterSecret");
        run.endedAs("aborted", "aborted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "leaveOpen", "rollBack"})
    void whenThePersonAbortsButTheDatabaseNamesTheNewServer_aPersonDecidesHowItGoesOn(
            String decision, Runbook runbook) {
        Run run = runbook.startedBySnapIn().toSnapIn().decides("changeInSnapIn", "abort");

        run.atStep("checkSnapInChange").failed().decides("decideHowToGoOn", decision);

        run.waitsAt(
                switch (decision) {
                    case "retry" -> "checkSnapInChange";
                    case "leaveOpen" -> "keepReservedAsLeftOpen";
                    default -> "checkWayBack";
                });
    }

    @Test
    void givenItWasToBeAbortedButIsFoundChangedAfterAll_theRestoreGoesOn(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toSnapIn().decides("changeInSnapIn", "abort");

        run.snapInSeen(true);

        run.waitsAt("stopService");
    }

    @Test
    void whenThePasswordCannotBeGiven_theRunIsAbortedBeforeAnybodyOpensTheSnapIn(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toPromotion();
        ProcessInstance promotion = run.called(PROMOTION);

        run.decides("giveRestorePassword", "abort").executes("releaseAsAborted");

        assertThat(promotion).isEnded().hasPassed("passwordNotGiven").hasNotPassed("openSnapInChange");
        run.endedAs("aborted", "aborted");
    }

    @Test
    void givenThePasswordIsNoLongerHeldWhenTheChangeIsDue_itIsAskedForAgain(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toPromotion().decides("giveRestorePassword", "continue");
        ProcessInstance promotion = run.called(PROMOTION);

        run.atStep("openSnapInChange").needsPassword();

        run.waitsAt("giveRestorePassword");
        assertThat(promotion).hasPassed("passwordNeeded").hasNotPassed("changeInSnapIn");
        run.decides("giveRestorePassword", "continue").waitsAt("openSnapInChange");
    }

    @ParameterizedTest
    @ValueSource(strings = {"placeRestoreFile", "openSnapInChange"})
    void whenAStepBeforeTheChangeIsAborted_thePromotionEndsAndTheRunIsReleasedAsAborted(String step, Runbook runbook) {
        Run run = runbook.startedWith(Map.of(
                        "situation",
                        "planned",
                        "askedPath",
                        "snap-in",
                        RecordingDelegates.RESTORE_FILE_IN_STORE,
                        step.equals("placeRestoreFile")))
                .toPromotion();
        if (step.equals("openSnapInChange")) {
            run.decides("giveRestorePassword", "continue");
        }

        run.atStep(step).failed().decides("decideHowToGoOn", "abort").executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
        run.frontDoor().hasPassed("promotionAborted");
    }
}
