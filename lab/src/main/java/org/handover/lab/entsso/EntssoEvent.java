package org.handover.lab.entsso;

import java.util.ArrayList;
import java.util.List;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.EventLog.Level;

/**
 * The events of ENTSSO that the lab writes: ids, levels and the order of parameters are the product's
 * (docs/entsso.md 5.4), the sentences are the lab's. A parameter stands where {@code %1}, {@code %2} … are.
 */
enum EntssoEvent {
    STARTING_WITH_SSL(
            10501,
            Level.INFORMATION,
            "ENTSSO begins to start; its link to SQL Server is encrypted.\r\nComputer: %1\r\nSQL Server: %2\r\nSSO database: %3"),
    STARTING_WITHOUT_SSL(
            10611,
            Level.INFORMATION,
            "ENTSSO begins to start; its link to SQL Server is not encrypted.\r\nComputer: %1\r\nSQL Server: %2\r\nSSO database: %3"),
    STARTED(10502, Level.INFORMATION, "ENTSSO is up."),
    START_FAILED(10503, Level.ERROR, "ENTSSO did not start.\r\nError code: %1"),
    STOPPING(10504, Level.INFORMATION, "ENTSSO begins to stop."),
    STOPPED(10505, Level.INFORMATION, "ENTSSO is down."),
    NO_DATABASE_NAMED(
            10511, Level.ERROR, "The registry names no SQL Server and SSO database. Set them with ssoconfig."),
    DATABASE_FIRST_ACCESS(
            10513, Level.ERROR, "The SSO database cannot be reached at start: %1\r\n%2\r\nError code: %3"),
    DATABASE_POLL_FAILED(10515, Level.ERROR, "The SSO database no longer answers. See whether it is up."),
    AFFILIATE_ADMIN_NOT_VALID(
            10516,
            Level.ERROR,
            "The SSO Affiliate Administrators account is not valid here. See whether it exists; switch SSO on when it does.\r\nSSO Affiliate Administrators: %1\r\nNot valid: %2\r\nError code: %3"),
    ADMIN_NOT_VALID(
            10517,
            Level.ERROR,
            "The SSO Administrators account is not valid here. See whether it exists; switch SSO on when it does.\r\nSSO Administrators: %1\r\nNot valid: %2\r\nError code: %3"),
    NO_SECRETS(
            10520,
            Level.WARNING,
            "The registry of the master secret server holds no secret. Restore one from its backup, or generate one."),
    SECRETS_NOT_LOADED(10521, Level.ERROR, "The secrets in the registry of the master secret server cannot be loaded."),
    REENCRYPTION_FAILED(
            10522,
            Level.ERROR,
            "Re-encrypting the SSO database came to nothing; next try in %1 minutes.\r\nError code: %2"),
    RESTORED(
            10523,
            Level.INFORMATION,
            "The master secrets are restored.\r\nFile: %1\r\nCurrent MSID: %2\r\nPrevious MSID: %3\r\nUser: %4\r\nComputer: %5"),
    RESTORE_FAILED(
            10524,
            Level.ERROR,
            "The master secrets are not restored.\r\nFile: %1\r\nCurrent MSID: %2\r\nPrevious MSID: %3\r\nUser: %4\r\nError code: %5"),
    GENERATED(
            10525,
            Level.INFORMATION,
            "There is a new master secret.\r\nMSID: %1\r\nUser: %2\r\nComputer: %3\r\nTracking id: %4"),
    GENERATE_FAILED(
            10526,
            Level.ERROR,
            "No new master secret was made.\r\nUser: %1\r\nComputer: %2\r\nTracking id: %3\r\nError code: %4"),
    SECRET_NOT_HANDED_OUT(
            10527,
            Level.ERROR,
            "Somebody asked for a master secret and got none.\r\nSecret number: %1\r\nUser: %2\r\nComputer: %3\r\nTracking id: %4\r\nError code: %5"),
    REENCRYPTED(
            10528,
            Level.INFORMATION,
            "The SSO database is re-encrypted.\r\nCredentials: %1\r\nCurrent MSID: %2\r\nPrevious MSID: %3"),
    GOT_CURRENT_SECRET(
            10529,
            Level.INFORMATION,
            "The master secret server handed out its current secret.\r\nMaster secret server: %1\r\nMSID: %2"),
    GOT_PREVIOUS_SECRET(
            10530,
            Level.INFORMATION,
            "The master secret server handed out its previous secret.\r\nMaster secret server: %1\r\nMSID: %2"),
    SECRET_HANDED_OUT(
            10531,
            Level.INFORMATION,
            "Somebody asked for a master secret and got it.\r\nSecret number: %1\r\nMSID: %2\r\nUser: %3\r\nComputer: %4\r\nTracking id: %5"),
    LOST_SECRET_SERVER(
            10532,
            Level.WARNING,
            "No secret can be had from the master secret server. See whether its name is right and it is up.\r\nMaster secret server: %1\r\nError code: %2"),
    FOUND_SECRET_SERVER(
            10533,
            Level.INFORMATION,
            "Secrets can be had from the master secret server again.\r\nMaster secret server: %1"),
    IS_SECRET_SERVER(10534, Level.INFORMATION, "This is the master secret server."),
    AUDIT_SUCCESS(
            10535,
            Level.INFORMATION,
            "SSO AUDIT\r\nFunction: %1\r\nTracking id: %2\r\nComputer: %3\r\nUser: %4\r\nApplication: %5"),
    AUDIT_FAILURE(
            10536,
            Level.WARNING,
            "SSO AUDIT\r\nFunction: %1\r\nTracking id: %2\r\nComputer: %3\r\nUser: %4\r\nApplication: %5\r\nError code: %6"),
    SSO_IS_DISABLED(10537, Level.WARNING, "SSO is switched off for this system."),
    CREDENTIAL_SKIPPED(10547, Level.WARNING, "A credential was left as it is by the re-encryption."),
    DATABASE_CREATED(
            10548, Level.INFORMATION, "The SSO database is made.\r\nSQL Server: %1\r\nSSO database: %2\r\nUser: %3"),
    CREATE_DATABASE_FAILED(
            10549,
            Level.ERROR,
            "No SSO database was made.\r\nSQL Server: %1\r\nSSO database: %2\r\nUser: %3\r\nError code: %4"),
    SERVICE_NOT_SSO_ADMINISTRATOR(
            10550,
            Level.ERROR,
            "ENTSSO cannot start: its account is no member of SSO Administrators.\r\nSSO Administrators: %1\r\nService account: %2"),
    SECRET_SERVER_ACCESS_DENIED(
            10555, Level.ERROR, "The master secret server refuses whoever asks it for secrets.\r\nUser: %1"),
    BACKED_UP(
            10559,
            Level.INFORMATION,
            "The master secrets are backed up.\r\nFile: %1\r\nCurrent MSID: %2\r\nPrevious MSID: %3\r\nUser: %4\r\nComputer: %5"),
    BACKUP_FAILED(
            10560,
            Level.ERROR,
            "The master secrets are not backed up.\r\nFile: %1\r\nCurrent MSID: %2\r\nPrevious MSID: %3\r\nUser: %4\r\nError code: %5"),
    BACKUP_MEDIA(
            10561,
            Level.ERROR,
            "A backup of the master secrets has to lie on NTFS or on a removable medium.\r\nFile: %1\r\nUser: %2\r\nComputer: %3\r\nError code: %4"),
    REENCRYPTING(10562, Level.INFORMATION, "Re-encrypting the SSO database."),
    NOT_A_BACKUP(10564, Level.ERROR, "The file is no backup of master secrets, or it is damaged."),
    SECRET_UNREADABLE(
            10565,
            Level.ERROR,
            "A secret in the registry does not open: the service account is another one, or the secret is damaged. Restore it from its backup.\r\nMSID: %1"),
    INVALID_APPLICATION_USERS(
            10567,
            Level.WARNING,
            "The Application Users account cannot be used.\r\nApplication: %1\r\nAccount: %2\r\nNot valid: %3\r\nError code: %4"),
    INVALID_APPLICATION_ADMINS(
            10568,
            Level.WARNING,
            "The Application Administrators account cannot be used.\r\nApplication: %1\r\nAccount: %2\r\nNot valid: %3\r\nError code: %4"),
    DISABLE_BEFORE_ADMIN_CHANGE(
            10570, Level.WARNING, "SSO has to be switched off before its SSO Administrators account is changed."),
    SERVICE_NOT_IN_NEW_ADMIN(
            10571,
            Level.WARNING,
            "The service account is no member of the new SSO Administrators account.\r\nService account: %1\r\nNew SSO Administrators: %2"),
    DISABLE_BEFORE_AFFILIATE_CHANGE(
            10572,
            Level.WARNING,
            "SSO has to be switched off before its SSO Affiliate Administrators account is changed."),
    INVALID_AFFILIATE_ADMIN(
            10573,
            Level.WARNING,
            "The SSO Affiliate Administrators account cannot be used.\r\nAccount: %1\r\nNot valid: %2\r\nError code: %3"),
    INVALID_ADMIN(
            10574,
            Level.WARNING,
            "The SSO Administrators account cannot be used.\r\nAccount: %1\r\nNot valid: %2\r\nError code: %3"),
    SECRET_SERVER_CHANGED(
            10575,
            Level.INFORMATION,
            "Another master secret server is named.\r\nNew: %1\r\nOld: %2\r\nTracking id: %3\r\nComputer: %4\r\nUser: %5"),
    ADMIN_CHANGED(
            10576,
            Level.INFORMATION,
            "Another SSO Administrators account is named.\r\nNew: %1\r\nOld: %2\r\nTracking id: %3\r\nComputer: %4\r\nUser: %5"),
    AFFILIATE_ADMIN_CHANGED(
            10577,
            Level.INFORMATION,
            "Another SSO Affiliate Administrators account is named.\r\nNew: %1\r\nOld: %2\r\nTracking id: %3\r\nComputer: %4\r\nUser: %5"),
    ENABLED(10582, Level.INFORMATION, "SSO was switched on.\r\nTracking id: %1\r\nComputer: %2\r\nUser: %3"),
    DISABLED(10583, Level.INFORMATION, "SSO was switched off.\r\nTracking id: %1\r\nComputer: %2\r\nUser: %3"),
    SQL_SERVER_NOT_FOUND(
            10588,
            Level.WARNING,
            "There is no SQL Server of this name. See whether the name is right and it is up.\r\nSQL Server: %1"),
    BACKUP_REQUIRED(
            10589,
            Level.ERROR,
            "Nobody has backed the master secret up. Whoever loses it loses everything that is stored. Back it up with ssoconfig."),
    OUT_OF_SERVICE(10590, Level.ERROR, "ENTSSO goes out of service: the SSO database did not answer for too long."),
    IN_SERVICE(10591, Level.INFORMATION, "ENTSSO is in service again."),
    TICKET_NOT_DECRYPTED(
            10592,
            Level.WARNING,
            "A ticket does not open: it is not valid, or it is too old.\r\nApplication: %1\r\nError code: %2"),
    TICKET_MALFORMED(10593, Level.WARNING, "This is no ticket.\r\nApplication: %1"),
    CALLER_NOT_IN_NEW_ADMIN(
            10597,
            Level.WARNING,
            "The user is no member of the new SSO Administrators account.\r\nUser: %1\r\nNew SSO Administrators: %2"),
    SERVICE_IS_ADMINISTRATOR(
            10599,
            Level.WARNING,
            "ENTSSO runs under an administrator of this computer, which it should not.\r\nService account: %1"),
    INVALID_FLAGS(
            10601,
            Level.WARNING,
            "An application of this kind cannot have these flags.\r\nApplication: %1\r\nFlags: %2\r\nAllowed: %3\r\nNot allowed: %4"),
    DATABASE_NOT_ACCESSIBLE(
            10603,
            Level.WARNING,
            "The SSO database did not answer. Where it stays so, ENTSSO goes out of service.\r\n%1\r\nSQL error code: %2"),
    DTC_IMPORT_FAILED(
            10605,
            Level.ERROR,
            "A distributed transaction could not be taken over. See how MSDTC is configured.\r\nError code: %1"),
    TICKETS_ENABLED(10606, Level.INFORMATION, "Tickets are allowed.\r\nTracking id: %1\r\nComputer: %2\r\nUser: %3"),
    TICKETS_DISABLED(
            10607, Level.INFORMATION, "Tickets are not allowed.\r\nTracking id: %1\r\nComputer: %2\r\nUser: %3"),
    INVALID_TICKET_TIMEOUT(
            10614,
            Level.WARNING,
            "The ticket time-out cannot be used.\r\nTime-out: %1 minutes\r\nLeast: 1 minute\r\nMost: %2 minutes\r\nError code: %3"),
    VERSION_MISMATCH(
            10728,
            Level.ERROR,
            "This server and the SSO database do not fit together.\r\nSQL Server: %1\r\nSSO database: %2\r\nIts version: %3\r\nNeeded: %4"),
    NOT_SSO_ADMINISTRATOR(
            11009,
            Level.WARNING,
            "The user is no member of SSO Administrators.\r\nTracking id: %1\r\nUser: %2\\%3\r\nSSO Administrators: %4"),
    NOT_AFFILIATE_ADMINISTRATOR(
            11010,
            Level.WARNING,
            "The user is no member of SSO Affiliate Administrators.\r\nTracking id: %1\r\nUser: %2\\%3\r\nSSO Affiliate Administrators: %4"),
    NO_LOCAL_SYSTEM(11038, Level.ERROR, "ENTSSO does not run under the Local System account."),
    NO_LOCAL_SERVICE(11039, Level.ERROR, "ENTSSO does not run under the Local Service account."),
    NETWORK_SERVICE(11040, Level.WARNING, "ENTSSO runs under the Network Service account, which has its limits."),
    LOCAL_ACCOUNT(
            11041,
            Level.WARNING,
            "ENTSSO runs under an account of this computer, which has its limits.\r\nService account: %1"),
    ACCESS_DENIED(
            11042,
            Level.WARNING,
            "Access refused: the user is in none of these accounts.\r\nSSO Administrators: %1\r\nSSO Affiliate Administrators: %2\r\nApplication Administrators: %3\r\nApplication Users: %4\r\nMore: %5"),
    NO_DTC(11049, Level.ERROR, "MSDTC does not run here, and ENTSSO needs it.");

    static final String SOURCE = "ENTSSO";

    private final int id;
    private final Level level;
    private final String template;

    EntssoEvent(int id, Level level, String template) {
        this.id = id;
        this.level = level;
        this.template = template;
    }

    /** The code under which this event travels as the result of a call (docs/entsso.md 5.3). */
    int asCode() {
        int severity =
                switch (level) {
                    case INFORMATION -> 0x40000000;
                    case WARNING -> 0x80000000;
                    case ERROR -> 0xC0000000;
                };
        return severity | id;
    }

    void write(EventLog log, Object... parameters) {
        List<String> texts = new ArrayList<>();
        String message = template;
        for (int i = 0; i < parameters.length; i++) {
            String text = String.valueOf(parameters[i]);
            texts.add(text);
            message = message.replace("%" + (i + 1), text);
        }
        log.write(SOURCE, id, level, message, texts);
    }
}
