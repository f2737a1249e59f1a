package org.handover.app.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes into the ledger at each start with what the application runs, and what of it has changed. */
@Component
final class ConfigurationRecord {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationRecord.class);

    private final Settings settings;
    private final ConfigurationChanges changes;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;

    ConfigurationRecord(
            Settings settings,
            ConfigurationChanges changes,
            Ledger ledger,
            JdbcClient jdbc,
            TransactionOperations newTransaction) {
        this.settings = settings;
        this.changes = changes;
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        newTransaction.executeWithoutResult(status -> {
            ledger.append(
                    Ledger.HOUSE,
                    Ledger.ENGINE,
                    "application.started",
                    Journal.ordered("host", host(), "ledgerIsProtected", isProtected(), "settings", settings.all()));
            changes.note();
        });
    }

    /** Whether the role that runs can neither change the ledger nor take away what keeps it from that. */
    private boolean isProtected() {
        boolean mayBend = jdbc.sql(
                        """
                        select r.rolsuper or pg_has_role(c.relowner, 'usage')
                            or has_table_privilege(c.oid, 'update, delete, truncate, trigger')
                        from pg_class c, pg_roles r
                        where c.oid = 'handover.ledger'::regclass and r.rolname = current_user""")
                .query(Boolean.class)
                .single();
        if (mayBend) {
            LOG.error(
                    "The database role of the application may change the ledger. Give spring.flyway.user a role of its own that owns the tables (docs/operations.md).");
        }
        return !mayBend;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
