package org.handover.lab.entsso;

/**
 * The one row of settings that every SSO server of a system shares (docs/entsso.md 6.2).
 *
 * @param ticketTimeoutMinutes how long a ticket lives
 * @param rowVersion grows with each change; an update that was made from an older one fails
 */
public record GlobalSettings(
        String secretServer,
        String adminAccount,
        String affiliateAdminAccount,
        int auditDeletedApplications,
        int auditDeletedMappings,
        int auditWindowsLookups,
        int auditExternalLookups,
        int ticketTimeoutMinutes,
        int credentialCacheMinutes,
        boolean enabled,
        boolean ticketsAllowed,
        boolean validateTickets,
        boolean hostInitiated,
        boolean syncFromWindows,
        boolean syncToDatabase,
        boolean syncToWindows,
        long rowVersion) {

    static final int DEFAULT_AUDIT_ROWS = 1000;

    /** A fresh database has SSO disabled (docs/entsso.md 6.2). */
    static GlobalSettings fresh(String secretServer, String adminAccount, String affiliateAdminAccount) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                DEFAULT_AUDIT_ROWS,
                DEFAULT_AUDIT_ROWS,
                DEFAULT_AUDIT_ROWS,
                DEFAULT_AUDIT_ROWS,
                2,
                60,
                false,
                false,
                true,
                false,
                false,
                false,
                false,
                1);
    }

    GlobalSettings withEnabled(boolean nowEnabled) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                auditDeletedApplications,
                auditDeletedMappings,
                auditWindowsLookups,
                auditExternalLookups,
                ticketTimeoutMinutes,
                credentialCacheMinutes,
                nowEnabled,
                ticketsAllowed,
                validateTickets,
                hostInitiated,
                syncFromWindows,
                syncToDatabase,
                syncToWindows,
                rowVersion);
    }

    GlobalSettings withTickets(boolean allowed, boolean validated) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                auditDeletedApplications,
                auditDeletedMappings,
                auditWindowsLookups,
                auditExternalLookups,
                ticketTimeoutMinutes,
                credentialCacheMinutes,
                enabled,
                allowed,
                validated,
                hostInitiated,
                syncFromWindows,
                syncToDatabase,
                syncToWindows,
                rowVersion);
    }

    /** Host-initiated SSO, and password synchronisation in either direction (docs/entsso.md 3.2, -enable and -disable). */
    GlobalSettings withFeatures(boolean host, boolean fromWindows, boolean toWindows) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                auditDeletedApplications,
                auditDeletedMappings,
                auditWindowsLookups,
                auditExternalLookups,
                ticketTimeoutMinutes,
                credentialCacheMinutes,
                enabled,
                ticketsAllowed,
                validateTickets,
                host,
                fromWindows,
                syncToDatabase,
                toWindows,
                rowVersion);
    }

    GlobalSettings with(UpdateFile update) {
        return new GlobalSettings(
                update.secretServer().orElse(secretServer),
                update.adminAccount().orElse(adminAccount),
                update.affiliateAdminAccount().orElse(affiliateAdminAccount),
                update.auditDeletedApplications().orElse(auditDeletedApplications),
                update.auditDeletedMappings().orElse(auditDeletedMappings),
                auditWindowsLookups,
                update.auditExternalLookups().orElse(auditExternalLookups),
                update.ticketTimeoutMinutes().orElse(ticketTimeoutMinutes),
                update.credentialCacheMinutes().orElse(credentialCacheMinutes),
                enabled,
                ticketsAllowed,
                validateTickets,
                hostInitiated,
                syncFromWindows,
                syncToDatabase,
                syncToWindows,
                rowVersion);
    }
}
