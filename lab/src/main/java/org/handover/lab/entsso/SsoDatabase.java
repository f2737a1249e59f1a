package org.handover.lab.entsso;

import static org.handover.lab.entsso.DatabaseConnection.all;
import static org.handover.lab.entsso.DatabaseConnection.execute;
import static org.handover.lab.entsso.DatabaseConnection.one;

import java.sql.Connection;
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
    static final String SCRIPT = "sso-database.sql";
    private static final Duration SERVER_FORGOTTEN_AFTER = Duration.ofDays(10);

    private final DatabaseConnection connection;
    private final ApplicationTables applications;

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

    /** One transaction. */
    <T extends @Nullable Object> T in(DatabasePool.Work<T> work) throws SQLException {
        return connection.in(work);
    }

    /** Who changes something, for the audit table. */
    record Audit(Instant at, UUID trackingId, String clientUser, String clientComputer, String what) {}

    int schemaVersion() throws SQLException {
        return in(sql -> one(sql, "select version from schema_version", row -> row.getInt(1))
                .orElseThrow(() -> new SQLException("The SSO database has no schema version.")));
    }

    /** Raises the version; false when it is not lower than that. */
    boolean upgrade(int version) throws SQLException {
        return in(
                sql -> execute(sql, "update schema_version set version = ? where version < ?", version, version) == 1);
    }

    GlobalSettings settings() throws SQLException {
        return in(SettingsTable::read);
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
            boolean written = SettingsTable.replace(sql, from, to);
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
                statement.execute(DatabaseConnection.script(SCRIPT));
            }
            execute(sql, "insert into made_by values (?)", lab);
            SettingsTable.add(sql, fresh);
            return true;
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
    public void copyTo(String other) throws SQLException {
        in(sql -> {
            SchemaCopy.make(sql, connection.schema(), other);
            return true;
        });
    }

    /** Removes the database and everything in it, where there is one. */
    public void drop() throws SQLException {
        in(sql -> execute(sql, "drop schema if exists " + connection.schema() + " cascade"));
    }

    /** Whether its place is taken, by it or by anything else. */
    public boolean isTaken() throws SQLException {
        return in(sql -> one(sql, "select 1 from pg_namespace where nspname = ?", row -> true, connection.schema())
                .isPresent());
    }

    /** The settings as JSON, with the applications, how many credentials lie under each MSID, and which servers were seen. */
    public String describe() throws SQLException {
        return in(sql -> one(
                        sql,
                        """
                        select json_build_object(
                            'settings', (select to_json(g) from global_settings g),
                            'applications', (select coalesce(json_agg(to_json(a) order by a.name), '[]') from affiliate_application a),
                            'credentialsByMsid', (select coalesce(json_object_agg(msid, n), '{}')
                                from (select msid, count(*) as n from sealed_credential group by 1) c),
                            'serversSeen', (select coalesce(json_object_agg(name, seen), '{}') from sso_server))::text""",
                        row -> row.getString(1))
                .orElseThrow());
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

    @Override
    public void close() {
        connection.close();
    }
}
