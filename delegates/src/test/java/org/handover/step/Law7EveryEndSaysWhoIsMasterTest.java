package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.handover.console.ConsoleException;
import org.handover.journal.Failover;
import org.handover.journal.FailoverState;
import org.handover.journal.PlannedStep;
import org.handover.journal.WhatIsLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 7: once the database is changed there is no bare abort, and every end says who is proven master, or what is known. */
final class Law7EveryEndSaysWhoIsMasterTest {

    @Test
    void law7_aRunThatSucceededSaysThatTheNewServerIsProven() {
        Way way = Way.planned().accepted();

        Failover ended = way.end("succeeded");

        assertThat(ended.state()).isEqualTo(FailoverState.SUCCEEDED);
        assertThat(ended.outcome()).isEqualTo("new-proven");
        assertThat(ended.known())
                .contains("SSO02 is proven master secret server")
                .contains("SSO01 was left as it was");
        assertThat(way.failovers.reservedBy(ended.estate(), ended.ssoSystem())).isEmpty();
    }

    @Test
    void law7_aRunThatWasRolledBackSaysThatTheFormerIsProven() {
        Way way = Way.planned().promoted();
        way.rollBackSteps().forEach(way::proven);

        Failover ended = way.end("rolled-back");

        assertThat(ended.state()).isEqualTo(FailoverState.ROLLED_BACK);
        assertThat(ended.outcome()).isEqualTo("former-proven");
        assertThat(ended.known()).contains("SSO01 is proven master secret server again");
        assertThat(way.failovers.reservedBy(ended.estate(), ended.ssoSystem())).isEmpty();
    }

    @Test
    void law7_aRollBackWithoutTheProofOfTheFormerEndsLeftOpen() {
        Way way = Way.planned().promoted();

        Failover ended = way.end("rolled-back");

        assertThat(ended.state()).isEqualTo(FailoverState.LEFT_OPEN);
        assertThat(ended.outcome()).isEqualTo("unknown");
        assertThat(ended.known())
                .contains("one of SSO01 and SSO02")
                .contains("SSO02 was proven master and nobody accepted that");
        assertThat(way.failovers.reservedBy(ended.estate(), ended.ssoSystem())).contains(ended.id());
    }

    @Test
    void law7_aRunThatIsAbortedBeforeTheChangeSaysThatNothingWasChanged() {
        Way way = Way.planned().ready();

        Failover ended = way.end("aborted");

        assertThat(ended.state()).isEqualTo(FailoverState.ABORTED);
        assertThat(ended.outcome()).isEqualTo("unchanged");
        assertThat(ended.known()).contains("did not touch the SSO database");
        assertThat(way.failovers.reservedBy(ended.estate(), ended.ssoSystem())).isEmpty();
    }

    @Test
    void law7_onceTheDatabaseMayBeChangedAnAbortLeavesTheRunOpenAndTheSystemReserved() {
        Way way = Way.planned().named();

        Failover ended = way.end("aborted");

        assertThat(ended.state()).isEqualTo(FailoverState.LEFT_OPEN);
        assertThat(ended.outcome()).isEqualTo("unknown");
        assertThat(ended.known()).contains("updateDatabase on SSO02 (proven)");
        assertThat(way.failovers.reservedBy(ended.estate(), ended.ssoSystem())).contains(ended.id());
    }

    @Test
    void law7_aSuccessThatNobodyProvedIsNone() {
        Way way = Way.planned().named();

        Failover ended = way.end("succeeded");

        assertThat(ended.state()).isEqualTo(FailoverState.LEFT_OPEN);
        assertThat(ended.outcome()).isEqualTo("unknown");
    }

    @Test
    void law7_aRunThatIsLeftOpenShowsTheExactCommandsToFinishIt() {
        Way way = Way.planned().named();
        way.proven(new StopServiceDelegate());
        Failover ended = way.end("left-open");

        assertThat(new WhatIsLeft(way.plans, way.journal).of(ended))
                .extracting(PlannedStep::command)
                .startsWith("net start ENTSSO")
                .anyMatch(command -> command.contains("-restoresecret"))
                .noneMatch(command -> command.contains("-updatedb"));
    }

    @Test
    void law7_insideARollBackTheCommandsThatFinishItAreThoseOfTheWayBack() {
        Way way = Way.planned().promoted();
        way.rollBackSteps().subList(0, 4).forEach(way::proven);
        Failover ended = way.end("left-open");

        assertThat(new WhatIsLeft(way.plans, way.journal).of(ended))
                .extracting(PlannedStep::id)
                .startsWith("startFormer")
                .contains("stopNew")
                .doesNotContain("restoreSecret");
    }

    @Test
    void law7_anAbortInTheSnapInThatWasNotUsedEndsUnchanged() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        assertThat(way.proven(way.checkSnapInChange(), "abort")).containsEntry("snapInChanged", false);

        Failover ended = way.end("aborted");

        assertThat(ended.state()).isEqualTo(FailoverState.ABORTED);
        assertThat(ended.outcome()).isEqualTo("unchanged");
    }

    @Test
    void law7_anAbortInTheSnapInAfterTheNameChangedIsRefusedWithASentenceAndCanBeRolledBack() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));

        StepResult.Failed failed = way.failed(way.checkSnapInChange(), "abort");

        assertThat(failed.failure()).contains("cannot be aborted any more").contains("already names SSO02");
        assertThat(way.pointOfNoReturn.of(way.failover()).rollBackOffered()).isTrue();
        way.rollBackSteps().forEach(way::proven);
        assertThat(way.end("rolled-back").outcome()).isEqualTo("former-proven");
    }

    @Test
    void law7_theEndIsInTheLedgerWithWhatIsKnown() {
        Way way = Way.planned().named();
        way.end("left-open");

        assertThat(way.ledger.entries(way.id.value())).last().satisfies(entry -> assertThat(entry.data())
                .containsEntry("outcome", "unknown")
                .hasEntrySatisfying("known", known -> assertThat((String) known).contains("SSO02")));
    }

    @Test
    void law7_aSuccessWhoseFormerWasStoppedHalfwaySaysSoAndNotThatItWasLeftAsItWas() {
        Way way = Way.planned().accepted();
        way.server("SSO01").onItsWay = answer -> {
            if (answer.commandLine().contains("net start")) {
                throw new ConsoleException.CutOff("SSO01 was lost.", "");
            }
            return answer;
        };
        way.failed(new MakeFormerOrdinaryDelegate());

        Failover ended = way.end("succeeded");

        assertThat(ended.outcome()).isEqualTo("new-proven");
        assertThat(ended.known())
                .contains("What was begun on SSO01 was not brought to its end")
                .contains("makeFormerOrdinary.stop on SSO01 (proven), makeFormerOrdinary.start on SSO01 (no outcome")
                .doesNotContain("left as it was");
    }

    @Test
    void law7_aRunThatEndsBeforeItTookTheRestoreFileAwaySaysWhereItLies(@TempDir Path store) throws IOException {
        Files.write(store.resolve("kept.bak"), Way.bytes("backup"));
        Way way = Way.withFileInStore(store);
        way.look();
        way.backUpFormer();
        way.makePlan();
        way.approve();
        way.proven(new PlaceRestoreFileDelegate(way.store()));

        assertThat(way.end("aborted").known())
                .contains(
                        "The restore file that this run put on SSO02 lies there still, in C:\\Program Files\\Handover");
    }
}
