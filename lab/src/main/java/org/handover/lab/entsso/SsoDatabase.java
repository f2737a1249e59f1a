package org.handover.lab.entsso;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the SSO servers of one system share: settings, applications and mappings in clear, credentials encrypted under the
 * master secret, servers seen lately, audit entries. Each method is one transaction and fails with the driver's own
 * exception when the database cannot be reached; the next call connects again.
 */
public final class SsoDatabase implements AutoCloseable {

    static final int SCHEMA_VERSION = 1;
    private static final Duration SERVER_FORGOTTEN_AFTER = Duration.ofDays(10);

    private final DatabaseConnection connection;

    public SsoDatabase(String url, String user, String password, String schema) {
        this.connection = new DatabaseConnection(url, user, password, schema);
    }

    /** Who changes something, for the audit table. */
    record Audit(Instant at, UUID trackingId, String clientUser, String clientComputer, String what) {}

    int schemaVersion() throws SQLException {
        return connection.in(sql -> one(sql, "select version from schema_version", row -> row.getInt(1))
                .orElseThrow(() -> new SQLException("The SSO database has no schema version.")));
    }

    GlobalSettings settings() throws SQLException {
        return connection.in(sql -> one(sql, "select * from global_settings", SsoDatabase::settings)
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
        return connection.in(sql -> {
            boolean written = execute(
                            sql,
                            """
                            update global_settings set secret_server = ?, admin_account = ?, affiliate_admin_account = ?,
                                audit_deleted_applications = ?, audit_deleted_mappings = ?, audit_external_lookups = ?,
                                ticket_timeout_minutes = ?, credential_cache_minutes = ?, enabled = ?,
                                row_version = row_version + 1
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
                            from.rowVersion())
                    == 1;
            if (written) {
                execute(
                        sql,
                        "insert into audit_entry (at, tracking_id, client_user, client_computer, what) values (?, ?, ?, ?, ?)",
                        Timestamp.from(audit.at()),
                        audit.trackingId(),
                        audit.clientUser(),
                        audit.clientComputer(),
                        audit.what());
            }
            return written;
        });
    }

    /** Notes that a server is there; one that was not seen for ten days is forgotten. */
    void serverSeen(String name, Instant now) throws SQLException {
        connection.in(sql -> {
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
        return connection.in(sql -> all(sql, "select name from sso_server order by name", row -> row.getString(1)));
    }

    void addApplication(String name, String kind, String description, String contact) throws SQLException {
        connection.in(sql -> execute(
                sql, "insert into affiliate_application values (?, ?, ?, ?, true)", name, kind, description, contact));
    }

    long addMapping(String application, String windowsAccount, String externalAccount) throws SQLException {
        return connection.in(sql -> one(
                        sql,
                        """
                        insert into account_mapping (application, windows_account, external_account, enabled)
                        values (?, ?, ?, true) returning id""",
                        row -> row.getLong(1),
                        application,
                        windowsAccount,
                        externalAccount)
                .orElseThrow());
    }

    void putCredential(long mapping, Msid msid, byte[] blob) throws SQLException {
        connection.in(sql -> execute(
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
        return connection.in(sql -> all(
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
        connection.in(sql -> all(
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
        return connection.in(sql -> execute(
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
        connection.in(sql -> {
            try (var statement = sql.createStatement()) {
                statement.execute("create schema " + connection.schema());
                statement.execute(DatabaseConnection.script("sso-database.sql"));
            }
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
        return connection.in(sql -> {
            boolean there = one(
                            sql,
                            "select 1 from information_schema.tables where table_schema = ? and table_name = 'made_by'",
                            row -> true,
                            connection.schema())
                    .orElse(false);
            return there ? one(sql, "select lab from made_by", row -> row.getObject(1, UUID.class)) : Optional.empty();
        });
    }

    /** Removes the database and everything in it. */
    public void drop() throws SQLException {
        connection.in(sql -> {
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

    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private static int execute(Connection sql, String text, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, text, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static <T> Optional<T> one(Connection sql, String text, Read<T> read, Object... parameters)
            throws SQLException {
        return all(sql, text, read, parameters).stream().findFirst();
    }

    private static <T> List<T> all(Connection sql, String text, Read<T> read, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(sql, text, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(read.from(rows));
            }
            return found;
        }
    }

    private static PreparedStatement prepare(Connection sql, String text, Object... parameters) throws SQLException {
        PreparedStatement statement = sql.prepareStatement(text);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
