package org.handover.lab.entsso;

/**
 * The one row of settings that every SSO server of a system shares (docs/entsso.md 6.2).
 *
 * @param rowVersion grows with each change; an update that was made from an older one fails
 */
record GlobalSettings(
        String secretServer,
        String adminAccount,
        String affiliateAdminAccount,
        AuditRows auditRows,
        TicketRules tickets,
        int credentialCacheMinutes,
        boolean enabled,
        Features features,
        long rowVersion) {

    /** How many rows each audit table keeps. */
    record AuditRows(int deletedApplications, int deletedMappings, int windowsLookups, int externalLookups) {
        private static final int DEFAULT = 1000;

        private AuditRows with(UpdateFile update) {
            return new AuditRows(
                    update.auditDeletedApplications().orElse(deletedApplications),
                    update.auditDeletedMappings().orElse(deletedMappings),
                    windowsLookups,
                    update.auditExternalLookups().orElse(externalLookups));
        }
    }

    /**
     * Whether tickets are issued at all, and whether they are validated when they are redeemed.
     *
     * @param timeoutMinutes how long a ticket lives
     */
    record TicketRules(boolean allowed, boolean validated, int timeoutMinutes) {}

    /** Host-initiated SSO, and password synchronisation in each direction (docs/entsso.md 3.2, -enable and -disable). */
    record Features(boolean hostInitiated, boolean syncFromWindows, boolean syncToDatabase, boolean syncToWindows) {

        Features withHostInitiated(boolean on) {
            return new Features(on, syncFromWindows, syncToDatabase, syncToWindows);
        }

        Features withSyncFromWindows(boolean on) {
            return new Features(hostInitiated, on, syncToDatabase, syncToWindows);
        }

        Features withSyncToWindows(boolean on) {
            return new Features(hostInitiated, syncFromWindows, syncToDatabase, on);
        }
    }

    /** A fresh database has SSO disabled (docs/entsso.md 6.2). */
    static GlobalSettings fresh(String secretServer, String adminAccount, String affiliateAdminAccount) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                new AuditRows(AuditRows.DEFAULT, AuditRows.DEFAULT, AuditRows.DEFAULT, AuditRows.DEFAULT),
                new TicketRules(false, true, 2),
                60,
                false,
                new Features(false, false, false, false),
                1);
    }

    GlobalSettings withEnabled(boolean nowEnabled) {
        return with(tickets, nowEnabled, features);
    }

    GlobalSettings withTickets(boolean allowed, boolean validated) {
        return with(new TicketRules(allowed, validated, tickets.timeoutMinutes()), enabled, features);
    }

    GlobalSettings withFeatures(Features others) {
        return with(tickets, enabled, others);
    }

    private GlobalSettings with(TicketRules nowTickets, boolean nowEnabled, Features nowFeatures) {
        return new GlobalSettings(
                secretServer,
                adminAccount,
                affiliateAdminAccount,
                auditRows,
                nowTickets,
                credentialCacheMinutes,
                nowEnabled,
                nowFeatures,
                rowVersion);
    }

    GlobalSettings with(UpdateFile update) {
        return new GlobalSettings(
                update.secretServer().orElse(secretServer),
                update.adminAccount().orElse(adminAccount),
                update.affiliateAdminAccount().orElse(affiliateAdminAccount),
                auditRows.with(update),
                new TicketRules(
                        tickets.allowed(),
                        tickets.validated(),
                        update.ticketTimeoutMinutes().orElse(tickets.timeoutMinutes())),
                update.credentialCacheMinutes().orElse(credentialCacheMinutes),
                enabled,
                features,
                rowVersion);
    }
}
