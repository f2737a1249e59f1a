package org.handover.app.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.verify.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes with what the application runs: at each start the digests of inventory and settings, and where they are others than
 * before, an entry that says so. No setting that may hold a secret is in it, nor counts for the digest.
 */
@Component
public final class ConfigurationRecord {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationRecord.class);
    private static final Pattern RECORDED =
            Pattern.compile("(handover|server|spring\\.(datasource|flyway|security|mail))\\..*");
    private static final Pattern SECRET = Pattern.compile(".*(passw|secret|token|credential|private|api-?key).*");
    private static final String NONE = "none";

    private final ConfigurableEnvironment environment;
    private final Ledger ledger;
    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final ObjectMapper json;

    ConfigurationRecord(
            ConfigurableEnvironment environment,
            Ledger ledger,
            JdbcClient jdbc,
            TransactionOperations newTransaction,
            ObjectMapper json) {
        this.environment = environment;
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.json = json;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        Map<String, String> settings = settings();
        newTransaction.executeWithoutResult(status -> {
            ledger.append(
                    Ledger.HOUSE,
                    Ledger.ENGINE,
                    "application.started",
                    Journal.ordered("host", host(), "ledgerIsProtected", isProtected(), "settings", settings));
            changed("settings", Hash.sha256(write(settings)).hex());
            changed("inventory", inventory().map(Hash::sha256).map(Hash::hex).orElse(NONE));
        });
    }

    /** To be called in a transaction when an inventory was read anew; the same one again is not written. */
    public void inventoryRead(byte[] content) {
        changed("inventory", Hash.sha256(content).hex());
    }

    private void changed(String what, String digest) {
        String key = "digest." + what;
        Optional<String> before = jdbc.sql("select value from handover.installation where key = ?")
                .param(key)
                .query(String.class)
                .optional();
        if (before.equals(Optional.of(digest))) {
            return;
        }
        jdbc.sql(
                        """
                        insert into handover.installation values (?, ?)
                        on conflict (key) do update set value = excluded.value""")
                .params(key, digest)
                .update();
        ledger.append(
                Ledger.HOUSE,
                Ledger.ENGINE,
                "configuration.changed",
                Journal.ordered("what", what, "before", before.orElse(NONE), "sha256", digest));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> named) {
                for (String name : named.getPropertyNames()) {
                    // A variable of the environment means the setting with dots.
                    String setting = name.toLowerCase(Locale.ROOT).replace('_', '.');
                    if (RECORDED.matcher(setting).matches()
                            && !SECRET.matcher(setting).matches()) {
                        settings.putIfAbsent(
                                setting, withoutCredentials(String.valueOf(environment.getProperty(name))));
                    }
                }
            }
        }
        return settings;
    }

    /** An address may carry a user and a password. */
    private static String withoutCredentials(String value) {
        return value.replaceAll("//[^/@]*@", "//[masked]@")
                .replaceAll("(?i)([?&](user|password|[a-z]*secret)=)[^&]*", "$1[masked]");
    }

    private Optional<byte[]> inventory() {
        String file = environment.getProperty("handover.inventory");
        try {
            return file == null ? Optional.empty() : Optional.of(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException("The inventory %s cannot be read any more.".formatted(file), e);
        }
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

    private byte[] write(Map<String, String> settings) {
        try {
            return json.writeValueAsString(settings).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
