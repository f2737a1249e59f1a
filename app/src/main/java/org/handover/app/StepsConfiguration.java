package org.handover.app;

import java.time.Clock;
import java.time.Duration;
import org.handover.check.RunPreflightChecksDelegate;
import org.handover.check.VerifyPromotionDelegate;
import org.handover.journal.Backups;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failovers;
import org.handover.journal.FormerEnablings;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Notices;
import org.handover.journal.PlanBinding;
import org.handover.journal.Plans;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.Wall;
import org.handover.secret.SecretCustody;
import org.handover.step.AcceptResultDelegate;
import org.handover.step.BackUpFormerSecretDelegate;
import org.handover.step.BackupStore;
import org.handover.step.BreakGlassReview;
import org.handover.step.CalledProcessGuard;
import org.handover.step.CheckSnapInChangeDelegate;
import org.handover.step.CheckWayBackDelegate;
import org.handover.step.ConfirmDatabaseDelegate;
import org.handover.step.DisableFormerDelegate;
import org.handover.step.EnableFormerDelegate;
import org.handover.step.EndEnablingDelegate;
import org.handover.step.EndFailoverDelegate;
import org.handover.step.EscalateApprovalDelegate;
import org.handover.step.EscalateReviewDelegate;
import org.handover.step.Inventory;
import org.handover.step.LookAtEstateDelegate;
import org.handover.step.MakeFormerOrdinaryDelegate;
import org.handover.step.MakePlanDelegate;
import org.handover.step.NameFormerDelegate;
import org.handover.step.OpenSnapInChangeDelegate;
import org.handover.step.PlaceRestoreFileDelegate;
import org.handover.step.ProveFormerDelegate;
import org.handover.step.ProveNewIsMemberDelegate;
import org.handover.step.ProveRestoreDelegate;
import org.handover.step.RemoveRestoreFileDelegate;
import org.handover.step.ReserveSsoSystemDelegate;
import org.handover.step.RestoreSecretDelegate;
import org.handover.step.SetSsoServerBackDelegate;
import org.handover.step.SetSsoServerDelegate;
import org.handover.step.ShowBreakGlassDelegate;
import org.handover.step.StartDependentsDelegate;
import org.handover.step.StartFormerDelegate;
import org.handover.step.StartFormersDependentsDelegate;
import org.handover.step.StartNewDelegate;
import org.handover.step.StartNewsDependentsDelegate;
import org.handover.step.StartServiceDelegate;
import org.handover.step.StopFormerDelegate;
import org.handover.step.StopNewDelegate;
import org.handover.step.StopServiceDelegate;
import org.handover.step.TakeBackupDelegate;
import org.handover.step.UpdateDatabaseDelegate;
import org.handover.step.ValidateUpdateFileDelegate;
import org.handover.step.WriteUpdateFileDelegate;
import org.handover.step.WriteWayBackFileDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One bean a step, named after it: the worker finds a remote step by its topic, the models name a local one. */
@Configuration(proxyBeanMethods = false)
class StepsConfiguration {

    @Bean
    CalledProcessGuard calledProcessGuard() {
        return new CalledProcessGuard();
    }

    @Bean
    ReserveSsoSystemDelegate reserveSsoSystemDelegate(Failovers failovers) {
        return new ReserveSsoSystemDelegate(failovers);
    }

    @Bean
    MakePlanDelegate makePlanDelegate(
            Failovers failovers, Journal journal, Plans plans, Inventory inventory, PlanBinding binding) {
        return new MakePlanDelegate(failovers, journal, plans, inventory, binding);
    }

    @Bean
    AcceptResultDelegate acceptResultDelegate(Journal journal, Plans plans) {
        return new AcceptResultDelegate(journal, plans);
    }

    @Bean
    EndFailoverDelegate endFailoverDelegate(
            Failovers failovers, Journal journal, Ledger ledger, SecretCustody custody, BreakGlassReview review) {
        return new EndFailoverDelegate(failovers, journal, ledger, custody, review);
    }

    @Bean
    BreakGlassReview breakGlassReview(BreakGlass breakGlass) {
        return new BreakGlassReview(breakGlass);
    }

    @Bean
    EscalateApprovalDelegate escalateApprovalDelegate(Failovers failovers, Inventory inventory, Notices notices) {
        return new EscalateApprovalDelegate(failovers, inventory, notices);
    }

    @Bean
    ShowBreakGlassDelegate showBreakGlassDelegate(Failovers failovers, Journal journal, BreakGlass breakGlass) {
        return new ShowBreakGlassDelegate(failovers, journal, breakGlass);
    }

    @Bean
    EscalateReviewDelegate escalateReviewDelegate(Failovers failovers, Notices notices) {
        return new EscalateReviewDelegate(failovers, notices);
    }

    @Bean
    EndEnablingDelegate endEnablingDelegate(Failovers failovers, FormerEnablings enablings, Journal journal) {
        return new EndEnablingDelegate(failovers, enablings, journal);
    }

    @Bean
    LookAtEstateDelegate lookAtEstateDelegate() {
        return new LookAtEstateDelegate();
    }

    @Bean
    RunPreflightChecksDelegate runPreflightChecksDelegate(BackupStore store) {
        return new RunPreflightChecksDelegate(store);
    }

    @Bean
    BackUpFormerSecretDelegate backUpFormerSecretDelegate(SecretCustody custody, Backups backups, Wall wall) {
        return new BackUpFormerSecretDelegate(custody, backups, wall);
    }

    @Bean
    PlaceRestoreFileDelegate placeRestoreFileDelegate(BackupStore store) {
        return new PlaceRestoreFileDelegate(store);
    }

    @Bean
    WriteUpdateFileDelegate writeUpdateFileDelegate() {
        return new WriteUpdateFileDelegate();
    }

    @Bean
    ValidateUpdateFileDelegate validateUpdateFileDelegate() {
        return new ValidateUpdateFileDelegate();
    }

    @Bean
    SetSsoServerDelegate setSsoServerDelegate() {
        return new SetSsoServerDelegate();
    }

    @Bean
    UpdateDatabaseDelegate updateDatabaseDelegate(SecretCustody custody, Backups backups) {
        return new UpdateDatabaseDelegate(custody, backups);
    }

    @Bean
    ConfirmDatabaseDelegate confirmDatabaseDelegate() {
        return new ConfirmDatabaseDelegate();
    }

    @Bean
    OpenSnapInChangeDelegate openSnapInChangeDelegate(SecretCustody custody, Backups backups) {
        return new OpenSnapInChangeDelegate(custody, backups);
    }

    @Bean
    CheckSnapInChangeDelegate checkSnapInChangeDelegate() {
        return new CheckSnapInChangeDelegate();
    }

    @Bean
    StopServiceDelegate stopServiceDelegate() {
        return new StopServiceDelegate();
    }

    @Bean
    StartServiceDelegate startServiceDelegate() {
        return new StartServiceDelegate();
    }

    @Bean
    RestoreSecretDelegate restoreSecretDelegate(SecretCustody custody) {
        return new RestoreSecretDelegate(custody);
    }

    @Bean
    ProveRestoreDelegate proveRestoreDelegate() {
        return new ProveRestoreDelegate();
    }

    @Bean
    StartDependentsDelegate startDependentsDelegate() {
        return new StartDependentsDelegate();
    }

    @Bean
    RemoveRestoreFileDelegate removeRestoreFileDelegate() {
        return new RemoveRestoreFileDelegate();
    }

    @Bean
    VerifyPromotionDelegate verifyPromotionDelegate(Clock clock, @Value("${handover.poll-limit}") Duration pollLimit) {
        return new VerifyPromotionDelegate(clock, pollLimit);
    }

    @Bean
    MakeFormerOrdinaryDelegate makeFormerOrdinaryDelegate() {
        return new MakeFormerOrdinaryDelegate();
    }

    @Bean
    DisableFormerDelegate disableFormerDelegate() {
        return new DisableFormerDelegate();
    }

    @Bean
    EnableFormerDelegate enableFormerDelegate() {
        return new EnableFormerDelegate();
    }

    @Bean
    TakeBackupDelegate takeBackupDelegate(SecretCustody custody, Backups backups, BackupStore store) {
        return new TakeBackupDelegate(custody, backups, store);
    }

    @Bean
    CheckWayBackDelegate checkWayBackDelegate(Failovers failovers, PointOfNoReturn pointOfNoReturn) {
        return new CheckWayBackDelegate(failovers, pointOfNoReturn);
    }

    @Bean
    WriteWayBackFileDelegate writeWayBackFileDelegate() {
        return new WriteWayBackFileDelegate();
    }

    @Bean
    SetSsoServerBackDelegate setSsoServerBackDelegate() {
        return new SetSsoServerBackDelegate();
    }

    @Bean
    NameFormerDelegate nameFormerDelegate(Failovers failovers, PointOfNoReturn pointOfNoReturn) {
        return new NameFormerDelegate(failovers, pointOfNoReturn);
    }

    @Bean
    StopFormerDelegate stopFormerDelegate() {
        return new StopFormerDelegate();
    }

    @Bean
    StartFormerDelegate startFormerDelegate() {
        return new StartFormerDelegate();
    }

    @Bean
    ProveFormerDelegate proveFormerDelegate() {
        return new ProveFormerDelegate();
    }

    @Bean
    StopNewDelegate stopNewDelegate() {
        return new StopNewDelegate();
    }

    @Bean
    StartNewDelegate startNewDelegate() {
        return new StartNewDelegate();
    }

    @Bean
    ProveNewIsMemberDelegate proveNewIsMemberDelegate() {
        return new ProveNewIsMemberDelegate();
    }

    @Bean
    StartFormersDependentsDelegate startFormersDependentsDelegate() {
        return new StartFormersDependentsDelegate();
    }

    @Bean
    StartNewsDependentsDelegate startNewsDependentsDelegate() {
        return new StartNewsDependentsDelegate();
    }
}
