package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Before anything is planned: the look, the path, the checks, and the backup of a former master that answers. */
@ExtendWith(RunbookEngine.class)
final class CheckBeforehandTest {

    private static final Map<String, Object> BLOCKED =
            Map.of("blocking", true, "findings", "SSO03 is too old", "mayGoOn", true);

    @Test
    void givenAPath_theChecksRunAndThePathAndItsReasonAreThereForTheForms(Runbook runbook) {
        Run run = runbook.started().toChecks();

        run.waitsAt("runPreflightChecks");
        assertThat(run.variable("chosenPath")).isEqualTo("command-line");
        assertThat(String.valueOf(run.variable("pathReason"))).startsWith("The former master is lost.");
        assertThat(run.variable("pathChoice"))
                .as("the whole answer stays with the task")
                .isNull();
    }

    @Test
    void givenNoPath_noCheckRunsAndAnOperatorIsAskedAndMayNotGoOn(Runbook runbook) {
        Run run = withoutPath(runbook);

        run.waitsAt("decideOnFailedChecks");
        assertThat(run.variable("chosenPath")).isEqualTo("none");
        assertThat(String.valueOf(run.variable("pathReason")))
                .startsWith("The former master answers, so it is not lost.");
        assertThat(run.variable("mayGoOn")).isEqualTo(false);
        run.frontDoor().hasNotPassed("runPreflightChecks");
    }

    @Test
    void givenTheChecksMightOnceBeGoneOver_aPathThatIsGoneAfterwardsMayNot(Runbook runbook) {
        Run run = blocked(runbook).decides("decideOnFailedChecks", "checkAgain");

        run.atStep("lookAtEstate").proven(answering(run)).executes("choosePath");

        run.waitsAt("decideOnFailedChecks");
        assertThat(run.variable("mayGoOn")).isEqualTo(false);
    }

    @Test
    void givenNothingForbidsTheChange_thePlanIsMadeAtOnce(Runbook runbook) {
        Run run = runbook.started().toChecks().checked();

        run.waitsAt("makePlan");
        assertThat(run.variable("findings")).isEqualTo("all is well");
    }

    @Test
    void givenSomethingForbidsTheChange_anOperatorIsAskedAndNoPlanIsMade(Runbook runbook) {
        Run run = blocked(runbook);

        run.waitsAt("decideOnFailedChecks");
        assertThat(run.shownAt("decideOnFailedChecks"))
                .containsEntry("findings", "SSO03 is too old")
                .containsEntry("mayGoOn", true)
                .containsEntry("decision", null);
        assertThat(run.acts()).containsExactly("reserved");
    }

    @Test
    void whenTheOperatorChecksAgain_theEstateIsLookedAtAnewAndTheNewAnswerCounts(Runbook runbook) {
        Run run = blocked(runbook).decides("decideOnFailedChecks", "checkAgain");

        run.waitsAt("lookAtEstate");
        run.atStep("lookAtEstate").proven(run.estate()).executes("choosePath").checked();

        run.waitsAt("makePlan");
        assertThat(run.variable("findings")).isEqualTo("all is well");
    }

    @Test
    void whenTheOperatorGoesOn_thePlanIsMadeAndTheApproverSeesWhy(Runbook runbook) {
        Run run = blocked(runbook);
        runbook.engine()
                .getTaskService()
                .complete(
                        run.task("decideOnFailedChecks").getId(),
                        Map.of("decision", "goOn", "justification", "SSO03 is switched off for good."));

        run.executes("decideOnFailedChecks").executes("makePlan");

        run.waitsAt("approveChange");
        assertThat(run.shownAt("approveChange"))
                .containsEntry("goneOverBecause", "SSO03 is switched off for good.")
                .containsEntry("decision", null);
    }

    @Test
    void givenAFormerThatAnswers_goingOnOverACheckLeadsPastItsBackupAllTheSame(Runbook runbook) {
        Run run = runbook.startedPlanned().toChecks();

        run.atStep("runPreflightChecks").proven(BLOCKED).decides("decideOnFailedChecks", "goOn");

        run.waitsAt("giveBackupPassword");
    }

    @Test
    void whenTheOperatorWithdrawsAfterFailedChecks_theRunEndsAsWithdrawn(Runbook runbook) {
        Run run = blocked(runbook).decides("decideOnFailedChecks", "withdraw").executes("releaseAsWithdrawn");

        run.endedAs("withdrawn", "withdrawn");
        run.frontDoor().hasPassed("failedChecksWithdrawn", "checksWithdrawn").hasNotPassed("makePlan");
    }

    @Test
    void givenNoPath_theOperatorCanOnlyWithdrawOrCheckAgain(Runbook runbook) {
        Run run =
                withoutPath(runbook).decides("decideOnFailedChecks", "withdraw").executes("releaseAsWithdrawn");

        run.endedAs("withdrawn", "withdrawn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lookAtEstate", "runPreflightChecks", "backUpFormerSecret"})
    void whenAStepBeforeThePlanIsAborted_theRunEndsAsAborted(String step, Runbook runbook) {
        Run run = at(step, runbook);

        run.atStep(step).failed().decides("decideHowToGoOn", "abort").executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
        run.frontDoor().hasPassed("checksAborted").hasNotPassed("makePlan", "promoteAndVerify");
    }

    @Test
    void givenTheFormerAnswers_itsSecretIsBackedUpBeforeThePlanIsMade(Runbook runbook) {
        Run run = runbook.startedPlanned().toChecked();

        run.waitsAt("giveBackupPassword");
        assertThat(run.acts()).containsExactly("reserved");
        run.decides("giveBackupPassword", "continue").waitsAt("backUpFormerSecret");
        run.atStep("backUpFormerSecret").proven().waitsAt("makePlan");
    }

    @Test
    void givenTheBackupPasswordIsRefusedOrNoLongerHeld_itIsAskedForAgainAsOftenAsItTakes(Runbook runbook) {
        Run run = runbook.startedPlanned().toChecked().decides("giveBackupPassword", "continue");

        run.atStep("backUpFormerSecret").needsPassword().waitsAt("giveBackupPassword");
        assertThat(run.shownAt("giveBackupPassword")).containsEntry("decision", null);
        run.decides("giveBackupPassword", "continue");
        run.atStep("backUpFormerSecret").needsPassword().decides("giveBackupPassword", "continue");
        run.atStep("backUpFormerSecret").proven().waitsAt("makePlan");
    }

    @Test
    void whenNoBackupPasswordIsGiven_theRunIsAbortedAndNothingIsPlanned(Runbook runbook) {
        Run run = runbook.startedPlanned().toChecked();

        run.decides("giveBackupPassword", "abort").executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
        run.frontDoor().hasPassed("backupPasswordNotGiven", "checksAborted").hasNotPassed("makePlan");
    }

    private static Run at(String step, Runbook runbook) {
        return switch (step) {
            case "lookAtEstate" -> runbook.started().toLook();
            case "runPreflightChecks" -> runbook.started().toChecks();
            default -> runbook.startedPlanned().toChecked().decides("giveBackupPassword", "continue");
        };
    }

    private static Run blocked(Runbook runbook) {
        return runbook.started().toChecks().atStep("runPreflightChecks").proven(BLOCKED);
    }

    private static Run withoutPath(Runbook runbook) {
        Run run = runbook.started().toLook();
        return run.atStep("lookAtEstate").proven(answering(run)).executes("choosePath");
    }

    /** Said to be lost, and yet it answers. */
    private static Map<String, Object> answering(Run run) {
        Map<String, Object> estate = new HashMap<>(run.estate());
        estate.put("formerAnswers", true);
        estate.put("formerLogon", true);
        return estate;
    }
}
