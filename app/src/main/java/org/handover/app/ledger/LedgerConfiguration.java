package org.handover.app.ledger;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.handover.app.nodes.OtherNodes;
import org.handover.journal.Ledger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerSettings.class)
class LedgerConfiguration {

    @Bean
    LedgerCopy ledgerCopy(LedgerSettings settings, Ledger ledger, TransactionOperations newTransaction, Clock clock) {
        return new LedgerCopy(settings.copy(), ledger, newTransaction, clock);
    }

    /** @param ownPassword of this installation's own keystore */
    @Bean
    SigningKeys signingKeys(
            LedgerSettings settings,
            @Qualifier("ledgerKeystorePassword") String ownPassword,
            SignedHeads heads,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        return new SigningKeys(settings, ownPassword, heads, ledger, newTransaction, clock);
    }

    @Bean
    HeadSigner headSigner(
            LedgerSettings settings,
            SigningKeys keys,
            SignedHeads heads,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        return new HeadSigner(keys, heads, ledger, newTransaction, clock, settings.headInterval());
    }

    @Bean
    HeadDeliveries headDeliveries(
            LedgerSettings settings,
            ObjectProvider<JavaMailSender> mail,
            SignedHeads heads,
            JdbcClient jdbc,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        return new HeadDeliveries(targets(settings.away(), mail).stream()
                .map(target -> new HeadDelivery(target, heads, jdbc, ledger, newTransaction, clock))
                .toList());
    }

    private static List<HeadTarget> targets(LedgerSettings.Away away, ObjectProvider<JavaMailSender> mail) {
        List<HeadTarget> targets = new ArrayList<>();
        if (away.folder() != null) {
            targets.add(new HeadFolder(away.folder()));
        }
        if (away.syslog() != null) {
            targets.add(new HeadSyslog(URI.create(away.syslog())));
        }
        if (away.mailTo() != null) {
            JavaMailSender sender = mail.getIfAvailable();
            if (sender == null || away.mailFrom() == null) {
                throw new IllegalArgumentException(
                        "handover.ledger.heads.mail-to needs handover.ledger.heads.mail-from and spring.mail.host.");
            }
            targets.add(new HeadMail(sender, away.mailFrom(), away.mailTo()));
        }
        return targets;
    }

    @Bean
    LedgerUpkeep ledgerUpkeep(
            Ledger ledger,
            OtherNodes others,
            LedgerCopy copy,
            HeadSigner signer,
            LastEntry lastEntry,
            HeadDeliveries deliveries,
            ThreadPoolTaskScheduler scheduler) {
        return new LedgerUpkeep(ledger, others, copy, signer, lastEntry, deliveries.all(), scheduler);
    }
}
