package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** The server carries it out, and nobody hears of it. */
    private static void cutOff(Way way, String server, String command) {
        way.server(server).onItsWay = answer -> {
            if (answer.commandLine().contains(command)) {
                throw new ConsoleException.CutOff(server + " was lost.", "");
            }
            return answer;
        };
    }

    @Test
    void theWayBackFromAStepWhoseOutcomeNobodyKnowsSettlesItFirst() {
        Way way = Way.planned().named();
        cutOff(way, "SSO02", "net stop");
        way.failed(new StopServiceDelegate());
        way.server("SSO02").onItsWay = answer -> answer;

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.lastIntent(StopServiceDelegate.STEP).outcome()).isEqualTo(IntentOutcome.UNKNOWN);
        assertThat(way.server("SSO01").handsOut()).isTrue();
        assertThat(way.server("SSO02").services).doesNotContainValue(false);
    }

    @Test
    void aNewServerThatDiedInTheMiddleOfAStepDoesNotKeepTheFormerFromBecomingTheMasterAgain() {
        Way way = Way.planned().named();
        cutOff(way, "SSO02", "net stop");
        way.failed(new StopServiceDelegate());
        way.server("SSO02").reachable = false;

        way.rollBackSteps().subList(0, 6).forEach(way::proven);

        assertThat(way.server("SSO01").handsOut()).isTrue();
        assertThat(way.lastIntent(StopServiceDelegate.STEP).outcome()).isEqualTo(IntentOutcome.UNKNOWN);
    }

    @Test
    void aCommandThatMayStillNameTheNewServerIsSettledBeforeAnythingIsTyped() {
        Way way = Way.planned().ready();
        cutOff(way, "SSO02", "-updatedb");
        way.failed(way.updateDatabase());
        way.server("SSO02").reachable = false;
        way.proven(way.checkWayBack());

        assertThat(way.failed(new WriteWayBackFileDelegate()).failure())
                .contains("updateDatabase was begun on SSO02", "Make that server answer, and try again");
        assertThat(way.journal.openIntent(way.id)).isPresent();

        way.server("SSO02").reachable = true;
        way.rollBackSteps().forEach(way::proven);
        assertThat(way.estate.secretServer).isEqualTo("SSO01");
    }

    @Test
    void theWayBackIsOpenWhereNobodyCouldTellWhetherItWasChangedInTheSnapIn() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));
        way.server("SSO02").reachable = false;
        way.failed(way.checkSnapInChange(), "done");
        way.server("SSO02").reachable = true;

        way.rollBackSteps().forEach(way::proven);

        assertThat(way.estate.secretServer).isEqualTo("SSO01");
        assertThat(way.lastIntent(OpenSnapInChangeDelegate.STEP).outcome()).isEqualTo(IntentOutcome.UNKNOWN);
    }

    @Test
    void aFormerThatIsLostWhileItIsStoppedDoesNotKeepTheNewOneFromBeingBackedUp(@TempDir Path store) {
        Way way = Way.planned();
        way.store = store;
        way.accepted();
        cutOff(way, "SSO01", "net stop");
        way.failed(new MakeFormerOrdinaryDelegate());
        way.server("SSO01").reachable = false;
        way.giveBackupPassword();

        way.proven(way.takeBackup());
    }
}
