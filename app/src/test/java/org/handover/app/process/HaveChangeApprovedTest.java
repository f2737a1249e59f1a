package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The time that a request for approval has, and the glass that may be broken when nobody answers. */
@ExtendWith(RunbookEngine.class)
final class HaveChangeApprovedTest {

    private static Run breakable(Runbook runbook) {
        return runbook.startedWith(Map.of(RecordingDelegates.BREAK_GLASS, true)).toApproval();
    }

    private static Duration after(Task asked, Date due) {
        return Duration.between(asked.getCreateTime().toInstant(), due.toInstant());
    }

    @Test
    void theTaskSaysUntilWhenItWaitsAndStandsAboveTheOthers(Runbook runbook) {
        Run run = runbook.started().toApproval();

        Task task = run.task("approveChange");

        assertThat(after(task, task.getDueDate())).isCloseTo(RecordingDelegates.APPROVAL, Duration.ofSeconds(5));
        assertThat(task.getPriority()).isEqualTo(70);
    }

    @Test
    void itIsLateAtHalfOfTheTimeAndLapsesAtItsEnd(Runbook runbook) {
        Run run = runbook.started().toApproval();
        Task task = run.task("approveChange");

        assertThat(after(task, run.job("approvalIsLate").getDuedate()))
                .isCloseTo(RecordingDelegates.APPROVAL.dividedBy(2), Duration.ofSeconds(5));
        assertThat(after(task, run.job("approvalHasLapsed").getDuedate()))
                .isCloseTo(RecordingDelegates.APPROVAL, Duration.ofSeconds(5));
    }

    @Test
    void whenItIsLate_itIsEscalatedOnceAndCanStillBeApproved(Runbook runbook) {
        Run run = runbook.started().toApproval();

        run.executes("approvalIsLate").executes("escalateApproval");

        run.waitsAt("approveChange");
        run.frontDoor().hasPassed("approvalIsEscalated").hasNotPassed("breakGlass");
        assertThat(run.acts()).containsOnlyOnce("approval escalated");
        run.decides("approveChange", "approve").waitsAt("writeUpdateFile");
    }

    @Test
    void whenTheTimeIsOver_nothingIsApprovedAndItCanBeAskedForAgain(Runbook runbook) {
        Run run = runbook.started().toApproval();

        run.executes("approvalHasLapsed");

        run.waitsAt("askForApprovalAgain");
        run.frontDoor().hasNotPassed("isApproved", "promoteAndVerify");
        run.decides("askForApprovalAgain", "ask").waitsAt("lookAtEstate");
    }

    @Test
    void givenOneOfTwoApproved_whenTheTimeIsOverThatOneIsNotEnoughEither(Runbook runbook) {
        Run run = runbook.startedWith(Map.of(RecordingDelegates.APPROVALS, 2)).toApproval();
        run.votes("approveChange", "approve");

        run.executes("approvalHasLapsed");

        run.waitsAt("askForApprovalAgain");
        run.frontDoor().hasNotPassed("isApproved");
    }

    @Test
    void theGlassCannotBeBrokenBeforeAnApproverHadHalfOfTheTime(Runbook runbook) {
        Run run = breakable(runbook);

        run.waitsAt("approveChange");
    }

    @Test
    void whenTheGlassIsBroken_theRunGoesOnAndNobodyIsAskedAnyMore(Runbook runbook) {
        Run run = breakable(runbook).executes("approvalIsLate").executes("escalateApproval");
        run.waitsAt("approveChange", "breakGlass");

        run.decides("breakGlass", "breakGlass");

        run.waitsAt("writeUpdateFile");
        run.frontDoor().hasPassed("glassIsBroken", "isApproved").hasNotPassed("approvalIsAnswered");
    }

    @Test
    void whenSomebodyApprovesAfterAll_theGlassStaysWhole(Runbook runbook) {
        Run run = breakable(runbook).executes("approvalIsLate").executes("escalateApproval");

        run.decides("approveChange", "approve");

        run.waitsAt("writeUpdateFile");
        run.frontDoor().hasPassed("approvalIsAnswered").hasNotPassed("glassIsBroken");
    }

    @Test
    void whenSomebodyRejects_theGlassCannotBeBrokenAnyMore(Runbook runbook) {
        Run run = breakable(runbook).executes("approvalIsLate").executes("escalateApproval");

        run.decides("approveChange", "reject");

        run.waitsAt("releaseAsRejected");
    }

    @Test
    void whenTheTimeIsOver_theGlassCannotBeBrokenEither(Runbook runbook) {
        Run run = breakable(runbook).executes("approvalIsLate").executes("escalateApproval");

        run.executes("approvalHasLapsed");

        run.waitsAt("askForApprovalAgain");
    }

    @Test
    void aReviewShowsWhatWasDoneAndEndsWithWhatWasSaid(Runbook runbook) {
        Run run = runbook.startedReview(Date.from(Instant.now().plus(Duration.ofDays(1))));

        run.executes("reviewIsAsked").executes("showBreakGlass").waitsAt("reviewBreakGlass");
        assertThat(run.task("reviewBreakGlass").getDueDate()).isInTheFuture();
        run.decides("reviewBreakGlass", "seen");

        run.frontDoor().isEnded().hasPassed("reviewed").hasNotPassed("escalateReview");
        assertThat(run.acts()).containsExactly("broken glass shown");
    }

    @Test
    void anOverdueReviewIsEscalatedAndCanStillBeAnswered(Runbook runbook) {
        Run run = runbook.startedReview(Date.from(Instant.now()));
        run.executes("reviewIsAsked").executes("showBreakGlass");

        run.executes("reviewIsOverdue").executes("escalateReview").waitsAt("reviewBreakGlass");
        run.decides("reviewBreakGlass", "object");

        run.frontDoor().isEnded().hasPassed("reviewIsEscalated", "objectedTo");
    }
}
