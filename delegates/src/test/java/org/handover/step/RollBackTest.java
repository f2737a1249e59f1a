package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.junit.jupiter.api.Test;

/** The way back (laws 3, 6 and 7), and the wall before every inverse. */
final class RollBackTest {

    @Test
    void theWholeWayBackMakesTheFormerMasterAgainAndLeavesAllServicesRunning() {
        Way way = Way.planned();
        way.server("SSO01").services.put("BTSSvc$Former", true);
        way.promoted();

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.estate.secretServer).isEqualTo("SSO01");
        assertThat(way.server("SSO01").handsOut()).isTrue();
        assertThat(way.server("SSO02").handsOut()).isFalse();
        for (String server : List.of("SSO01", "SSO02")) {
            assertThat(way.server(server).services).as(server).doesNotContainValue(false);
        }
    }

    @Test
    void theWayBackAfterTheSnapInIsTheSame() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));
        way.proven(way.checkSnapInChange(), "done");
        way.restored();

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.estate.secretServer).isEqualTo("SSO01");
        assertThat(way.server("SSO01").handsOut()).isTrue();
    }

    @Test
    void nothingIsStoppedOnTheOtherServerBeforeTheFormerIsProven() {
        Way way = Way.planned().promoted();
        way.rollBackSteps().subList(0, 5).forEach(way::proven);

        assertThat(way.failed(new StopNewDelegate()).failure()).contains("proveFormer");

        way.proven(new ProveFormerDelegate());
        way.proven(new StopNewDelegate());
    }

    @Test
    void aFormerThatSaysAfterItsRestartThatItsSecretCannotBeUsedIsNotProven() {
        for (int event : new int[] {10520, 10521, 10565}) {
            Way way = Way.planned().promoted();
            way.rollBackSteps().subList(0, 5).forEach(way::proven);
            way.server("SSO01").log(event);

            assertThat(way.failed(new ProveFormerDelegate()).failure())
                    .contains("not proven that SSO01 is the master secret server again");
        }
    }

    @Test
    void servicesThatThePromotionStoppedAndNeverStartedAgainRunAfterTheRollBack() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        assertThat(way.server("SSO02").runs("BTSSvc$Host")).isFalse();

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.server("SSO02").runs("ENTSSO")).isTrue();
        assertThat(way.server("SSO02").runs("BTSSvc$Host")).isTrue();
    }

    @Test
    void ssomanageThatWasPointedAtTheNewServerIsPointedBack() {
        Way way = Way.planned();
        way.server("SSO02").asks = "SSO03";
        way.ready();
        way.proven(new SetSsoServerDelegate());
        way.proven(way.updateDatabase());
        way.rollBackSteps().subList(0, 6).forEach(way::proven);

        way.proven(new SetSsoServerBackDelegate());

        assertThat(way.server("SSO02").asks).isEqualTo("SSO03");
    }

    @Test
    void wall_anInverseIsRefusedWhereTheStepThatItUndoesWasNotMeantInThisRun() {
        Way way = Way.planned().ready();
        way.estate.secretServer = "SSO02"; // by somebody else
        way.proven(way.updateDatabase()); // found done, so this run meant nothing
        way.proven(way.checkWayBack());
        way.journal.proven(
                way.id,
                way.plans.current(way.id).orElseThrow().digest(),
                "writeWayBackFile",
                Journal.How.DONE,
                "test",
                "there");

        assertThat(way.failed(way.nameFormer()).failure())
                .contains("nameFormer undoes updateDatabase, which was not meant to be done in this run");
        assertThat(way.estate.secretServer).isEqualTo("SSO02");
    }

    @Test
    void wall_anInverseMayUndoWhatAPersonDidByHandInThisRun() {
        Way way = Way.planned().ready();
        way.estate.secretServer = "SSO02";
        assertThat(way.carryOut(way.updateDatabase(), "doneByHand", true)).isInstanceOf(StepResult.Proven.class);

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.estate.secretServer).isEqualTo("SSO01");
    }

    @Test
    void wall_whereTheMasterWasLostThePlanHasNoWayBackAtAll() {
        Way way = Way.masterLost().named();

        assertThat(way.plan().has("nameFormer")).isFalse();
        assertThat(way.failed(way.checkWayBack()).failure()).contains("no way back");
        assertThat(way.plan().wayBackFile()).isNull();
    }

    @Test
    void anAttemptToNameTheFormerThatDidNotTakeEffectIsSaidAndCanBeTriedAgain() {
        Way way = Way.planned().promoted();
        way.proven(way.checkWayBack());
        way.proven(new WriteWayBackFileDelegate());
        way.server("SSO01").ignoresUpdates = true;

        assertThat(way.failed(way.nameFormer()).failure()).contains("did not take effect");
        assertThat(way.lastIntent("nameFormer").outcome()).isEqualTo(IntentOutcome.NOT_PROVEN);

        way.server("SSO01").ignoresUpdates = false;
        way.proven(way.nameFormer());
        assertThat(way.estate.secretServer).isEqualTo("SSO01");
    }
}
