package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once the result is accepted: the former master, and a fresh backup. */
@ExtendWith(RunbookEngine.class)
final class AfterwardsTest {

    @ParameterizedTest
    @CsvSource({"ordinary, makeFormerOrdinary", "disable, disableFormer"})
    void whenTheFormerIsMadeOrdinaryOrDisabled_thatIsDoneAndTheBackupFollows(
            String decision, String step, Runbook runbook) {
        Run run = runbook.startedPlanned().toAfterwards().decides("decideOnFormerMaster", decision);

        run.waitsAt(step);
        run.atStep(step).proven();

        run.waitsAt("takeFreshBackup");
        run.frontDoor().hasPassed("formerSeenTo");
    }

    @ParameterizedTest
    @CsvSource({"ordinary, makeFormerOrdinary", "disable, disableFormer"})
    void whenItFailsThereAndIsLeftOpen_itIsLeftToAPersonAndTheRunGoesOn(String decision, String step, Runbook runbook) {
        Run run = runbook.startedPlanned().toAfterwards().decides("decideOnFormerMaster", decision);

        run.atStep(step).failed().decides("decideHowToGoOn", "leaveOpen");

        run.waitsAt("takeFreshBackup");
        run.frontDoor().hasPassed("formerLeftToAPerson").hasNotPassed("formerSeenTo", "keepReservedAsLeftOpen");
    }

    @Test
    void whenTheFormerIsLeftAsItIs_nothingIsTypedThere(Runbook runbook) {
        Run run = runbook.startedPlanned().toAfterwards().decides("decideOnFormerMaster", "leave");

        run.waitsAt("takeFreshBackup");
        run.frontDoor().hasNotPassed("makeFormerOrdinary", "disableFormer");
    }

    @Test
    void givenTheMasterWasLost_nobodyIsAskedAboutIt(Runbook runbook) {
        Run run = runbook.started().toAfterwards();

        run.waitsAt("takeFreshBackup");
        run.frontDoor().hasNotPassed("seeToFormerMaster");
    }

    @Test
    void givenALostMasterCanBeAskedAgainWhenTheResultIsIn_aPersonDecidesOnItToo(Runbook runbook) {
        Run run = runbook.started().toVerification();
        Map<String, Object> found = new HashMap<>(run.verified());
        found.put("formerAnswersNow", true);

        run.atStep("verifyPromotion")
                .proven(found)
                .decides("confirmResult", "accept")
                .executes("acceptResult");

        run.waitsAt("decideOnFormerMaster");
    }

    @Test
    void givenTheFormerNoLongerAnswersAtTheEndOfAPlannedChange_nobodyIsAskedAboutIt(Runbook runbook) {
        Run run = runbook.startedPlanned().toVerification();
        Map<String, Object> found = new HashMap<>(run.verified());
        found.put("formerAnswersNow", false);

        run.atStep("verifyPromotion")
                .proven(found)
                .decides("confirmResult", "accept")
                .executes("acceptResult");

        run.waitsAt("takeFreshBackup");
    }

    @Test
    void whenTheFreshBackupIsTaken_theRunIsReleasedAfterIt(Runbook runbook) {
        Run run = runbook.started().toFreshBackup().decides("takeFreshBackup", "done");

        run.waitsAt("takeBackup");
        run.atStep("takeBackup").proven().waitsAt("releaseAsSucceeded");
        run.executes("releaseAsSucceeded").endedAs("succeeded", "succeeded");
    }

    @Test
    void whenTheFreshBackupIsSkipped_theRunIsReleasedWithoutIt(Runbook runbook) {
        Run run = runbook.started().toFreshBackup().decides("takeFreshBackup", "skip");

        run.waitsAt("releaseAsSucceeded");
        run.frontDoor().hasNotPassed("takeBackup");
    }

    @Test
    void givenTheBackupPasswordIsNoLongerHeld_itIsAskedForAgainAndCanBeSkippedThen(Runbook runbook) {
        Run run = runbook.started().toFreshBackup().decides("takeFreshBackup", "done");

        run.atStep("takeBackup").needsPassword();

        run.waitsAt("takeFreshBackup");
        assertThat(run.shownAt("takeFreshBackup")).containsEntry("decision", null);
        run.decides("takeFreshBackup", "skip").waitsAt("releaseAsSucceeded");
    }

    @Test
    void whenTheFreshBackupFailsAndIsLeftOpen_theRunSucceedsAllTheSame(Runbook runbook) {
        Run run = runbook.started().toFreshBackup().decides("takeFreshBackup", "done");

        run.atStep("takeBackup")
                .failed()
                .decides("decideHowToGoOn", "leaveOpen")
                .executes("releaseAsSucceeded");

        run.endedAs("succeeded", "succeeded");
        run.frontDoor().hasPassed("freshBackupLeftOpen");
    }
}
