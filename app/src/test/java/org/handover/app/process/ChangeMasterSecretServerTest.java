package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs through the front door, and their approval. */
@ExtendWith(RunbookEngine.class)
final class ChangeMasterSecretServerTest {

    @Test
    void givenTheMasterIsLostAndNothingElseGoesWrong_theRunPassesEveryStepInOrderAndIsReleasedAsSucceeded(
            Runbook runbook) {
        Run run = runbook.started();

        run.toFreshBackup().decides("takeFreshBackup", "skip").executes("releaseAsSucceeded");

        run.endedAs("succeeded", "succeeded");
        run.frontDoor()
                .hasPassedInOrder(
                        "failoverRequested",
                        "reserveSsoSystem",
                        "checksBegin",
                        "lookAtEstate",
                        "choosePath",
                        "isThereAPath",
                        "runPreflightChecks",
                        "isSomethingBlocking",
                        "checksAreThrough",
                        "doesFormerAnswer",
                        "checked",
                        "makePlan",
                        "approveChange",
                        "isApproved",
                        "promotionBegins",
                        "whichPath",
                        "promoteByCommandLine",
                        "waitForPolls",
                        "verifyPromotion",
                        "confirmResult",
                        "isResultAccepted",
                        "resultAccepted",
                        "acceptResult",
                        "canFormerBeAsked",
                        "takeFreshBackup",
                        "isFreshBackupWanted",
                        "releaseAsSucceeded",
                        "succeeded")
                .hasNotPassed(
                        "decideOnFailedChecks",
                        "giveBackupPassword",
                        "backUpFormerSecret",
                        "askForApprovalAgain",
                        "promoteBySnapIn",
                        "rollBack",
                        "decideOnFormerMaster",
                        "takeBackup",
                        "rolledBack",
                        "aborted",
                        "leftOpen",
                        "withdrawn",
                        "rejected");
        assertThat(run.acts()).containsExactly("reserved", "planned", "accepted", "ended succeeded");
    }

    @Test
    void givenAPlannedChange_theFormerIsBackedUpBeforeThePlanAndSeenToAfterTheResult(Runbook runbook) {
        Run run = runbook.startedPlanned();

        run.toFreshBackup()
                .decides("takeFreshBackup", "done")
                .atStep("takeBackup")
                .proven();
        run.executes("releaseAsSucceeded");

        run.endedAs("succeeded", "succeeded");
        run.frontDoor()
                .hasPassedInOrder(
                        "doesFormerAnswer",
                        "giveBackupPassword",
                        "isBackupPasswordGiven",
                        "backUpFormerSecret",
                        "checked",
                        "makePlan",
                        "approveChange",
                        "promoteByCommandLine",
                        "verifyPromotion",
                        "acceptResult",
                        "canFormerBeAsked",
                        "decideOnFormerMaster",
                        "whatAboutTheFormer",
                        "makeFormerOrdinary",
                        "formerSeenTo",
                        "takeFreshBackup",
                        "takeBackup",
                        "releaseAsSucceeded",
                        "succeeded")
                .hasNotPassed("disableFormer", "promoteBySnapIn", "rollBack");
        assertThat(run.acts()).containsExactly("reserved", "planned", "accepted", "ended succeeded");
    }

    @Test
    void givenTheSnapInWasAskedForAndTheFormerAnswers_thePromotionIsTheOneBySnapIn(Runbook runbook) {
        Run run = runbook.startedBySnapIn();

        run.toFreshBackup().decides("takeFreshBackup", "skip").executes("releaseAsSucceeded");

        run.endedAs("succeeded", "succeeded");
        run.frontDoor()
                .hasPassedInOrder("whichPath", "promoteBySnapIn", "waitForPolls")
                .hasNotPassed("promoteByCommandLine");
    }

    @Test
    void theStartIsCommittedBeforeAnythingElseHappens(Runbook runbook) {
        Run run = runbook.started();

        run.waitsAt("reserveSsoSystem");
        assertThat(run.acts()).isEmpty();
    }

    @Test
    void whenTheApproverRejects_nothingIsPromotedAndTheRunEndsAsRejected(Runbook runbook) {
        Run run = runbook.started().toApproval();

        run.decides("approveChange", "reject").executes("releaseAsRejected");

        run.endedAs("rejected", "rejected");
        run.frontDoor().hasNotPassed("promoteAndVerify", "promoteByCommandLine");
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

        run.waitsAt("lookAtEstate");
        run.atStep("lookAtEstate")
                .proven(run.estate())
                .executes("choosePath")
                .checked()
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
                .proven(run.estate())
                .executes("choosePath")
                .checked()
                .executes("makePlan");

        run.decides("approveChange", "reject").executes("releaseAsRejected");

        run.endedAs("rejected", "rejected");
    }

    private static Run needingTwoApprovals(Runbook runbook) {
        return runbook.startedWith(Map.of(RecordingDelegates.APPROVALS, 2)).toApproval();
    }
}
