package org.handover.lab.entsso;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a tool prints as {@code ERROR: 0x… : …} (docs/entsso.md 3.0 and 5.5). */
public final class SsoError extends Exception {

    private final int code;
    private final @Nullable Rpc rpc;

    private SsoError(int code, String message, @Nullable Rpc rpc) {
        super(message);
        this.code = code;
        this.rpc = rpc;
    }

    static SsoError of(Code code, Object... inserts) {
        return new SsoError(code.number, String.format(Locale.ROOT, code.text, inserts), null);
    }

    static SsoError withText(Code code, String text) {
        return new SsoError(code.number, text, null);
    }

    static SsoError unreachable(String server, Rpc rpc) {
        return new SsoError(
                Code.NO_SSO_SERVER.number, String.format(Locale.ROOT, Code.NO_SSO_SERVER.text, server), rpc);
    }

    int code() {
        return code;
    }

    /** As the tools show it: {@code 0xC0002A1F}. */
    public String codeText() {
        return hex(code);
    }

    /** The line that is appended when a server could not be reached (docs/entsso.md 3.0), or nothing. */
    @Nullable
    String rpcLine() {
        return rpc == null ? null : "(RPC: " + hex(rpc.number) + ": " + rpc.text + ")";
    }

    static String hex(int code) {
        return String.format(Locale.ROOT, "0x%08X", code);
    }

    /** Why a remote procedure call did not reach the other service. */
    enum Rpc {
        SERVER_UNAVAILABLE(0x800706BA, "No RPC server answers there."),
        NO_ENDPOINT(0x800706D9, "The endpoint mapper there has no such endpoint.");

        final int number;
        final String text;

        Rpc(int number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    /** Codes are the product's; sentences are the lab's. */
    enum Code {
        APPLICATION_EXISTS(0xC0002A00, "There is an application of this name already."),
        MAPPING_EXISTS(0xC0002A01, "There is such a mapping already."),
        SSO_DISABLED(0xC0002A02, "SSO is switched off for this system."),
        NO_APPLICATION(0xC0002A04, "There is no such application."),
        APPLICATION_DISABLED(0xC0002A03, "The application is switched off."),
        NO_MAPPING(0xC0002A05, "There is no such mapping; in a Config Store application, nothing is stored under it."),
        FIELD_EXISTS(0xC0002A06, "The application has a field of this number already."),
        BACKUP_MEDIA(0xC0002A07, "The file has to lie on NTFS or on a removable medium."),
        MAPPING_DISABLED(0xC0002A0C, "The mapping is switched off."),
        NO_CREDENTIALS(0xC0002A0D, "The mapping has no credentials."),
        FIELDS_INCOMPLETE(0xC0002A11, "The application lacks fields and cannot be switched on."),
        MAPPING_DISABLED_BY_ADMINISTRATOR(0xC0002A12, "An administrator switched the mapping off."),
        NOT_SECRET_SERVER(0xC0002A0E, "Only the master secret server can do this."),
        NO_SSO_SERVER(
                0xC0002A0F,
                "The SSO server '%s' does not answer. See whether SSO is configured there and its service runs."),
        OUT_OF_SERVICE(0xC0002A10, "Enterprise Single Sign-On is out of service on this server."),
        NOT_LOCAL_ADMINISTRATOR(0xC0002A13, "Only an elevated administrator of the server can do this."),
        NOT_IN_NEW_ADMIN_ACCOUNT(0xC0002A14, "You are no member of the SSO Administrators account that is named."),
        MUST_BE_DISABLED(0xC0002A15, "SSO has to be switched off before this can be done."),
        SERVICE_NOT_IN_NEW_ADMIN_ACCOUNT(
                0xC0002A16, "The service account is no member of the SSO Administrators account that is named."),
        DECRYPTION_FAILED(0xC0002A1A, "The credential does not open."),
        WRONG_PASSWORD(0xC0002A1B, "The backup file does not open with this password."),
        APPLICATION_ADMIN_SAME(
                0xC0002A17,
                "The application is administered by the SSO Affiliate Administrators; it cannot have another account for that."),
        ACCOUNT_FORMAT(
                0xC0002A18, "An account of a domain is named with its domain, one of this computer without anything."),
        NO_BUILTIN_ACCOUNTS(0xC0002A19, "Built-in accounts and Everyone cannot be named."),
        INVALID_ACCOUNT(0xC0002A1C, "There is no account of this name."),
        NO_SECRET(
                0xC0002A1F,
                "The master secret is not at hand, so nothing can be encrypted or decrypted. The event log says more."),
        FILE_NOT_OPENED(0xC0002A20, "The file cannot be created or opened. See its name and who may access it."),
        DATABASE(0xC0002A21, "The SSO database could not be used."),
        NO_LOCAL_ACCOUNTS(0xC0002A1D, "The application does not allow accounts of a computer."),
        INVALID_ACCOUNT_SEE_LOG(0xC0002A22, "There is no account of this name. The event log of '%s' says more."),
        INVALID_FLAGS_SEE_LOG(
                0xC0002A23, "These flags cannot be used, or not together. The event log of '%s' says more."),
        DTC_IMPORT_FAILED(0xC0002A24, "A distributed transaction could not be taken over."),
        DTC_IMPORT_FAILED_SEE_LOG(
                0xC0002A25, "A distributed transaction could not be taken over. The event log of '%s' says more."),
        TICKET_EXPIRED(0xC0002A26, "The ticket is too old."),
        REENCRYPTING(0xC0002A3E, "The SSO database is being re-encrypted."),
        WRONG_SECRET(0xC0002A3F, "This is not the master secret that the SSO database is encrypted under."),
        DATABASE_EXISTS(0xC0002A4F, "There is an SSO database of this name already."),
        DATABASE_REQUIRES_UPGRADE(
                0xC0002A50, "There is an SSO database of this name, and it is older than this server."),
        DATABASE_NOT_CONFIGURED(0xC0002A51, "This database holds nothing of SSO."),
        CALLER_NOT_SSO_ADMIN(0xC0002A52, "You are no member of the SSO Administrators account."),
        DATABASE_NAME_TOO_LONG(0xC0002A55, "The name of the database is too long: 128 characters at most."),
        DATABASE_NAME_TOO_LONG_TO_CREATE(
                0xC0002A56, "The name of the database is too long to be made: 123 characters at most."),
        NO_MAPPING_FOUND(0xC0002A53, "The mapping that was named could not be found."),
        PASSWORD_TOO_SHORT(0xC0002A54, "The password is too short: 7 characters at least."),
        PASSWORD_TOO_LONG(0xC0002A57, "The password is too long: 256 characters at most."),
        REMINDER_TOO_LONG(0xC0002A58, "The reminder is too long: 512 characters at most."),
        ACCESS_DENIED_SEE_LOG(0xC0002A5A, "Access refused. The event log of '%s' says more."),
        NO_SECRET_SEE_LOG(
                0xC0002A5B,
                "The master secret is not at hand, so nothing can be encrypted or decrypted. The event log of '%s' says more."),
        DATABASE_SEE_LOG(0xC0002A5D, "The SSO database could not be used. The event log of '%s' says more."),
        NOT_A_BACKUP(0xC0002944, "This is no backup file of master secrets, or it is damaged."),
        ACCESS_DENIED(0x80070005, "Access refused."),
        DISK_FULL(0x80070070, "There is no room on the disk."),
        BAD_DATA(0x80090005, "The data does not open under this secret."),
        INVALID_DATA(0x8007000D, "The file cannot be used."),
        PASSWORDS_DIFFER(0x80070056, "The two passwords are not the same."),
        INVALID_ARGUMENT(0x80070057, "A value is not allowed."),
        NOT_EMULATED(0x80004001, "The lab does not emulate this switch; its documentation says why.");

        final int number;
        final String text;

        Code(long number, String text) {
            this.number = (int) number;
            this.text = text;
        }
    }
}
