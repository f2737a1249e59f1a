package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.handover.journal.IntentOutcome;
import org.handover.journal.PlannedStep;
import org.junit.jupiter.api.Test;

/** Law 4: the name is typed on the new server, asked directly before, and the former is looked at once more. */
final class Law4NamedOnTheNewServerTest {

    @Test
    void law4_theUpdateIsTypedOnTheNewServerInBothSituations() {
        Way lost = Way.masterLost().ready();
        lost.proven(lost.updateDatabase());
        Way planned = Way.planned().ready();
        planned.proven(planned.updateDatabase());

        assertThat(lost.typedOn("SSO02")).anyMatch(line -> line.contains("-updatedb"));
        assertThat(planned.typedOn("SSO02")).anyMatch(line -> line.contains("-updatedb"));
        assertThat(planned.typedOn("SSO01")).noneMatch(line -> line.contains("-updatedb"));
    }

    @Test
    void law4_masterLost_aFormerThatAnswersNowKeepsEverythingFromBeingTyped() {
        Way way = Way.masterLost().ready();
        way.server("SSO01").reachable = true;

        assertThat(way.failed(way.updateDatabase()).failure()).contains("SSO01 answers now");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_masterLost_aFormerThatRefusesTheLogonIsOneThatAnswers() {
        Way way = Way.masterLost().ready();
        way.server("SSO01").reachable = true;
        way.server("SSO01").refusesLogon = true;

        assertThat(way.failed(way.updateDatabase()).failure()).contains("SSO01 answers now");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_masterLost_aFormerThatLetsTheLogonInAndThenHangsIsOneThatAnswers() {
        Way way = Way.masterLost().ready();
        way.server("SSO01").reachable = true;
        way.server("SSO01").hangsAfterLogon = true;

        Map<String, Object> looked = way.look();
        StepResult.Failed failed = way.failed(way.updateDatabase());

        assertThat((List<?>) looked.get("findings")).anySatisfy(row -> assertThat(row)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                .containsEntry("check", "SSO01, the master secret server, is lost")
                .containsEntry("result", "warning"));
        assertThat(failed.failure()).contains("SSO01 answers now");
        assertThat(failed.probed()).contains("which shell");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_planned_aFormerThatNoLongerAnswersKeepsEverythingFromBeingTyped() {
        Way way = Way.planned().ready();
        way.server("SSO01").reachable = false;

        assertThat(way.failed(way.updateDatabase()).failure()).contains("SSO01 no longer answers");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_planned_aFormerWhoseServiceIsStoppedKeepsEverythingFromBeingTyped() {
        Way way = Way.planned().ready();
        way.server("SSO01").services.put("ENTSSO", false);

        assertThat(way.failed(way.updateDatabase()).failure()).contains("no longer answers as the master");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_whereTheDatabaseNamesTheNewServerAlreadyItIsFoundDone() {
        Way way = Way.planned().ready();
        way.estate.secretServer = "SSO02";

        way.proven(way.updateDatabase());

        assertThat(way.changesTyped()).isEmpty();
        assertThat(way.everythingKept()).contains("found-done");
    }

    @Test
    void law4_whereTheDatabaseNamesAThirdServerAPersonDecides() {
        Way way = Way.planned().ready();
        way.estate.secretServer = "SSO03";

        StepResult.Failed failed = way.failed(way.updateDatabase());

        assertThat(failed.probed()).contains("neither the former nor the new server");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_whereSsomanageAsksAnotherServerPointingItHereIsAStepOfThePlanWithItsInverse() {
        Way way = Way.planned();
        way.server("SSO02").asks = "SSO03";
        way.look();
        way.backUpFormer();
        way.makePlan();

        assertThat(way.plan().step("setSsoServer").command()).endsWith("-server SSO02");
        PlannedStep inverse = way.plan().step("setSsoServerBack");
        assertThat(inverse.command()).endsWith("-server SSO03");
        assertThat(inverse.undoes()).isEqualTo("setSsoServer");
    }

    @Test
    void law4_ssomanageThatWasPointedElsewhereSinceThePlanKeepsTheDatabaseFromBeingTouched() {
        Way way = Way.planned().ready();
        way.server("SSO02").asks = "SSO03";

        assertThat(way.failed(way.updateDatabase()).failure()).contains("asks SSO03 now");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law4_aNameThatIsShownALittleLaterIsProvenOnTheNewServerAndOnTheWayBack() {
        Way way = Way.planned().ready();
        way.server("SSO02").onItsWay = oldNameOnce("SSO01");
        way.proven(way.updateDatabase());
        assertThat(way.lastIntent("updateDatabase").outcome()).isEqualTo(IntentOutcome.PROVEN);

        way.proven(way.checkWayBack());
        way.proven(new WriteWayBackFileDelegate());
        way.server("SSO01").onItsWay = oldNameOnce("SSO02");
        way.proven(way.nameFormer());
        assertThat(way.lastIntent("nameFormer").outcome()).isEqualTo(IntentOutcome.PROVEN);
    }

    private static FakeServer.OnItsWay oldNameOnce(String old) {
        AtomicBoolean named = new AtomicBoolean();
        return answer -> {
            if (answer.commandLine().contains(" -updatedb ")) {
                named.set(true);
            }
            boolean late = answer.commandLine().endsWith(" -displaydb") && named.compareAndSet(true, false);
            return late
                    ? FakeServer.transcript(
                            answer.commandLine(), 0, "SSO secret server name : " + old + "\nSSO enabled : Yes\n")
                    : answer;
        };
    }

    @Test
    void law4_anUpdateThatIsRefusedIsLookedAtOnceAndNotWaitedFor() {
        Way way = Way.planned().ready();
        way.server("SSO02").ignoresUpdates = true;

        assertThat(way.failed(way.updateDatabase()).failure()).contains("did not take effect", "0xC0002A21");

        List<String> typed = way.typedOn("SSO02");
        int update = typed.indexOf(way.lastIntent("updateDatabase").commandLine());
        assertThat(typed.subList(update, typed.size()))
                .filteredOn(line -> line.endsWith(" -displaydb"))
                .hasSize(1);
    }
}
