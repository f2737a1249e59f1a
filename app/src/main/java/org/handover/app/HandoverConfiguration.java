package org.handover.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.handover.app.inventory.InventoryPart;
import org.handover.app.inventory.RecordedBackups;
import org.handover.app.inventory.RunEstates;
import org.handover.app.inventory.WholeInventory;
import org.handover.app.rehearsal.LabForRehearsals;
import org.handover.app.rehearsal.Rehearsals;
import org.handover.app.watch.FormerProbe;
import org.handover.app.watch.FormerWatch;
import org.handover.console.ConsoleLimits;
import org.handover.console.Consoles;
import org.handover.console.ssh.SshConsoles;
import org.handover.journal.Approvals;
import org.handover.journal.Backups;
import org.handover.journal.BreakGlass;
import org.handover.journal.FailoverSearch;
import org.handover.journal.Failovers;
import org.handover.journal.FormerEnablings;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.PlanBinding;
import org.handover.journal.Plans;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.Wall;
import org.handover.journal.WhatIsLeft;
import org.handover.secret.SecretCustody;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.handover.step.StepProtocol;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what the steps need: clock, tables, wall, consoles, custody, inventory. */
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
    FailoverSearch failoverSearch(JdbcClient jdbc) {
        return new FailoverSearch(jdbc);
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
    BreakGlass breakGlass(JdbcClient jdbc, Ledger ledger, Clock clock) {
        return new BreakGlass(jdbc, ledger, clock);
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
            PlanBinding binding,
            BreakGlass breakGlass,
            Clock clock) {
        Wall.ApprovalsNeeded needed = failover -> inventory
                .find(failover.estate(), failover.ssoSystem())
                .map(SsoSystem::approvalsNeeded)
                .orElseThrow(() -> new IllegalStateException(
                        "The inventory no longer has the SSO system %s.".formatted(failover.ssoSystem())));
        return new Wall(
                newTransaction, failovers, plans, approvals, journal, ledger, needed, binding, breakGlass, clock);
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
    FormerEnablings formerEnablings(JdbcClient jdbc, Ledger ledger, Clock clock) {
        return new FormerEnablings(jdbc, ledger, clock);
    }

    @Bean
    Backups backups(JdbcClient jdbc, TransactionOperations newTransaction, Ledger ledger, Clock clock) {
        return new Backups(jdbc, newTransaction, ledger, clock);
    }

    @Bean
    PointOfNoReturn pointOfNoReturn(Journal journal) {
        return new PointOfNoReturn(journal);
    }

    @Bean
    WhatIsLeft whatIsLeft(Plans plans, Journal journal) {
        return new WhatIsLeft(plans, journal);
    }

    @Bean
    RunEstates runEstates(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        return new RunEstates(jdbc, json, clock);
    }

    /** Every estate, whichever part of the inventory it is in. */
    @Bean
    @Primary
    Inventory inventory(List<InventoryPart> parts, RunEstates twins, Backups backups) {
        return new WholeInventory(parts, twins, new RecordedBackups(backups));
    }

    @Bean
    Rehearsals rehearsals(LabForRehearsals lab, RunEstates estates, SecretCustody custody, Journal journal) {
        return new Rehearsals(lab, estates, custody, journal);
    }

    @Bean
    FormerWatch formerWatch(JdbcClient jdbc, TransactionOperations newTransaction, Ledger ledger, Clock clock) {
        return new FormerWatch(jdbc, newTransaction, ledger, clock);
    }

    @Bean
    FormerProbe formerProbe(FormerWatch watch, Inventory inventory, Consoles consoles, Journal journal) {
        return new FormerProbe(watch, inventory, consoles, journal);
    }

    @Bean
    StepProtocol stepProtocol(Wall wall, Journal journal) {
        return new StepProtocol(wall, journal);
    }
}
