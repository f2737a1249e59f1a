package org.handover.lab.entsso;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.handover.lab.windows.ServiceControlManager.State;

/**
 * What programs ask an SSO server for while they run: credentials of a mapping, and the contents of Config Store
 * applications. Each call is audited at the server's levels (events 10535, 10536; docs/entsso.md 3.5, 5.6).
 */
final class RuntimeCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntssoService service;

    RuntimeCalls(EntssoService service) {
        this.service = service;
    }

    /** What a mapping's external account logs on with. */
    record Credentials(String externalAccount, List<String> values) {}

    private interface Call<T> {
        T carryOut() throws SsoError, SQLException;
    }

    /** @throws SsoError 0xC0002A02 to 0xC0002A0D as the application and the mapping are, 0xC0002A1F without a secret */
    Credentials credentials(Caller caller, String application, String windowsAccount) throws SsoError {
        return audited("GetCredentials", caller, application, () -> {
            AffiliateApplication found = usable(application);
            AccountMapping mapping = mapping(found, windowsAccount);
            if (!caller.account().equalsIgnoreCase(windowsAccount)) {
                service.applications().requireAdministratorOf(caller, found);
            }
            List<String> values = values(service.vault().read(mapping));
            service.database()
                    .applications()
                    .lookedUp(
                            mapping,
                            service.server().clock().instant(),
                            caller.account(),
                            service.database().settings().auditRows().externalLookups());
            return new Credentials(mapping.externalAccount(), values);
        });
    }

    Map<String, String> configInfo(Caller caller, String application, String identifier) throws SsoError {
        return audited("GetConfigInfo", caller, application, () -> {
            AffiliateApplication found = configStore(application);
            return properties(service.vault().read(mapping(found, identifier)));
        });
    }

    List<String> propertyNames(Caller caller, String application) throws SsoError {
        return audited("GetApplicationInfo", caller, application, () -> configStore(application).fields().stream()
                .map(AffiliateApplication.Field::label)
                .toList());
    }

    /** All that one Config Store application holds, as a BizTalk host reads it when it starts. */
    Map<String, Map<String, String>> allConfigInfo(Caller caller, String application) throws SsoError {
        return audited("GetConfigInfo", caller, application, () -> {
            AffiliateApplication found = configStore(application);
            if (service.running().secrets() == null) {
                throw SsoError.of(SsoError.Code.NO_SECRET);
            }
            Map<String, Map<String, String>> all = new LinkedHashMap<>();
            for (AccountMapping mapping : service.database().applications().mappingsOf(found.name())) {
                all.put(mapping.windowsAccount(), properties(service.vault().read(mapping)));
            }
            return all;
        });
    }

    void setConfigInfo(Caller caller, String application, String identifier, Map<String, String> properties)
            throws SsoError {
        audited("SetConfigInfo", caller, application, () -> {
            AffiliateApplication found = configStore(application);
            service.applications().requireAdministratorOf(caller, found);
            requireDistributedTransactions();
            service.vault().requireSecretServer();
            ApplicationTables tables = service.database().applications();
            AccountMapping mapping = tables.mapping(found.name(), identifier).orElse(null);
            if (mapping == null) {
                tables.addMapping(found.name(), identifier, "", true);
                mapping = tables.mapping(found.name(), identifier)
                        .orElseThrow(() -> SsoError.of(SsoError.Code.NO_MAPPING));
            }
            service.vault().setNew(mapping, JSON.valueToTree(properties).toString());
            changed("configuration of " + found.name() + " stored under " + identifier);
            return identifier;
        });
    }

    void deleteConfigInfo(Caller caller, String application, String identifier) throws SsoError {
        audited("DeleteConfigInfo", caller, application, () -> {
            AffiliateApplication found = configStore(application);
            service.applications().requireAdministratorOf(caller, found);
            requireDistributedTransactions();
            service.database()
                    .applications()
                    .deleteMapping(
                            mapping(found, identifier),
                            service.server().clock().instant(),
                            caller.account(),
                            service.database().settings().auditRows().deletedMappings());
            changed("configuration of " + found.name() + " deleted under " + identifier);
            return identifier;
        });
    }

    /** @throws SsoError 0xC0002A02 for all that is asked at run time while SSO is switched off */
    void requireEnabled() throws SsoError {
        if (!service.running().ssoEnabled()) {
            throw SsoError.of(SsoError.Code.SSO_DISABLED);
        }
    }

    AffiliateApplication usable(String application) throws SsoError, SQLException {
        requireEnabled();
        AffiliateApplication found = service.database()
                .applications()
                .byName(application)
                .orElseThrow(() -> SsoError.of(SsoError.Code.NO_APPLICATION));
        if (!found.enabled()) {
            throw SsoError.of(SsoError.Code.APPLICATION_DISABLED);
        }
        return found;
    }

    private AffiliateApplication configStore(String application) throws SsoError, SQLException {
        AffiliateApplication found = usable(application);
        if (found.kind() != AffiliateApplication.Kind.CONFIG_STORE) {
            throw SsoError.of(SsoError.Code.NO_APPLICATION);
        }
        return found;
    }

    AccountMapping mapping(AffiliateApplication application, String account) throws SsoError, SQLException {
        AccountMapping mapping = service.database()
                .applications()
                .mapping(application.name(), account)
                .orElseThrow(() -> SsoError.of(SsoError.Code.NO_MAPPING));
        if (!mapping.enabled()) {
            throw SsoError.of(
                    mapping.disabledByAdministrator()
                            ? SsoError.Code.MAPPING_DISABLED_BY_ADMINISTRATOR
                            : SsoError.Code.MAPPING_DISABLED);
        }
        return mapping;
    }

    private void requireDistributedTransactions() throws SsoError {
        boolean runs = service.server().services().state(EntssoService.TRANSACTION_COORDINATOR) == State.RUNNING;
        if (!runs || service.faults().on(EntssoFaults.DTC_BROKEN)) {
            service.write(EntssoEvent.DTC_IMPORT_FAILED, SsoError.hex(SsoError.Code.DTC_IMPORT_FAILED.number));
            throw SsoError.of(SsoError.Code.DTC_IMPORT_FAILED_SEE_LOG, service.serverName());
        }
    }

    private <T> T audited(String function, Caller caller, String application, Call<T> call) throws SsoError {
        UUID trackingId = UUID.randomUUID();
        try {
            T result = call.carryOut();
            if (service.configuration().auditsEverySuccess()) {
                service.write(
                        EntssoEvent.AUDIT_SUCCESS,
                        function,
                        trackingId,
                        caller.computer(),
                        caller.account(),
                        application);
            }
            return result;
        } catch (SQLException unreachable) {
            service.write(
                    EntssoEvent.DATABASE_NOT_ACCESSIBLE,
                    service.databases().sqlServer() + "." + service.databases().database(),
                    unreachable.getSQLState());
            SsoError seeLog = SsoError.of(SsoError.Code.DATABASE_SEE_LOG, service.serverName());
            throw noted(function, trackingId, caller, application, seeLog);
        } catch (SsoError refused) {
            throw noted(function, trackingId, caller, application, refused);
        }
    }

    private SsoError noted(String function, UUID trackingId, Caller caller, String application, SsoError refused) {
        if (service.configuration().auditsFailures()) {
            service.write(
                    EntssoEvent.AUDIT_FAILURE,
                    function,
                    trackingId,
                    caller.computer(),
                    caller.account(),
                    application,
                    refused.codeText());
        }
        return refused;
    }

    private void changed(String what) {
        service.server().commandLog().changed(what);
    }

    static String text(List<String> values) {
        return JSON.valueToTree(values).toString();
    }

    /** The founding of older labs stored a bare text. */
    static List<String> values(String text) {
        try {
            return text.startsWith("[") ? JSON.readValue(text, new TypeReference<List<String>>() {}) : List.of(text);
        } catch (JsonProcessingException bareText) {
            return List.of(text);
        }
    }

    private static Map<String, String> properties(String text) {
        try {
            return text.startsWith("{")
                    ? JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {})
                    : Map.of("Configuration", text);
        } catch (JsonProcessingException bareText) {
            return Map.of("Configuration", text);
        }
    }
}
