package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.handover.journal.IntentOutcome;
import org.junit.jupiter.api.Test;

/** The change in the snap-in: a person acts, and the servers say whether it is so. */
final class SnapInChangeTest {

    @Test
    void theIntentIsOpenBeforeTheTaskIsShownAndNothingIsTyped() {
        Way way = Way.bySnapIn().ready();

        way.proven(way.openSnapInChange());

        assertThat(way.lastIntent("openSnapInChange").isOpen()).isTrue();
        assertThat(way.lastIntent("openSnapInChange").server()).isEqualTo("SSO01");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void showingTheTaskOnceMoreOpensNoSecondIntent() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());

        way.proven(way.openSnapInChange());

        assertThat(way.journal.attempts(way.id, "openSnapInChange")).hasSize(1);
    }

    @Test
    void withoutAnApprovalTheTaskIsNotShown() {
        Way way = Way.bySnapIn();
        way.look();
        way.backUpFormer();
        way.makePlan();
        way.giveRestorePassword();

        assertThat(way.failed(way.openSnapInChange()).failure()).contains("0 of 1 approvals");
        assertThat(way.journal.openIntent(way.id)).isEmpty();
    }

    @Test
    void aChangeThatTheDatabaseAndTheFormersEventLogShowClosesTheIntentAndTheWayToTheRestartIsOpen() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));

        assertThat(way.proven(way.checkSnapInChange(), "done"))
                .containsEntry("snapInChanged", true)
                .hasEntrySatisfying("snapInSeen", seen -> assertThat((String) seen)
                        .contains("names SSO02")
                        .contains("10575"));

        assertThat(way.lastIntent("openSnapInChange").outcome()).isEqualTo(IntentOutcome.PROVEN);
        way.proven(new StopServiceDelegate());
    }

    @Test
    void aChangeThatIsNotThereSendsTheOperatorBackWithWhatWasSeenAndOpensNoWay() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());

        assertThat(way.proven(way.checkSnapInChange(), "done"))
                .containsEntry("snapInChanged", false)
                .hasEntrySatisfying("snapInSeen", seen -> assertThat((String) seen)
                        .contains("names SSO01")
                        .contains("has to name SSO02"));

        assertThat(way.lastIntent("openSnapInChange").isOpen()).isTrue();
        assertThat(way.failed(new StopServiceDelegate()).failure()).contains("checkSnapInChange");
    }

    @Test
    void aChangeThatSomebodyMadeElsewhereIsPutBeforeAPerson() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO03"));

        assertThat(way.failed(way.checkSnapInChange(), "done").failure())
                .contains("SSO01 did not log that it was changed there (10575)");
        assertThat(way.journal.openIntent(way.id)).isEmpty();
        assertThat(way.journal.databaseMayBeChanged(way.id)).isTrue();

        assertThat(way.carryOut(way.checkSnapInChange(), "doneByHand", true)).isInstanceOf(StepResult.Proven.class);
    }

    @Test
    void anEvent10575FromBeforeTheTaskProvesNothing() {
        Way way = Way.bySnapIn();
        way.server("SSO01").log(10575, "SSO02", "SSO01");
        way.ready();
        way.proven(way.openSnapInChange());
        way.estate.secretServer = "SSO02";

        assertThat(way.failed(way.checkSnapInChange(), "done").failure()).contains("did not log");
    }

    @Test
    void aThirdNameIsPutBeforeAPerson() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO03", way.server("SSO01"));

        assertThat(way.failed(way.checkSnapInChange(), "done").probed()).contains("neither the former nor the new");
    }

    @Test
    void whereTheFormerDoesNotAnswerNoPlanIsMadeForTheSnapInWhateverWasAskedFor() {
        Way way = Way.bySnapIn();
        way.server("SSO01").services.put("ENTSSO", false);
        way.look();

        org.assertj.core.api.Assertions.assertThatThrownBy(way::makePlan)
                .hasMessageContaining("SSO01 does not answer: no plan was made");
    }

    @Test
    void anAbortThatCouldNotBeLookedAtAtFirstIsStillAnAbortWhenItIsTriedAgain() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.server("SSO02").reachable = false;
        way.failed(way.checkSnapInChange(), "abort");
        way.server("SSO02").reachable = true;

        assertThat(way.carryOut(way.checkSnapInChange(), "abort", "retry", false))
                .isInstanceOfSatisfying(StepResult.Proven.class, seen -> assertThat(seen.variables())
                        .containsEntry("snapInChanged", false));

        assertThat(way.lastIntent("openSnapInChange").outcome()).isEqualTo(IntentOutcome.NOT_PROVEN);
        assertThat(way.end("aborted").outcome()).isEqualTo("unchanged");
    }

    @Test
    void whoAbortsIsToldThatItIsTooLateBeforeAnotherTryGoesOn() {
        Way way = Way.bySnapIn().ready();
        way.proven(way.openSnapInChange());
        way.estate.name("SSO02", way.server("SSO01"));
        way.server("SSO02").reachable = false;
        way.failed(way.checkSnapInChange(), "abort");
        way.server("SSO02").reachable = true;

        assertThat(way.carryOut(way.checkSnapInChange(), "abort", "retry", false))
                .isInstanceOfSatisfying(StepResult.Failed.class, failed -> assertThat(failed.failure())
                        .contains("cannot be aborted any more"));

        assertThat(way.carryOut(way.checkSnapInChange(), "abort", "retry", false))
                .isInstanceOfSatisfying(StepResult.Proven.class, seen -> assertThat(seen.variables())
                        .containsEntry("snapInChanged", true));
    }
}
