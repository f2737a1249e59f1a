package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunbookEngine.class)
final class ChangeMasterSecretServerTest {

    @Test
    void givenNothingGoesWrong_theRunPassesEveryStepInOrderAndIsReleasedAsSucceeded(Runbook runbook) {
        Run run = runbook.started();

        run.toConfirmation().decides("confirmResult", "accept").executes("releaseAsSucceeded");

        run.endedAs("succeeded", "succeeded");
        run.frontDoor()
                .hasPassedInOrder(
                        "failoverRequested",
                        "reserveSsoSystem",
                        "lookAtEstate",
                        "isSomethingBlocking",
                        "makePlan",
                        "approveChange",
                        "isApproved",
                        "promoteByCommandLine",
                        "waitForPolls",
                        "verifyPromotion",
                        "confirmResult",
                        "isResultAccepted",
                        "releaseAsSucceeded",
                        "succeeded")
                .hasNotPassed(
                        "decideOnFailedChecks", "askForApprovalAgain", "aborted", "leftOpen", "withdrawn", "rejected");
        assertThat(run.acts()).containsExactly("reserved", "planned", "ended succeeded");
    }

    @Test
    void theStartIsCommittedBeforeAnythingElseHappens(Runbook runbook) {
        Run run = runbook.started();

        run.waitsAt("failoverRequested");
        assertThat(run.acts()).isEmpty();
    }

    @Test
    void givenNothingForbidsTheChange_thePlanIsMadeAtOnce(Runbook runbook) {
        Run run = runbook.started().executes("failoverRequested").executes("reserveSsoSystem");

        run.atStep("lookAtEstate").proven(Map.of("blocking", false, "findings", "all is well"));

        run.waitsAt("makePlan");
        assertThat(run.variable("findings")).isEqualTo("all is well");
    }

    @Test
    void givenSomethingForbidsTheChange_anOperatorIsAskedAndNoPlanIsMade(Runbook runbook) {
        Run run = blocked(runbook);

        run.waitsAt("decideOnFailedChecks");
        assertThat(run.variable("findings")).isEqualTo("SSO01 answers");
        assertThat(run.acts()).containsExactly("reserved");
    }

    @Test
    void whenTheOperatorChecksAgain_theEstateIsLookedAtAnewAndTheNewAnswerCounts(Runbook runbook) {
        Run run = blocked(runbook).decides("decideOnFailedChecks", "checkAgain");

        run.waitsAt("lookAtEstate");
        run.atStep("lookAtEstate").proven(Map.of("blocking", false, "findings", "it is down now"));

        run.waitsAt("makePlan");
        assertThat(run.variable("findings")).isEqualTo("it is down now");
    }

    @Test
    void whenTheOperatorWithdrawsAfterFailedChecks_theRunEndsAsWithdrawn(Runbook runbook) {
        Run run = blocked(runbook).decides("decideOnFailedChecks", "withdraw").executes("releaseAsWithdrawn");

        run.endedAs("withdrawn", "withdrawn");
    }

    @Test
    void whenTheLookAtTheEstateIsAborted_theRunEndsAsAborted(Runbook runbook) {
        Run run = runbook.started().executes("failoverRequested").executes("reserveSsoSystem");

        run.atStep("lookAtEstate").failed().decides("decideHowToGoOn", "abort").executes("releaseAsAborted");

        run.endedAs("aborted", "aborted");
        run.frontDoor().hasPassed("estateAborted").hasNotPassed("makePlan", "promoteByCommandLine");
    }

    @Test
    void whenTheApproverRejects_nothingIsPromotedAndTheRunEndsAsRejected(Runbook runbook) {
        Run run = runbook.started().toApproval();

        run.decides("approveChange", "reject").executes("releaseAsRejected");

        run.endedAs("rejected", "rejected");
        run.frontDoor().hasNotPassed("promoteByCommandLine");
    }

    @Test
    void givenTwoApprovalsAreNeeded_oneIsNotEnough(Runbook runbook) {
        Run run = needingTwoApprovals(runbook);
        run.waitsAt("approveChange", "approveChange");

        run.votes("approveChange", "approve");

        run.waitsAt("approveChange");
    }

    @Test
    void givenTwoApprovalsAreNeeded_thePromotionBeginsWithTheSecond(Runbook runbook) {
        Run run = needingTwoApprovals(runbook).votes("approveChange", "approve");

        run.decides("approveChange", "approve");

        run.waitsAt("writeUpdateFile");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void givenTwoApprovalsAreNeeded_aRejectionEndsTheWaitWhoeverElseHasAnswered(int approvedBefore, Runbook runbook) {
        Run run = needingTwoApprovals(runbook);
        for (int i = 0; i < approvedBefore; i++) {
            run.votes("approveChange", "approve");
        }

        run.votes("approveChange", "reject");

        run.waitsAt("approveChange").executes("approveChange").executes("releaseAsRejected");
        run.endedAs("rejected", "rejected");
    }

    @Test
    void whenTheApprovalExpires_nothingIsPromotedUntilItIsAskedForAgain(Runbook runbook) {
        Run run = runbook.started().toDatabase();

        run.atStep("updateDatabase").approvalExpired();

        run.waitsAt("askForApprovalAgain");
        run.frontDoor().hasPassed("approvalExpired");
    }

    @Test
    void whenApprovalIsAskedForAgain_theEstateIsLookedAtAndThePlanMadeAndApprovedAnew(Runbook runbook) {
        Run run = runbook.started().toDatabase();
        run.atStep("updateDatabase").approvalExpired().decides("askForApprovalAgain", "ask");

        run.atStep("lookAtEstate")
                .proven(Map.of("blocking", false, "findings", ""))
                .executes("makePlan");

        run.waitsAt("approveChange");
        assertThat(run.acts()).containsExactly("reserved", "planned", "planned");
        run.decides("approveChange", "approve").waitsAt("writeUpdateFile");
    }

    @Test
    void whenApprovalIsNotAskedForAgain_theRunEndsAsWithdrawn(Runbook runbook) {
        Run run = runbook.started().toPromotion();

        run.atStep("writeUpdateFile")
                .approvalExpired()
                .decides("askForApprovalAgain", "withdraw")
                .executes("releaseAsWithdrawn");

        run.endedAs("withdrawn", "withdrawn");
    }

    @Test
    void givenTheApprovalExpiredOnce_aRejectionInTheSecondRoundEndsTheRunToo(Runbook runbook) {
        Run run = runbook.started().toPromotion();
        run.atStep("writeUpdateFile").approvalExpired().decides("askForApprovalAgain", "ask");
        run.atStep("lookAtEstate")
                .proven(Map.of("blocking", false, "findings", ""))
                .executes("makePlan");

        run.decides("approveChange", "reject").executes("releaseAsRejected");

        run.endedAs("rejected", "rejected");
    }

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
    void givenTheVerificationIsThrough_thePersonWhoConfirmsSeesWhatItFound(Runbook runbook) {
        Run run = runbook.started().toPolls().executes("waitForPolls");

        run.atStep("verifyPromotion").proven(Map.of("agreed", true, "beliefs", "SSO03 has it"));

        run.waitsAt("confirmResult");
        assertThat(run.variable("beliefs")).isEqualTo("SSO03 has it");
        assertThat(run.variable("agreed")).isEqualTo(true);
    }

    @Test
    void whenTheResultIsCheckedAgain_itIsVerifiedAgainAndAskedForAgain(Runbook runbook) {
        Run run = runbook.started().toConfirmation().decides("confirmResult", "checkAgain");

        run.waitsAt("verifyPromotion");
        run.atStep("verifyPromotion").proven(Map.of("agreed", true, "beliefs", "now SSO03 has it"));

        run.waitsAt("confirmResult");
        assertThat(run.variable("beliefs")).isEqualTo("now SSO03 has it");
    }

    @Test
    void whenTheResultIsLeftOpen_theRunEndsAsLeftOpen(Runbook runbook) {
        Run run = runbook.started()
                .toConfirmation()
                .decides("confirmResult", "leaveOpen")
                .executes("keepReservedAsLeftOpen");

        run.endedAs("leftOpen", "left-open");
    }

    @Test
    void whenTheVerificationIsLeftOpen_theRunEndsAsLeftOpen(Runbook runbook) {
        Run run = runbook.started().toPolls().executes("waitForPolls");

        run.atStep("verifyPromotion")
                .failed()
                .decides("decideHowToGoOn", "leaveOpen")
                .executes("keepReservedAsLeftOpen");

        run.endedAs("leftOpen", "left-open");
        run.frontDoor().hasPassed("verificationLeftOpen").hasNotPassed("confirmResult");
    }

    private static Run blocked(Runbook runbook) {
        Run run = runbook.started().executes("failoverRequested").executes("reserveSsoSystem");
        return run.atStep("lookAtEstate").proven(Map.of("blocking", true, "findings", "SSO01 answers"));
    }

    private static Run needingTwoApprovals(Runbook runbook) {
        return runbook.startedWith(Map.of(RecordingDelegates.APPROVALS, 2)).toApproval();
    }
}
