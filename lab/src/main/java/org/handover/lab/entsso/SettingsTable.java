package org.handover.lab.entsso;

import static org.handover.lab.entsso.DatabaseConnection.execute;
import static org.handover.lab.entsso.DatabaseConnection.one;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The one row of global settings in the SSO database. */
final class SettingsTable {

    private SettingsTable() {}

    static GlobalSettings read(Connection sql) throws SQLException {
        return one(sql, "select * from global_settings", SettingsTable::settings)
                .orElseThrow(() -> new SQLException("The SSO database has no settings."));
    }

    private static GlobalSettings settings(ResultSet row) throws SQLException {
        return new GlobalSettings(
                row.getString("secret_server"),
                row.getString("admin_account"),
                row.getString("affiliate_admin_account"),
                new GlobalSettings.AuditRows(
                        row.getInt("audit_deleted_applications"),
                        row.getInt("audit_deleted_mappings"),
                        row.getInt("audit_windows_lookups"),
                        row.getInt("audit_external_lookups")),
                new GlobalSettings.TicketRules(
                        row.getBoolean("tickets_allowed"),
                        row.getBoolean("validate_tickets"),
                        row.getInt("ticket_timeout_minutes")),
                row.getInt("credential_cache_minutes"),
                row.getBoolean("enabled"),
                new GlobalSettings.Features(
                        row.getBoolean("host_initiated"),
                        row.getBoolean("sync_from_windows"),
                        row.getBoolean("sync_to_database"),
                        row.getBoolean("sync_to_windows")),
                row.getLong("row_version"));
    }

    /** Into a database that has none yet. */
    static void add(Connection sql, GlobalSettings settings) throws SQLException {
        execute(
                sql,
                """
                insert into global_settings (secret_server, admin_account, affiliate_admin_account,
                    audit_deleted_applications, audit_deleted_mappings, audit_windows_lookups, audit_external_lookups,
                    ticket_timeout_minutes, credential_cache_minutes, enabled, tickets_allowed, validate_tickets,
                    host_initiated, sync_from_windows, sync_to_database, sync_to_windows, row_version)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                settings.secretServer(),
                settings.adminAccount(),
                settings.affiliateAdminAccount(),
                settings.auditRows().deletedApplications(),
                settings.auditRows().deletedMappings(),
                settings.auditRows().windowsLookups(),
                settings.auditRows().externalLookups(),
                settings.tickets().timeoutMinutes(),
                settings.credentialCacheMinutes(),
                settings.enabled(),
                settings.tickets().allowed(),
                settings.tickets().validated(),
                settings.features().hostInitiated(),
                settings.features().syncFromWindows(),
                settings.features().syncToDatabase(),
                settings.features().syncToWindows(),
                settings.rowVersion());
    }

    /** Answers false when the settings have been changed since {@code from} was read. */
    static boolean replace(Connection sql, GlobalSettings from, GlobalSettings to) throws SQLException {
        return execute(
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
                        to.auditRows().deletedApplications(),
                        to.auditRows().deletedMappings(),
                        to.auditRows().externalLookups(),
                        to.tickets().timeoutMinutes(),
                        to.credentialCacheMinutes(),
                        to.enabled(),
                        to.tickets().allowed(),
                        to.tickets().validated(),
                        to.features().hostInitiated(),
                        to.features().syncFromWindows(),
                        to.features().syncToDatabase(),
                        to.features().syncToWindows(),
                        from.rowVersion())
                == 1;
    }
}
