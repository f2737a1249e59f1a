package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Branch;
import org.junit.jupiter.api.Test;

/** What stands in a plan, and so before the approver's eyes. */
final class PlanTest {

    private static List<String> ids(Way way, Branch branch) {
        return way.plan().steps(branch).stream().map(PlannedStep::id).toList();
    }

    @Test
    void theCommandLinePathOfALostMasterAsksForTheConfirmationThatItIsDown() {
        Way way = Way.masterLost().ready();

        assertThat(ids(way, Branch.MAIN))
                .containsExactly(
                        "writeUpdateFile",
                        "validateUpdateFile",
                        "updateDatabase",
                        "confirmDatabase",
                        "stopService",
                        "startService",
                        "restoreSecret",
                        "proveRestore",
                        "startDependents");
        assertThat(way.plan().step("updateDatabase").requires()).contains("confirmFormerMasterIsDown");
        assertThat(ids(way, Branch.ROLL_BACK)).isEmpty();
    }

    @Test
    void aPlannedChangeHasItsWayBackWithFileDigestAndCommandsInThePlan() {
        Way way = Way.planned().ready();

        assertThat(way.plan().step("updateDatabase").requires()).doesNotContain("confirmFormerMasterIsDown");
        assertThat(ids(way, Branch.ROLL_BACK))
                .containsExactly(
                        "checkWayBack",
                        "writeWayBackFile",
                        "nameFormer",
                        "stopFormer",
                        "startFormer",
                        "proveFormer",
                        "stopNew",
                        "startNew",
                        "proveNewIsMember",
                        "startFormersDependents",
                        "startNewsDependents");
        assertThat(way.plan().step("nameFormer").undoes()).isEqualTo("updateDatabase");
        assertThat(way.plan().step("nameFormer").server()).isEqualTo("SSO01");
        assertThat(way.plan().wayBackFile())
                .satisfies(file -> assertThat(file.text()).contains("<secretServer>SSO01</secretServer>"));
    }

    @Test
    void theSnapInPathWritesNoUpdateFileAndItsWayBackUndoesTheSnapIn() {
        Way way = Way.bySnapIn().ready();

        assertThat(ids(way, Branch.MAIN))
                .startsWith("openSnapInChange", "checkSnapInChange", "stopService")
                .doesNotContain("updateDatabase", "writeUpdateFile");
        assertThat(way.plan().step("stopService").requires()).containsExactly("checkSnapInChange");
        assertThat(way.plan().step("nameFormer").undoes()).isEqualTo("openSnapInChange");
        assertThat(way.variables).containsEntry("updateFile", "");
    }

    @Test
    void everyPlanHasWhatBecomesOfTheFormerAndTheFreshBackup() {
        for (Way way : List.of(
                Way.masterLost().ready(), Way.planned().ready(), Way.bySnapIn().ready())) {
            assertThat(ids(way, Branch.FORMER_ORDINARY)).hasSize(4);
            assertThat(ids(way, Branch.FORMER_DISABLED)).hasSize(2);
            assertThat(ids(way, Branch.FORMER_ENABLED)).hasSize(3);
            assertThat(ids(way, Branch.FRESH_BACKUP)).containsExactly("takeBackup");
        }
    }

    @Test
    void everyChangeOfTheMainLineHasAnInverseOrLeadsOnlyForward() {
        Way way = Way.planned().ready();
        List<String> undone = way.plan().steps().stream()
                .map(PlannedStep::undoes)
                .filter(java.util.Objects::nonNull)
                .toList();

        assertThat(undone).contains("updateDatabase", "disableFormer.disable", "disableFormer.stop");
    }

    @Test
    void theApproverSeesTheBranchesEachUnderTheSentenceThatSaysWhen() {
        Way way = Way.planned().ready();

        assertThat(way.variables).containsKeys("planSteps", "planBranches");
        assertThat(String.valueOf(way.variables.get("planBranches")))
                .contains("Roll-back, where somebody chooses it before the point of no return")
                .contains("Name the former server again")
                .contains("The former master is stopped and disabled")
                .contains("A fresh backup");
        assertThat(String.valueOf(way.variables.get("planSteps"))).doesNotContain("Name the former server again");
    }

    @Test
    void onSlowServersWhatChangesSomethingMayTakeAsLongAsTheInventorySays() {
        Way usual = Way.planned().ready();
        assertThat(usual.plan().step("updateDatabase").limitSeconds()).isEqualTo(60);
        assertThat(usual.plan().step("stopService").limitSeconds()).isEqualTo(240);

        Way slow = Way.planned();
        slow.estate.changesTake(Duration.ofMinutes(30));
        slow.ready();

        assertThat(slow.plan().steps()).allSatisfy(step -> assertThat(step.limitSeconds())
                .as(step.id())
                .isEqualTo(step.kind() == PlannedStep.Kind.CHANGE ? 1800 : 60));
    }

    @Test
    void thePathThatWasChosenCountsWhereItWasLeftToTheRunbook() {
        Way way = Way.planned();
        way.variables.put("chosenPath", "telepathy");
        way.look();
        way.backUpFormer();
        way.makePlan();

        assertThat(way.plan().path()).as("asked for").isEqualTo("command-line");
    }
}
