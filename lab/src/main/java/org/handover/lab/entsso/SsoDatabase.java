package org.handover.lab.entsso;

import static org.handover.lab.entsso.DatabaseConnection.all;
import static org.handover.lab.entsso.DatabaseConnection.execute;
import static org.handover.lab.entsso.DatabaseConnection.one;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the SSO servers of one system share: settings, applications and mappings in clear, credentials encrypted under the
 * master secret, servers seen lately, audit entries. Each method is one transaction and fails with the driver's own
 * exception when the database cannot be reached; the next call connects again.
 */
public final class SsoDatabase implements AutoCloseable {

    static final int SCHEMA_VERSION = 1;
    /** Those that are referred to before those that refer. */
    private static final List<String> TABLES = List.of(
            "schema_version",
            "made_by",
            "global_settings",
            "affiliate_application",
            "application_field",
            "account_mapping",
            "sealed_credential",
            "sso_server",
            "audit_entry",
            "audit_deleted_application",
            "audit_deleted_mapping",
            "audit_external_lookup");

    private static final List<String> NUMBERED = List.of(
            "account_mapping",
            "audit_entry",
            "audit_deleted_application",
            "audit_deleted_mapping",
            "audit_external_lookup");
    private static final Duration SERVER_FORGOTTEN_AFTER = Duration.ofDays(10);

    private final DatabaseConnection connection;
    private final ApplicationTables applications;
    private volatile boolean layoutKnown;

    /** With a connection of its own. */
    public SsoDatabase(String url, String user, String password, String schema) {
        this(new DatabaseConnection(
                new DatabasePool(url, user, password, 1), true, schema, DatabaseConnection.Gate.OPEN));
    }

    /** Over connections that are shared with other systems; closing this one leaves them open. */
    public SsoDatabase(DatabasePool pool, String schema) {
        this(new DatabaseConnection(pool, false, schema, DatabaseConnection.Gate.OPEN));
    }

    private SsoDatabase(DatabaseConnection connection) {
        this.connection = connection;
        this.applications = new ApplicationTables(this);
    }

    /** The same database, seen through a gate. */
    SsoDatabase behind(DatabaseConnection.Gate gate) {
        return new SsoDatabase(connection.behind(gate));
    }

    /** Another database on the same SQL Server, whether it is there or not. */
    SsoDatabase sibling(String schema) {
        return new SsoDatabase(connection.toSchema(schema));
    }

    String schema() {
        return connection.schema();
    }

    ApplicationTables applications() {
        return applications;
    }

    /** One transaction. A database of an older layout gets the newer one before it is used. */
    <T extends @Nullable Object> T in(DatabasePool.Work<T> work) throws SQLException {
        if (layoutKnown) {
            return connection.in(work);
        }
        T result = connection.in(sql -> {
            boolean older = one(
                            sql,
                            """
                            select 1 where to_regclass('affiliate_application') is not null
                            and to_regclass('audit_external_lookup') is null""",
                            row -> true)
                    .isPresent();
            if (older) {
                run(sql, "sso-database-additions.sql");
            }
            return work.on(sql);
        });
        layoutKnown = true;
        return result;
    }

    private static void run(Connection sql, String script) throws SQLException {
        try (var statement = sql.createStatement()) {
            statement.execute(DatabaseConnection.script(script));
        }
    }

    /** Who changes something, for the audit table. */
    record Audit(Instant at, UUID trackingId, String clientUser, String clientComputer, String what) {}

    int schemaVersion() throws SQLException {
        return in(sql -> one(sql, "select version from schema_version", row -> row.getInt(1))
                .orElseThrow(() -> new SQLException("The SSO database has no schema version.")));
    }

    /** Raises the version; false when it is not lower than that. */
    boolean upgrade(int version) throws SQLException {
        return in(sql -> execute(sql, "update schema_version set version = ? where version < ?", version, version) == 1);
    }

    GlobalSettings settings() throws SQLException {
        return in(sql -> one(sql, "select * from global_settings", SsoDatabase::settings)
                .orElseThrow(() -> new SQLException("The SSO database has no settings.")));
    }

    /** The master secret server that the settings name; empty while the database does not answer. */
    public Optional<String> namedSecretServer() {
        try {
            return Optional.of(settings().secretServer());
        } catch (SQLException doesNotAnswer) {
            return Optional.empty();
        }
    }

    /** Writes settings, and answers false when they have been changed since {@code from} was read. */
    boolean replaceSettings(GlobalSettings from, GlobalSettings to, Audit audit) throws SQLException {
        return in(sql -> {
            boolean written = execute(
                            sql,
                            """
                            update global_settings set secret_server = ?, admin_account = ?, affiliate_admin_account = ?,
                                audit_deleted_applications = ?, audit_deleted_mappings = ?, audit_external_lookups = ?,
                                ticket_timeout_minutes = ?, credential_cache_minutes = ?, enabled = ?,
                                tickets_allowed = ?, validate_tickets = ?, host_initiated = ?,
                                sync_from_windows = ?, sync_to_database = ?, sync_to_windows = ?, row_version = row_version + 1
                            where row_version = ?""",
                            to.secretServer(),
                            to.adminAccount(),
                            to.affiliateAdminAccount(),
                            to.auditDeletedApplications(),
                            to.auditDeletedMappings(),
                            to.auditExternalLookups(),
                            to.ticketTimeoutMinutes(),
                            to.credentialCacheMinutes(),
                            to.enabled(),
                            to.ticketsAllowed(),
                            to.validateTickets(),
                            to.hostInitiated(),
                            to.syncFromWindows(),
                            to.syncToDatabase(),
                            to.syncToWindows(),
                            from.rowVersion())
                    == 1;
            if (written) {
                audit(sql, audit);
            }
            return written;
        });
    }

    /** Notes that a server is there; one that was not seen for ten days is forgotten. */
    void serverSeen(String name, Instant now) throws SQLException {
        in(sql -> {
            execute(
                    sql,
                    "insert into sso_server values (?, ?) on conflict (name) do update set seen = excluded.seen",
                    name,
                    Timestamp.from(now));
            return execute(
                    sql, "delete from sso_server where seen < ?", Timestamp.from(now.minus(SERVER_FORGOTTEN_AFTER)));
        });
    }

    List<String> serversSeen() throws SQLException {
        return in(sql -> all(sql, "select name from sso_server order by name", row -> row.getString(1)));
    }

    void putCredential(long mapping, Msid msid, byte[] blob) throws SQLException {
        in(sql -> execute(
                sql,
                """
                insert into sealed_credential values (?, ?, ?, 1)
                on conflict (mapping) do update
                set msid = excluded.msid, blob = excluded.blob, row_version = sealed_credential.row_version + 1""",
                mapping,
                msid.guid(),
                blob));
    }

    List<SealedCredential> credentials() throws SQLException {
        return in(sql -> all(
                sql,
                """
                select c.mapping, m.application, c.msid, c.blob, c.row_version
                from sealed_credential c join account_mapping m on m.id = c.mapping order by c.mapping""",
                row -> new SealedCredential(
                        row.getLong(1),
                        row.getString(2),
                        new Msid(row.getObject(3, UUID.class)),
                        row.getBytes(4),
                        row.getLong(5))));
    }

    Map<Msid, Integer> credentialsByMsid() throws SQLException {
        Map<Msid, Integer> counts = new LinkedHashMap<>();
        in(sql -> all(
                sql,
                "select msid, count(*) from sealed_credential group by msid order by msid",
                row -> counts.put(new Msid(row.getObject(1, UUID.class)), row.getInt(2))));
        return counts;
    }

    /**
     * Writes a re-encrypted credential back without altering its version (docs/entsso.md 6.3).
     *
     * @return false when the credential was changed meanwhile
     */
    boolean replaceCredential(SealedCredential read, Msid msid, byte[] blob) throws SQLException {
        return in(sql -> execute(
                        sql,
                        "update sealed_credential set msid = ?, blob = ? where mapping = ? and msid = ? and row_version = ?",
                        msid.guid(),
                        blob,
                        read.mapping(),
                        read.msid().guid(),
                        read.rowVersion())
                == 1);
    }

    /** Makes the database. Whatever is there already stays: the call fails. */
    public void create(UUID lab, String secretServer, String adminAccount, String affiliateAdminAccount)
            throws SQLException {
        GlobalSettings fresh = GlobalSettings.fresh(secretServer, adminAccount, affiliateAdminAccount);
        in(sql -> {
            try (var statement = sql.createStatement()) {
                statement.execute("create schema " + connection.schema());
            }
            run(sql, "sso-database.sql");
            run(sql, "sso-database-additions.sql");
            execute(sql, "insert into made_by values (?)", lab);
            return execute(
                    sql,
                    "insert into global_settings values (true, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    fresh.secretServer(),
                    fresh.adminAccount(),
                    fresh.affiliateAdminAccount(),
                    fresh.auditDeletedApplications(),
                    fresh.auditDeletedMappings(),
                    fresh.auditWindowsLookups(),
                    fresh.auditExternalLookups(),
                    fresh.ticketTimeoutMinutes(),
                    fresh.credentialCacheMinutes(),
                    fresh.enabled(),
                    fresh.ticketsAllowed(),
                    fresh.validateTickets(),
                    fresh.hostInitiated(),
                    fresh.syncFromWindows(),
                    fresh.syncToDatabase(),
                    fresh.syncToWindows(),
                    fresh.rowVersion());
        });
    }

    /** The lab that made this database, or nothing when there is none. */
    public Optional<UUID> madeBy() throws SQLException {
        return in(sql -> {
            boolean there = one(
                            sql,
                            "select 1 from information_schema.tables where table_schema = ? and table_name = 'made_by'",
                            row -> true,
                            connection.schema())
                    .orElse(false);
            return there ? one(sql, "select lab from made_by", row -> row.getObject(1, UUID.class)) : Optional.empty();
        });
    }

    /** Makes another schema that holds the same as this one; one of that name goes before. */
    void copyTo(String other) throws SQLException {
        in(sql -> {
            try (var statement = sql.createStatement()) {
                statement.execute("drop schema if exists " + other + " cascade");
                statement.execute("create schema " + other);
                statement.execute("set local search_path to " + other);
            }
            run(sql, "sso-database.sql");
            run(sql, "sso-database-additions.sql");
            for (String table : TABLES) {
                execute(sql, "delete from " + other + "." + table);
                execute(
                        sql,
                        "insert into " + other + "." + table + " overriding system value select * from "
                                + connection.schema() + "." + table);
            }
            for (String table : NUMBERED) {
                all(
                        sql,
                        "select setval(pg_get_serial_sequence('" + other + "." + table
                                + "', 'id'), greatest((select max(id) from " + other + "." + table + "), 1))",
                        row -> row.getLong(1));
            }
            return true;
        });
    }

    /** Removes the database and everything in it, where there is one. */
    void dropIfThere() throws SQLException {
        in(sql -> execute(sql, "drop schema if exists " + connection.schema() + " cascade"));
        layoutKnown = false;
    }

    boolean exists() throws SQLException {
        return in(sql -> one(
                        sql,
                        "select 1 from information_schema.tables where table_schema = ? and table_name = 'global_settings'",
                        row -> true,
                        connection.schema())
                .isPresent());
    }

    void addAudit(Audit audit) throws SQLException {
        in(sql -> audit(sql, audit));
    }

    List<String> auditEntries() throws SQLException {
        return in(sql -> all(sql, "select what from audit_entry order by id", row -> row.getString(1)));
    }

    static int audit(Connection sql, Audit audit) throws SQLException {
        return execute(
                sql,
                "insert into audit_entry (at, tracking_id, client_user, client_computer, what) values (?, ?, ?, ?, ?)",
                Timestamp.from(audit.at()),
                audit.trackingId(),
                audit.clientUser(),
                audit.clientComputer(),
                audit.what());
    }

    /** Removes the database and everything in it. */
    public void drop() throws SQLException {
        in(sql -> {
            try (var statement = sql.createStatement()) {
                return statement.execute("drop schema " + connection.schema() + " cascade");
            }
        });
    }

    @Override
    public void close() {
        connection.close();
    }

    private static GlobalSettings settings(ResultSet row) throws SQLException {
        return new GlobalSettings(
                row.getString("secret_server"),
                row.getString("admin_account"),
                row.getString("affiliate_admin_account"),
                row.getInt("audit_deleted_applications"),
                row.getInt("audit_deleted_mappings"),
                row.getInt("audit_windows_lookups"),
                row.getInt("audit_external_lookups"),
                row.getInt("ticket_timeout_minutes"),
                row.getInt("credential_cache_minutes"),
                row.getBoolean("enabled"),
                row.getBoolean("tickets_allowed"),
                row.getBoolean("validate_tickets"),
                row.getBoolean("host_initiated"),
                row.getBoolean("sync_from_windows"),
                row.getBoolean("sync_to_database"),
                row.getBoolean("sync_to_windows"),
                row.getLong("row_version"));
    }
}
