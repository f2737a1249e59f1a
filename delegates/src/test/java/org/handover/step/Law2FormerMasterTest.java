package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.handover.journal.RecordedBackup;
import org.handover.sso.Sha256;
import org.junit.jupiter.api.Test;

/** Law 2: a former master that answers is backed up first, and nothing is stopped on it until the new one is proven. */
final class Law2FormerMasterTest {

    @Test
    void law2_theSecretOfAFormerThatAnswersIsBackedUpWithoutPlanOrApprovalAndRecorded() {
        Way way = Way.planned();
        assertThat(way.look()).containsEntry("formerAnswers", true).containsEntry("formerLogon", true);

        way.backUpFormer();

        RecordedBackup made =
                way.backups.madeBy(way.id, RecordedBackup.Purpose.FORMER).orElseThrow();
        assertThat(made.server().value()).isEqualTo("SSO01");
        assertThat(made.msid().value()).isEqualTo(way.estate.msid);
        assertThat(made.digest()).isEqualTo(Sha256.ofContent(Way.bytes("backup of " + way.estate.msid)));
        assertThat(made.inStore()).isFalse();
        assertThat(way.plans.current(way.id)).isEmpty();
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law2_itsFolderIsClosedBeforeTheBackupIsMade() {
        Way way = Way.planned();
        way.look();

        way.backUpFormer();

        assertThat(way.typedOn("SSO01"))
                .containsSubsequence(
                        "icacls \"C:\\Program Files\\Handover\\Backups\" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-21-1-2-3-1105:(OI)(CI)M",
                        way.typedOn("SSO01").stream()
                                .filter(line -> line.contains("-backupSecret"))
                                .findFirst()
                                .orElseThrow());
    }

    @Test
    void law2_aBackupWithoutEvent10559IsNoneAndIsNotRecorded() {
        Way way = Way.planned();
        way.look();
        way.server("SSO01").backsUp = false;
        way.giveBackupPassword();

        StepResult.Failed failed = way.failed(way.backUpFormerSecret());

        assertThat(failed.failure()).contains("not proven that the secret of SSO01 was backed up");
        assertThat(failed.probed()).contains("0xC0002A0E").contains("10559");
        assertThat(way.backups.madeBy(way.id, RecordedBackup.Purpose.FORMER)).isEmpty();
    }

    @Test
    void law2_withoutThePasswordOfTheNewBackupAPersonIsAskedForIt() {
        Way way = Way.planned();
        way.look();

        assertThat(way.carryOut(way.backUpFormerSecret())).isInstanceOf(StepResult.PasswordNeeded.class);
    }

    @Test
    void law2_aRunThatDoesNotHoldItsSsoSystemBacksUpNothing() {
        Way way = Way.planned();
        way.look();
        way.giveBackupPassword();
        way.inTransaction(() -> {
            way.failovers.release(way.id);
            return way.id;
        });
        way.server("SSO01").typed.clear();

        StepResult.Failed failed = way.failed(way.backUpFormerSecret());

        assertThat(failed.failure()).contains("does not hold the reservation of SSO system CONTOSO");
        assertThat(way.server("SSO01").typed)
                .noneMatch(
                        line -> line.contains("-backupSecret") || line.startsWith("md ") || line.startsWith("icacls"));
        assertThat(way.everythingKept()).contains("wall.refused");
    }

    @Test
    void law2_aNodeThatLostTheStepBacksUpNothing() {
        Way way = Way.planned();
        way.look();
        way.giveBackupPassword();
        way.leaseHeld = () -> false;

        assertThat(way.carryOut(way.backUpFormerSecret()))
                .as("no failure that a person has to decide about")
                .isInstanceOfSatisfying(StepResult.TakenAgain.class, again -> assertThat(again.why())
                        .contains("no longer holds the step"));
        assertThat(way.typedOn("SSO01")).noneMatch(line -> line.contains("-backupSecret"));
    }

    @Test
    void law2_aBackupThatIsStillThereIsNotMadeASecondTime() {
        Way way = Way.planned();
        way.look();
        way.backUpFormer();

        way.proven(way.backUpFormerSecret());

        assertThat(way.typedOn("SSO01").stream().filter(line -> line.contains("-backupSecret")))
                .hasSize(1);
    }

    @Test
    void law2_plannedTheNewServerIsNotNamedWithoutTheBackupOfThisRun() {
        Way way = Way.planned();
        way.look();
        way.makePlan();
        way.approve();
        way.giveRestorePassword();
        way.proven(new WriteUpdateFileDelegate());
        way.proven(new ValidateUpdateFileDelegate());

        assertThat(way.failed(way.updateDatabase()).failure()).contains("was not backed up in this run");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law2_nothingIsStoppedOnTheFormerWhileThePromotionRuns() {
        Way way = Way.planned().promoted();

        assertThat(way.typedOn("SSO01")).noneMatch(line -> line.contains("net stop") || line.contains("sc config"));
        assertThat(way.server("SSO01").runs("ENTSSO")).isTrue();
    }

    @Test
    void law2_theFormerIsNotRestartedOrDisabledBeforeSomebodyAcceptedTheNewOne() {
        Way way = Way.planned().promoted();

        assertThat(way.failed(new MakeFormerOrdinaryDelegate()).failure()).contains("acceptResult");
        assertThat(way.failed(new DisableFormerDelegate()).failure()).contains("acceptResult");
        assertThat(way.typedOn("SSO01")).noneMatch(line -> line.contains("net stop") || line.contains("sc config"));
    }

    @Test
    void law2_theFormerBecomesAnOrdinaryServerThatGetsTheSecretFromTheNewOneAndItsServicesRunAgain() {
        Way way = Way.planned();
        way.server("SSO01").services.put("BTSSvc$Former", true);
        way.accepted();

        way.proven(new MakeFormerOrdinaryDelegate());

        assertThat(way.server("SSO01").handsOut()).as("still a master").isFalse();
        assertThat(way.server("SSO01").runs("ENTSSO")).isTrue();
        assertThat(way.server("SSO01").runs("BTSSvc$Former")).isTrue();
        assertThat(way.end("succeeded").known()).contains("SSO01 is an ordinary SSO server");
    }

    @Test
    void law2_theFormerIsStoppedAndDisabledAfterWhatItWasIsNotedAndTheInverseBringsItBack() {
        Way way = Way.planned();
        way.server("SSO01").services.put("BTSSvc$Former", true);
        way.accepted();

        way.proven(new DisableFormerDelegate());
        assertThat(way.server("SSO01").runs("ENTSSO")).isFalse();
        assertThat(way.server("SSO01").startType).startsWith("4");
        assertThat(way.lastIntent(DisableFormerDelegate.DISABLE).noted()).containsEntry("startType", "auto");
        assertThat(way.lastIntent(DisableFormerDelegate.STOP).noted()).containsEntry("dependents", "BTSSvc$Former");

        way.proven(new EnableFormerDelegate());
        assertThat(way.server("SSO01").startType).startsWith("2");
        assertThat(way.server("SSO01").runs("ENTSSO")).isTrue();
        assertThat(way.server("SSO01").runs("BTSSvc$Former")).isTrue();
    }

    @Test
    void law2_whatWasNotDisabledInThisRunIsNotEnabledByIt() {
        Way way = Way.planned().accepted();

        assertThat(way.failed(new EnableFormerDelegate()).failure()).contains("cannot be told");
        assertThat(way.typedOn("SSO01")).noneMatch(line -> line.contains("sc config"));
    }

    @Test
    void law2_aRestartThatWasInterruptedGoesOnWithTheStart() {
        Way way = Way.planned().accepted();
        way.server("SSO01").services.put("BTSSvc$Former", true);
        way.proven(new MakeFormerOrdinaryDelegate().acts().get(0));
        assertThat(way.server("SSO01").runs("ENTSSO")).isFalse();

        way.proven(new MakeFormerOrdinaryDelegate());

        assertThat(way.typedOn("SSO01").stream().filter(line -> line.contains("net stop")))
                .hasSize(1);
        assertThat(way.server("SSO01").runs("BTSSvc$Former")).isTrue();
    }

    @Test
    void law2_afterTheRunOnlyTheInverseOfDisablingIsTypedAndOnlyWhileTheRunHoldsItsSsoSystemAgain() {
        Way way = Way.planned().accepted();
        way.proven(new DisableFormerDelegate());
        way.end("succeeded");

        assertThat(way.failed(new EnableFormerDelegate()).failure()).contains("does not hold the reservation");
        assertThat(way.server("SSO01").runs("ENTSSO")).isFalse();

        assertThat(way.inTransaction(() -> way.failovers.reserveAgain(way.failover())))
                .isTrue();
        assertThat(way.failed(new MakeFormerOrdinaryDelegate()).failure()).contains("has ended as succeeded");
        way.proven(new EnableFormerDelegate());
        assertThat(way.server("SSO01").runs("ENTSSO")).isTrue();
        assertThat(way.server("SSO01").handsOut()).as("a second master").isFalse();
    }
}
