package org.handover.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import org.handover.console.ConsoleLimits;
import org.handover.console.Consoles;
import org.handover.console.ssh.SshConsoles;
import org.handover.journal.Approvals;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plans;
import org.handover.journal.Wall;
import org.handover.secret.SecretCustody;
import org.handover.sso.SsoSystem;
import org.handover.step.CalledProcessGuard;
import org.handover.step.ConfirmDatabaseDelegate;
import org.handover.step.EndFailoverDelegate;
import org.handover.step.Inventory;
import org.handover.step.LookAtEstateDelegate;
import org.handover.step.MakePlanDelegate;
import org.handover.step.ProveRestoreDelegate;
import org.handover.step.ReserveSsoSystemDelegate;
import org.handover.step.RestoreSecretDelegate;
import org.handover.step.SetSsoServerDelegate;
import org.handover.step.StartDependentsDelegate;
import org.handover.step.StartServiceDelegate;
import org.handover.step.StepProtocol;
import org.handover.step.StopServiceDelegate;
import org.handover.step.UpdateDatabaseDelegate;
import org.handover.step.ValidateUpdateFileDelegate;
import org.handover.step.VerifyPromotionDelegate;
import org.handover.step.WriteUpdateFileDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the library of steps together; one bean a step, so that the worker finds each by its topic. */
@Configuration(proxyBeanMethods = false)
class HandoverConfiguration {

    private static final Duration PASSWORD_KEPT_AT_MOST = Duration.ofHours(12);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A transaction of its own, whatever the caller's does. */
    @Bean
    TransactionOperations newTransaction(PlatformTransactionManager manager) {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        return template;
    }

    @Bean
    Failovers failovers(JdbcClient jdbc, Clock clock) {
        return new Failovers(jdbc, clock);
    }

    @Bean
    Ledger ledger(JdbcClient jdbc, Clock clock, ObjectMapper json) {
        return new Ledger(jdbc, clock, json);
    }

    @Bean
    Plans plans(JdbcClient jdbc, Failovers failovers, Ledger ledger, Clock clock) {
        return new Plans(jdbc, failovers, ledger, clock);
    }

    @Bean
    Approvals approvals(JdbcClient jdbc, Ledger ledger, Clock clock) {
        return new Approvals(jdbc, ledger, clock);
    }

    @Bean
    Journal journal(
            JdbcClient jdbc, TransactionOperations newTransaction, Ledger ledger, Clock clock, ObjectMapper json) {
        return new Journal(jdbc, newTransaction, ledger, clock, json);
    }

    @Bean
    Wall wall(
            TransactionOperations newTransaction,
            Failovers failovers,
            Plans plans,
            Approvals approvals,
            Journal journal,
            Ledger ledger,
            Inventory inventory,
            Clock clock) {
        Wall.ApprovalsNeeded needed = failover -> inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(SsoSystem::approvalsNeeded)
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer has the SSO system %s.".formatted(failover.ssoSystem())));
        return new Wall(newTransaction, failovers, plans, approvals, journal, ledger, needed, clock);
    }

    @Bean(destroyMethod = "close")
    Consoles consoles(Clock clock) {
        return new SshConsoles(ConsoleLimits.usual(), clock);
    }

    @Bean
    SecretCustody custody(Clock clock) {
        return new SecretCustody(clock, PASSWORD_KEPT_AT_MOST);
    }

    @Bean
    StepProtocol stepProtocol(Wall wall, Journal journal) {
        return new StepProtocol(wall, journal);
    }

    @Bean
    CalledProcessGuard calledProcessGuard() {
        return new CalledProcessGuard();
    }

    @Bean
    ReserveSsoSystemDelegate reserveSsoSystemDelegate(Failovers failovers) {
        return new ReserveSsoSystemDelegate(failovers);
    }

    @Bean
    MakePlanDelegate makePlanDelegate(Failovers failovers, Journal journal, Plans plans, Inventory inventory) {
        return new MakePlanDelegate(failovers, journal, plans, inventory);
    }

    @Bean
    EndFailoverDelegate endFailoverDelegate(
            Failovers failovers, Journal journal, Ledger ledger, SecretCustody custody) {
        return new EndFailoverDelegate(failovers, journal, ledger, custody);
    }

    @Bean
    LookAtEstateDelegate lookAtEstateDelegate() {
        return new LookAtEstateDelegate();
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
    UpdateDatabaseDelegate updateDatabaseDelegate(SecretCustody custody) {
        return new UpdateDatabaseDelegate(custody);
    }

    @Bean
    ConfirmDatabaseDelegate confirmDatabaseDelegate() {
        return new ConfirmDatabaseDelegate();
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
    VerifyPromotionDelegate verifyPromotionDelegate() {
        return new VerifyPromotionDelegate();
    }
}
