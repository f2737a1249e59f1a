package org.handover.lab.entsso;

import java.sql.SQLException;
import java.util.Optional;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.Registry;
import org.handover.lab.windows.ServiceBody.ServiceStartException;

/** What has to be so for ENTSSO to start; each that is not leaves its event and ends the start (docs/entsso.md 1.4, 12.1). */
final class StartConditions {

    static final String SQL_KEY = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SQL";

    private static final int SERVICE_SPECIFIC_ERROR = 1066;

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
        service.write(EntssoEvent.STARTING_WITHOUT_SSL, service.serverName(), sqlServer.get(), sqlDatabase.get());
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
                service.system().sqlServer(),
                "SQL state " + last.getSQLState(),
                SsoError.hex(SsoError.Code.DATABASE.number));
        throw failed(SsoError.Code.DATABASE.number);
    }

    void requireSsoAdministrator(GlobalSettings settings) throws ServiceStartException {
        String account = service.serviceAccount();
        if (!service.server().accounts().groupsOf(account).contains(Logon.SSO_ADMINISTRATORS)) {
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
        if (version != SsoDatabase.SCHEMA_VERSION) {
            service.write(
                    EntssoEvent.VERSION_MISMATCH,
                    service.system().sqlServer(),
                    service.system().database(),
                    version,
                    SsoDatabase.SCHEMA_VERSION);
            throw failed(EntssoEvent.VERSION_MISMATCH.asCode());
        }
    }

    private ServiceStartException failed(int code) {
        service.write(EntssoEvent.START_FAILED, SsoError.hex(code));
        return new ServiceStartException(SERVICE_SPECIFIC_ERROR, "ENTSSO did not start: " + SsoError.hex(code));
    }
}
