package org.handover.lab.entsso;

import static org.handover.lab.entsso.DatabaseConnection.execute;
import static org.handover.lab.entsso.DatabaseConnection.one;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Applications, mappings and the three audit tables of the SSO database. Names are compared in any case. */
final class ApplicationTables {

    private static final String MAPPING =
            "select id, application, windows_account, external_account, enabled, disabled_by_admin from account_mapping ";

    private final SsoDatabase database;

    ApplicationTables(SsoDatabase database) {
        this.database = database;
    }

    List<AffiliateApplication> all() throws SQLException {
        return database.in(sql -> {
            List<AffiliateApplication> found = new ArrayList<>();
            for (String name : DatabaseConnection.all(
                    sql, "select name from affiliate_application order by name", row -> row.getString(1))) {
                read(sql, name).ifPresent(found::add);
            }
            return found;
        });
    }

    Optional<AffiliateApplication> byName(String name) throws SQLException {
        return database.in(sql -> read(sql, name));
    }

    private static Optional<AffiliateApplication> read(Connection sql, String name) throws SQLException {
        List<AffiliateApplication.Field> fields = DatabaseConnection.all(
                sql,
                "select ordinal, label, masked from application_field where lower(application) = lower(?) order by ordinal",
                row -> new AffiliateApplication.Field(row.getInt(1), row.getString(2), row.getBoolean(3)),
                name);
        return one(
                sql,
                "select * from affiliate_application where lower(name) = lower(?)",
                row -> new AffiliateApplication(
                        row.getString("name"),
                        AffiliateApplication.Kind.of(row.getString("kind")),
                        row.getString("description"),
                        row.getString("contact"),
                        row.getString("user_account"),
                        row.getString("admin_account"),
                        row.getBoolean("enabled"),
                        new AffiliateApplication.Flags(
                                row.getBoolean("tickets_allowed"),
                                row.getBoolean("tickets_validated"),
                                row.getBoolean("tickets_time_out"),
                                row.getBoolean("local_accounts_allowed"),
                                row.getBoolean("admin_account_same")),
                        fields),
                name);
    }

    void add(AffiliateApplication application) throws SQLException {
        database.in(sql -> {
            execute(
                    sql,
                    """
                    insert into affiliate_application (name, kind, description, contact, user_account, admin_account, enabled,
                        tickets_allowed, tickets_validated, tickets_time_out, local_accounts_allowed, admin_account_same)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    application.name(),
                    application.kind().stored,
                    application.description(),
                    application.contact(),
                    application.userAccount(),
                    application.adminAccount(),
                    application.enabled(),
                    application.flags().ticketsAllowed(),
                    application.flags().ticketsValidated(),
                    application.flags().ticketsTimeOut(),
                    application.flags().localAccountsAllowed(),
                    application.flags().adminAccountSame());
            for (AffiliateApplication.Field field : application.fields()) {
                execute(
                        sql,
                        "insert into application_field values (?, ?, ?, ?)",
                        application.name(),
                        field.ordinal(),
                        field.label(),
                        field.masked());
            }
            return true;
        });
    }

    /** Name, kind and fields stay as they were made. */
    void update(AffiliateApplication application) throws SQLException {
        database.in(sql -> execute(
                sql,
                """
                update affiliate_application set description = ?, contact = ?, user_account = ?, admin_account = ?,
                    enabled = ?, tickets_allowed = ?, tickets_validated = ?, tickets_time_out = ?,
                    local_accounts_allowed = ?
                where name = ?""",
                application.description(),
                application.contact(),
                application.userAccount(),
                application.adminAccount(),
                application.enabled(),
                application.flags().ticketsAllowed(),
                application.flags().ticketsValidated(),
                application.flags().ticketsTimeOut(),
                application.flags().localAccountsAllowed(),
                application.name()));
    }

    /** With its mappings and their credentials; the newest {@code kept} deletions stay in the audit table. */
    void delete(AffiliateApplication application, Instant at, String clientUser, int kept) throws SQLException {
        database.in(sql -> {
            execute(
                    sql,
                    "delete from sealed_credential where mapping in (select id from account_mapping where application = ?)",
                    application.name());
            execute(sql, "delete from account_mapping where application = ?", application.name());
            execute(sql, "delete from affiliate_application where name = ?", application.name());
            execute(
                    sql,
                    "insert into audit_deleted_application (at, application, client_user) values (?, ?, ?)",
                    Timestamp.from(at),
                    application.name(),
                    clientUser);
            return trim(sql, "audit_deleted_application", kept);
        });
    }

    List<AccountMapping> mappingsOf(String application) throws SQLException {
        return database.in(sql -> DatabaseConnection.all(
                sql,
                MAPPING + "where lower(application) = lower(?) order by id",
                ApplicationTables::mapping,
                application));
    }

    List<AccountMapping> mappingsFor(String windowsAccount) throws SQLException {
        return database.in(sql -> DatabaseConnection.all(
                sql,
                MAPPING + "where lower(windows_account) = lower(?) order by application, id",
                ApplicationTables::mapping,
                windowsAccount));
    }

    /** By Windows account or by external account. */
    Optional<AccountMapping> mapping(String application, String account) throws SQLException {
        return database.in(sql -> one(
                sql,
                MAPPING
                        + """
                        where lower(application) = lower(?)
                        and (lower(windows_account) = lower(?) or lower(external_account) = lower(?))
                        order by (lower(windows_account) = lower(?)) desc, id""",
                ApplicationTables::mapping,
                application,
                account,
                account,
                account));
    }

    long addMapping(String application, String windowsAccount, String externalAccount, boolean enabled)
            throws SQLException {
        return database.in(sql -> one(
                        sql,
                        """
                        insert into account_mapping (application, windows_account, external_account, enabled)
                        values (?, ?, ?, ?) returning id""",
                        row -> row.getLong(1),
                        application,
                        windowsAccount,
                        externalAccount,
                        enabled)
                .orElseThrow());
    }

    void enableMapping(long id, boolean enabled, boolean byAdministrator) throws SQLException {
        database.in(sql -> execute(
                sql,
                "update account_mapping set enabled = ?, disabled_by_admin = ? where id = ?",
                enabled,
                !enabled && byAdministrator,
                id));
    }

    /** With its credentials; the newest {@code kept} deletions stay in the audit table. */
    void deleteMapping(AccountMapping mapping, Instant at, String clientUser, int kept) throws SQLException {
        database.in(sql -> {
            execute(sql, "delete from sealed_credential where mapping = ?", mapping.id());
            execute(sql, "delete from account_mapping where id = ?", mapping.id());
            execute(
                    sql,
                    "insert into audit_deleted_mapping (at, application, windows_account, client_user) values (?, ?, ?, ?)",
                    Timestamp.from(at),
                    mapping.application(),
                    mapping.windowsAccount(),
                    clientUser);
            return trim(sql, "audit_deleted_mapping", kept);
        });
    }

    Optional<SealedCredential> credentialOf(AccountMapping mapping) throws SQLException {
        return database.in(sql -> one(
                sql,
                "select msid, blob, row_version from sealed_credential where mapping = ?",
                row -> new SealedCredential(
                        mapping.id(),
                        mapping.application(),
                        new Msid(row.getObject(1, UUID.class)),
                        row.getBytes(2),
                        row.getLong(3)),
                mapping.id()));
    }

    void lookedUp(AccountMapping mapping, Instant at, String clientUser, int kept) throws SQLException {
        database.in(sql -> {
            execute(
                    sql,
                    "insert into audit_external_lookup (at, application, windows_account, client_user) values (?, ?, ?, ?)",
                    Timestamp.from(at),
                    mapping.application(),
                    mapping.windowsAccount(),
                    clientUser);
            return trim(sql, "audit_external_lookup", kept);
        });
    }

    /** How many rows an audit table holds. */
    int audited(String table) throws SQLException {
        return database.in(sql ->
                one(sql, "select count(*) from " + table, row -> row.getInt(1)).orElse(0));
    }

    private static int trim(Connection sql, String table, int kept) throws SQLException {
        return execute(sql, "delete from " + table + " where id <= (select max(id) from " + table + ") - ?", kept);
    }

    private static AccountMapping mapping(ResultSet row) throws SQLException {
        return new AccountMapping(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6));
    }
}
