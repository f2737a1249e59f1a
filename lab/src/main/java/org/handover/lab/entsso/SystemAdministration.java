package org.handover.lab.entsso;

import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.handover.lab.windows.Logon;

/** The settings of the SSO system, as one server's administration service reads and changes them (docs/entsso.md 4, 12.2). */
public final class SystemAdministration {

    private static final int MOST_TICKET_MINUTES = 525_600;

    private final EntssoService service;

    SystemAdministration(EntssoService service) {
        this.service = service;
    }

    GlobalSettings show(Caller caller) throws SsoError {
        service.running();
        requireSsoAdministrator(caller);
        return readSettings();
    }

    /** @throws SsoError when whoever sits at this server's screen may not see the settings, or the service does not run */
    public void requireMayShow(Logon logon) throws SsoError {
        show(Caller.local(logon, service.server()));
    }

    /**
     * Names another master secret server for whoever sits at this server's screen, as an update file that contains nothing else
     * does (docs/entsso.md 3.7).
     *
     * @throws SsoError for what {@code ssomanage -updatedb} is refused, too
     */
    public void changeSecretServer(Logon logon, String to) throws SsoError {
        update(Caller.local(logon, service.server()), UpdateFile.naming(to));
    }

    /** Applies an update file to the settings as they were read; whoever was quicker wins (docs/entsso.md 4.3). */
    void update(Caller caller, UpdateFile file) throws SsoError {
        service.running();
        requireLocalAdministrator(caller);
        requireSsoAdministrator(caller);
        GlobalSettings before = readSettings();
        requireMinimalFileOffTheMaster(before, file);
        requireTicketTimeout(file);
        requireAccounts(caller, before, file);
        GlobalSettings after = before.with(file);
        if (after.equals(before)) {
            return;
        }
        UUID trackingId = replace(
                caller, before, after, "settings changed: " + file.elements().keySet());
        if (!after.secretServer().equals(before.secretServer())) {
            note(EntssoEvent.SECRET_SERVER_CHANGED, after.secretServer(), before.secretServer(), trackingId, caller);
            changed("secretServer=" + after.secretServer() + " (was " + before.secretServer() + ")");
        }
        if (!after.adminAccount().equals(before.adminAccount())) {
            note(EntssoEvent.ADMIN_CHANGED, after.adminAccount(), before.adminAccount(), trackingId, caller);
            changed("ssoAdminAccount=" + after.adminAccount() + " (was " + before.adminAccount() + ")");
        }
        if (!after.affiliateAdminAccount().equals(before.affiliateAdminAccount())) {
            note(
                    EntssoEvent.AFFILIATE_ADMIN_CHANGED,
                    after.affiliateAdminAccount(),
                    before.affiliateAdminAccount(),
                    trackingId,
                    caller);
            changed("ssoAffiliateAdminAccount=" + after.affiliateAdminAccount() + " (was "
                    + before.affiliateAdminAccount() + ")");
        }
        file.elements().forEach((element, value) -> {
            if (!Set.of("secretServer", "ssoAdminAccount", "ssoAffiliateAdminAccount")
                    .contains(element)) {
                changed(element + "=" + value);
            }
        });
    }

    void enable(Caller caller, boolean enabled) throws SsoError {
        service.running();
        requireSsoAdministrator(caller);
        GlobalSettings before = readSettings();
        if (before.enabled() == enabled) {
            return;
        }
        UUID trackingId = replace(caller, before, before.withEnabled(enabled), enabled ? "enabled" : "disabled");
        service.write(
                enabled ? EntssoEvent.ENABLED : EntssoEvent.DISABLED, trackingId, caller.computer(), caller.account());
        changed(enabled ? "SSO enabled" : "SSO disabled");
    }

    /** Whether tickets are issued at all, and whether they are validated when they are redeemed. */
    void tickets(Caller caller, boolean allowed, boolean validated) throws SsoError {
        service.running();
        requireSsoAdministrator(caller);
        GlobalSettings before = readSettings();
        GlobalSettings after = before.withTickets(allowed, validated);
        if (after.equals(before)) {
            return;
        }
        UUID trackingId = replace(
                caller,
                before,
                after,
                "tickets " + (allowed ? "allowed" : "not allowed") + ", "
                        + (validated ? "validated" : "not validated"));
        if (before.tickets().allowed() != allowed) {
            service.write(
                    allowed ? EntssoEvent.TICKETS_ENABLED : EntssoEvent.TICKETS_DISABLED,
                    trackingId,
                    caller.computer(),
                    caller.account());
        }
        changed("tickets allowed=" + allowed + " validated=" + validated);
    }

    /** {@code hisso}, {@code winsync} or {@code extsync} (docs/entsso.md 3.2). */
    void enableFeature(Caller caller, String feature, boolean enabled) throws SsoError {
        service.running();
        requireSsoAdministrator(caller);
        GlobalSettings before = readSettings();
        GlobalSettings.Features features = before.features();
        GlobalSettings after = before.withFeatures(
                switch (feature) {
                    case "hisso" -> features.withHostInitiated(enabled);
                    case "winsync" -> features.withSyncFromWindows(enabled);
                    case "extsync" -> features.withSyncToWindows(enabled);
                    default ->
                        throw SsoError.withText(
                                SsoError.Code.INVALID_ARGUMENT, "This can be hisso, winsync or extsync.");
                });
        if (!after.equals(before)) {
            replace(caller, before, after, feature + (enabled ? " enabled" : " disabled"));
            changed(feature + (enabled ? " enabled" : " disabled"));
        }
    }

    GlobalSettings readSettings() throws SsoError {
        try {
            return service.database().settings();
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    void requireLocalAdministrator(Caller caller) throws SsoError {
        if (!caller.localAdministrator()) {
            throw SsoError.of(SsoError.Code.NOT_LOCAL_ADMINISTRATOR);
        }
    }

    /** In the account that the database names, as this server knows it. */
    boolean isSsoAdministrator(Caller caller) throws SsoError {
        if (service.faults().setting(EntssoFaults.GROUP_MISSING, "who").equals("caller")) {
            return false;
        }
        String account = readSettings().adminAccount();
        return service.system()
                .sidOf(account)
                .map(sid -> sid.equals(Logon.SSO_ADMINISTRATORS)
                        ? caller.ssoAdministrator()
                        : caller.groups().contains(sid))
                .orElse(false);
    }

    void requireSsoAdministrator(Caller caller) throws SsoError {
        if (!isSsoAdministrator(caller)) {
            noteAccessDenied(caller, "", "", "");
            throw SsoError.of(SsoError.Code.ACCESS_DENIED_SEE_LOG, service.serverName());
        }
    }

    /** Event 11042, and 11009 or 11010 where this server audits every failure (docs/entsso.md 5.4). */
    void noteAccessDenied(Caller caller, String affiliateAdmins, String appAdmins, String appUsers) throws SsoError {
        String admins = readSettings().adminAccount();
        if (service.configuration().auditsEveryFailure()) {
            UUID trackingId = UUID.randomUUID();
            service.write(EntssoEvent.NOT_SSO_ADMINISTRATOR, trackingId, caller.domain(), caller.user(), admins);
            if (!affiliateAdmins.isEmpty()) {
                service.write(
                        EntssoEvent.NOT_AFFILIATE_ADMINISTRATOR,
                        trackingId,
                        caller.domain(),
                        caller.user(),
                        affiliateAdmins);
            }
        }
        service.write(
                EntssoEvent.ACCESS_DENIED,
                admins,
                affiliateAdmins,
                appAdmins,
                appUsers,
                "Client User: " + caller.account());
    }

    /**
     * Off the master secret server a file that names another one may contain nothing else, and accounts can be changed only on
     * it. Which code the real tool answers is not documented; 0xC0002A13 was seen in the field (docs/entsso.md 4.3).
     */
    private void requireMinimalFileOffTheMaster(GlobalSettings before, UpdateFile file) throws SsoError {
        boolean onTheMaster = service.isNamed(before);
        boolean tooMuch = file.secretServer().isPresent() && !file.namesOnlyTheSecretServer();
        if (!onTheMaster && (tooMuch || file.namesAccounts())) {
            throw SsoError.of(SsoError.Code.NOT_LOCAL_ADMINISTRATOR);
        }
    }

    private void requireTicketTimeout(UpdateFile file) throws SsoError {
        int minutes = file.ticketTimeoutMinutes().orElse(1);
        if (minutes < 1 || minutes > MOST_TICKET_MINUTES) {
            SsoError refused = SsoError.of(SsoError.Code.INVALID_ARGUMENT);
            service.write(EntssoEvent.INVALID_TICKET_TIMEOUT, minutes, MOST_TICKET_MINUTES, refused.codeText());
            throw refused;
        }
    }

    private void requireAccounts(Caller caller, GlobalSettings before, UpdateFile file) throws SsoError {
        if (file.adminAccount().isPresent()) {
            requireAdminAccount(caller, before, file.adminAccount().get());
        }
        if (file.affiliateAdminAccount().isPresent()) {
            String group = file.affiliateAdminAccount().get();
            requireDisabled(before, EntssoEvent.DISABLE_BEFORE_AFFILIATE_CHANGE);
            if (service.system().sidOf(group).isEmpty()) {
                throw notAnAccount(EntssoEvent.INVALID_AFFILIATE_ADMIN, group);
            }
        }
    }

    private void requireAdminAccount(Caller caller, GlobalSettings before, String group) throws SsoError {
        requireDisabled(before, EntssoEvent.DISABLE_BEFORE_ADMIN_CHANGE);
        String sid = service.system().sidOf(group).orElse("");
        if (sid.isEmpty()) {
            throw notAnAccount(EntssoEvent.INVALID_ADMIN, group);
        }
        boolean callerIsIn = sid.equals(Logon.SSO_ADMINISTRATORS)
                ? caller.ssoAdministrator()
                : service.server().accounts().groupsOf(caller.account()).contains(sid);
        if (!callerIsIn) {
            service.write(EntssoEvent.CALLER_NOT_IN_NEW_ADMIN, caller.account(), group);
            throw SsoError.of(SsoError.Code.NOT_IN_NEW_ADMIN_ACCOUNT);
        }
        String account = service.serviceAccount();
        if (!service.server().accounts().groupsOf(account).contains(sid)) {
            service.write(EntssoEvent.SERVICE_NOT_IN_NEW_ADMIN, account, group);
            throw SsoError.of(SsoError.Code.SERVICE_NOT_IN_NEW_ADMIN_ACCOUNT);
        }
    }

    private SsoError notAnAccount(EntssoEvent event, String group) {
        service.write(event, group, group, SsoError.hex(SsoError.Code.INVALID_ACCOUNT.number));
        return SsoError.of(SsoError.Code.INVALID_ACCOUNT_SEE_LOG, service.serverName());
    }

    private void requireDisabled(GlobalSettings before, EntssoEvent refusal) throws SsoError {
        if (before.enabled()) {
            service.write(refusal);
            throw SsoError.of(SsoError.Code.MUST_BE_DISABLED);
        }
    }

    private UUID replace(Caller caller, GlobalSettings before, GlobalSettings after, String what) throws SsoError {
        UUID trackingId = UUID.randomUUID();
        try {
            if (service.faults().on(EntssoFaults.UPDATE_COLLIDES)) {
                changeBeforehand(before);
            }
            boolean written = service.database()
                    .replaceSettings(
                            before,
                            after,
                            new SsoDatabase.Audit(
                                    service.server().clock().instant(),
                                    trackingId,
                                    caller.account(),
                                    caller.computer(),
                                    what));
            if (!written) {
                throw SsoError.withText(
                        SsoError.Code.DATABASE,
                        "The settings were changed by somebody else in the meantime; nothing was written.");
            }
            return trackingId;
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    /** Somebody else was quicker: the row is another one, though it says the same. */
    private void changeBeforehand(GlobalSettings before) throws SQLException {
        service.database()
                .replaceSettings(
                        before,
                        before,
                        new SsoDatabase.Audit(
                                service.server().clock().instant(),
                                UUID.randomUUID(),
                                service.system().domain() + "\\administrator",
                                service.serverName(),
                                "settings changed: []"));
    }

    private void note(EntssoEvent event, String now, String before, UUID trackingId, Caller caller) {
        service.write(event, now, before, trackingId, caller.computer(), caller.account());
    }

    private void changed(String what) {
        service.server().commandLog().changed(what);
    }
}
