package org.handover.lab.entsso;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceBody.ServiceStartException;
import org.handover.lab.windows.ServiceControlManager.State;

/** What has to be so for ENTSSO to start; each that is not leaves its event and ends the start (docs/entsso.md 1.4, 12.1). */
final class StartConditions {

    static final String SQL_KEY = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL";

    private static final int SERVICE_SPECIFIC_ERROR = 1066;
    private static final Duration COORDINATOR_STARTS_WITHIN = Duration.ofSeconds(30);

    private final EntssoService service;

    StartConditions(EntssoService service) {
        this.service = service;
    }

    void requireDatabaseName() throws ServiceStartException {
        Registry registry = service.server().registry();
        Optional<String> sqlServer = registry.string(SQL_KEY, "Server");
        Optional<String> sqlDatabase = registry.string(SQL_KEY, "Database");
        if (sqlServer.isEmpty() || sqlDatabase.isEmpty()) {
            service.write(EntssoEvent.NO_DATABASE_NAMED);
            throw failed(EntssoEvent.NO_DATABASE_NAMED.asCode());
        }
        EntssoEvent starting =
                service.configuration().usesSsl() ? EntssoEvent.STARTING_WITH_SSL : EntssoEvent.STARTING_WITHOUT_SSL;
        service.write(starting, service.serverName(), sqlServer.get(), sqlDatabase.get());
    }

    GlobalSettings reachDatabase() throws ServiceStartException, InterruptedException {
        EntssoSettings patience = service.network().settings();
        SQLException last = new SQLException("not tried");
        for (int attempt = 1; attempt <= patience.databaseAttempts(); attempt++) {
            try {
                GlobalSettings settings = service.database().settings();
                service.database()
                        .serverSeen(
                                service.serverName(), service.server().clock().instant());
                return settings;
            } catch (SQLException unreachable) {
                last = unreachable;
                if (attempt < patience.databaseAttempts()) {
                    EntssoService.pause(patience.databaseAttemptPause());
                }
            }
        }
        service.write(
                EntssoEvent.DATABASE_FIRST_ACCESS,
                service.databases().sqlServer(),
                "SQL state " + last.getSQLState(),
                SsoError.hex(SsoError.Code.DATABASE.number));
        throw failed(SsoError.Code.DATABASE.number);
    }

    /** Accounts that ENTSSO does not run under, and those that it warns of (docs/entsso.md 1.2). */
    void requireUsableAccount() throws ServiceStartException {
        String account = service.serviceAccount();
        switch (account.toUpperCase(Locale.ROOT)) {
            case "LOCALSYSTEM", "NT AUTHORITY\\SYSTEM" -> {
                service.write(EntssoEvent.NO_LOCAL_SYSTEM);
                throw failed(EntssoEvent.NO_LOCAL_SYSTEM.asCode());
            }
            case "NT AUTHORITY\\LOCALSERVICE", "NT AUTHORITY\\LOCAL SERVICE" -> {
                service.write(EntssoEvent.NO_LOCAL_SERVICE);
                throw failed(EntssoEvent.NO_LOCAL_SERVICE.asCode());
            }
            case "NT AUTHORITY\\NETWORKSERVICE", "NT AUTHORITY\\NETWORK SERVICE" ->
                service.write(EntssoEvent.NETWORK_SERVICE);
            default -> {
                if (account.startsWith(".\\")
                        || account.toUpperCase(Locale.ROOT).startsWith(service.serverName() + "\\")) {
                    service.write(EntssoEvent.LOCAL_ACCOUNT, account);
                }
            }
        }
        if (service.server().accounts().groupsOf(account).contains(Logon.ADMINISTRATORS)) {
            service.write(EntssoEvent.SERVICE_IS_ADMINISTRATOR, account);
        }
    }

    /** Whether ENTSSO starts without MSDTC is not documented; the lab's does, and says so (docs/entsso.md 1.4). */
    void warnWithoutTransactionCoordinator() throws InterruptedException {
        if (service.server().services().awaitSettled(EntssoService.TRANSACTION_COORDINATOR, COORDINATOR_STARTS_WITHIN)
                != State.RUNNING) {
            service.write(EntssoEvent.NO_DTC);
        }
    }

    void requireSsoAdministrator(GlobalSettings settings) throws ServiceStartException {
        String account = service.serviceAccount();
        String missing = service.faults().setting(EntssoFaults.GROUP_MISSING, "who");
        String sid = service.system().sidOf(settings.adminAccount()).orElse("");
        if (sid.isEmpty() || missing.equals("group")) {
            service.write(
                    EntssoEvent.ADMIN_NOT_VALID,
                    settings.adminAccount(),
                    settings.adminAccount(),
                    SsoError.hex(SsoError.Code.INVALID_ACCOUNT.number));
            throw failed(SsoError.Code.ACCESS_DENIED.number);
        }
        if (service.system().sidOf(settings.affiliateAdminAccount()).isEmpty()) {
            service.write(
                    EntssoEvent.AFFILIATE_ADMIN_NOT_VALID,
                    settings.affiliateAdminAccount(),
                    settings.affiliateAdminAccount(),
                    SsoError.hex(SsoError.Code.INVALID_ACCOUNT.number));
        }
        if (missing.equals("service")
                || !service.server().accounts().groupsOf(account).contains(sid)) {
            service.write(EntssoEvent.SERVICE_NOT_SSO_ADMINISTRATOR, settings.adminAccount(), account);
            throw new ServiceStartException(SERVICE_SPECIFIC_ERROR, "The service account is no SSO administrator.");
        }
    }

    void requireVersion() throws ServiceStartException {
        int version;
        try {
            version = service.database().schemaVersion();
        } catch (SQLException unreachable) {
            throw failed(SsoError.Code.DATABASE.number);
        }
        int needed = versionNeeded(service);
        if (version != needed) {
            service.write(
                    EntssoEvent.VERSION_MISMATCH,
                    service.system().sqlServer(),
                    service.system().database(),
                    version,
                    needed);
            throw failed(EntssoEvent.VERSION_MISMATCH.asCode());
        }
    }

    /** The version of the SSO database that a server can run on: no older one and no newer one. */
    static int versionNeeded(EntssoService service) {
        return SsoDatabase.SCHEMA_VERSION + (service.faults().on(EntssoFaults.VERSION_TOO_NEW) ? 1 : 0);
    }

    private ServiceStartException failed(int code) {
        service.write(EntssoEvent.START_FAILED, SsoError.hex(code));
        return new ServiceStartException(SERVICE_SPECIFIC_ERROR, "ENTSSO did not start: " + SsoError.hex(code));
    }
}
