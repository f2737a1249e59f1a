package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the approved change to its confirmed result, and every way out in between. */
@ExtendWith(RunbookEngine.class)
final class PromoteAndVerifyTest {

    @Test
    void afterThePromotionTheRunWaitsForTheAgreementTimeBeforeItVerifies(Runbook runbook) {
        Instant before = Instant.now();
        Run run = runbook.started().toPolls();

        run.waitsAt("waitForPolls");
        Job timer = run.job("waitForPolls");
        Duration wait = Duration.between(before, timer.getDuedate().toInstant());
        assertThat(wait).isBetween(Duration.ofSeconds(64), Duration.ofMinutes(3));

        run.executes("waitForPolls").waitsAt("verifyPromotion");
    }

    @Test
    void givenTheVerificationIsThrough_thePersonWhoConfirmsSeesEverythingThatItFound(Runbook runbook) {
        Run run = runbook.startedPlanned().toVerification();
        Map<String, Object> found = run.verified();

        run.atStep("verifyPromotion").proven(found);

        run.waitsAt("confirmResult");
        assertThat(run.shownAt("confirmResult"))
                .containsAllEntriesOf(found)
                .containsEntry("decision", null)
                .containsEntry("comment", null)
                .containsEntry("pointersSeenTo", null);
    }

    @Test
    void whenTheResultIsCheckedAgain_itIsVerifiedAgainAndAskedForAgain(Runbook runbook) {
        Run run = runbook.started().toConfirmation().decides("confirmResult", "checkAgain");

        run.waitsAt("verifyPromotion");
        Map<String, Object> found = new HashMap<>(run.verified());
        found.put("beliefs", "now SSO03 has it");
        run.atStep("verifyPromotion").proven(found);

        run.waitsAt("confirmResult");
        assertThat(run.variable("beliefs")).isEqualTo("now SSO03 has it");
    }

    @Test
    void whenTheResultIsAccepted_thatIsRecordedBeforeAnythingElseHappens(Runbook runbook) {
        Run run = runbook.startedPlanned().toConfirmation().decides("confirmResult", "accept");

        run.waitsAt("acceptResult");
        run.executes("acceptResult").waitsAt("decideOnFormerMaster");
        assertThat(run.acts()).containsExactly("reserved", "planned", "accepted");
    }

    @Test
    void whenTheResultIsLeftOpen_theRunEndsAsLeftOpenAndIsNotAccepted(Runbook runbook) {
        Run run = runbook.started()
                .toConfirmation()
                .decides("confirmResult", "leaveOpen")
                .executes("keepReservedAsLeftOpen");

        run.endedAs("leftOpen", "left-open");
        run.frontDoor().hasPassed("resultLeftOpen", "promotionLeftOpen").hasNotPassed("acceptResult");
        assertThat(run.acts()).doesNotContain("accepted");
    }

    @Test
    void whenTheResultIsRolledBack_theFormerIsNamedAgainAndNothingIsAccepted(Runbook runbook) {
        Run run = runbook.startedPlanned().toRollBack();

        run.waitsAt("checkWayBack");
        run.frontDoor().hasPassed("resultRolledBack", "promotionToBeRolledBack").hasNotPassed("acceptResult");
    }

    @Test
    void whenTheVerificationIsLeftOpen_theRunEndsAsLeftOpen(Runbook runbook) {
        Run run = runbook.started().toVerification();

        run.atStep("verifyPromotion")
                .failed()
                .decides("decideHowToGoOn", "leaveOpen")
                .executes("keepReservedAsLeftOpen");

        run.endedAs("leftOpen", "left-open");
        run.frontDoor().hasPassed("promotionLeftOpen").hasNotPassed("confirmResult");
    }

    @Test
    void whenTheVerificationIsRolledBack_theFormerIsNamedAgain(Runbook runbook) {
        Run run = runbook.startedPlanned().toVerification();

        run.atStep("verifyPromotion").failed().decides("decideHowToGoOn", "rollBack");

        run.waitsAt("checkWayBack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"updateDatabase", "confirmDatabase", "startService", "proveRestore"})
    void whenAStepOfThePromotionByCommandLineIsRolledBack_itGoesUpFromEveryDepth(String step, Runbook runbook) {
        Run run = at(step, runbook.startedPlanned());

        run.atStep(step).failed().decides("decideHowToGoOn", "rollBack");

        run.waitsAt("checkWayBack");
        run.frontDoor().hasPassed("promotionToBeRolledBack").hasNotPassed("waitForPolls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkSnapInChange", "stopService"})
    void whenAStepOfThePromotionBySnapInIsRolledBackOrLeftOpen_itGoesUpAsWell(String step, Runbook runbook) {
        Run back = bySnapIn(step, runbook.startedBySnapIn());
        Run open = bySnapIn(step, runbook.startedBySnapIn());

        back.atStep(step).failed().decides("decideHowToGoOn", "rollBack");
        open.atStep(step).failed().decides("decideHowToGoOn", "leaveOpen").executes("keepReservedAsLeftOpen");

        back.waitsAt("checkWayBack");
        open.endedAs("leftOpen", "left-open");
    }

    @Test
    void whenTheApprovalExpiresBeforeTheSnapInIsOpened_approvalIsAskedForAgain(Runbook runbook) {
        Run run = runbook.startedBySnapIn().toPromotion().decides("giveRestorePassword", "continue");

        run.atStep("openSnapInChange").approvalExpired();

        run.waitsAt("askForApprovalAgain");
    }

    private static Run at(String step, Run run) {
        return switch (step) {
            case "updateDatabase" -> run.toDatabase();
            case "confirmDatabase" -> run.toDatabase().atStep("updateDatabase").proven();
            case "startService" -> run.toRestart().atStep("stopService").proven();
            case "proveRestore" -> run.toRestore().atStep("restoreSecret").proven();
            default -> throw new IllegalArgumentException(step);
        };
    }

    private static Run bySnapIn(String step, Run run) {
        return step.equals("stopService") ? run.toRestart() : run.toSnapInCheck();
    }
}
