package org.handover.lab.entsso;

import java.util.ArrayList;
import java.util.List;

/** Mappings and their credentials as one server's mapping service keeps them (docs/entsso.md 1.1, 3.2). */
final class MappingAdministration {

    private final EntssoService service;
    private final ApplicationAdministration applications;

    MappingAdministration(EntssoService service, ApplicationAdministration applications) {
        this.service = service;
        this.applications = applications;
    }

    List<AccountMapping> ofApplication(Caller caller, String application) throws SsoError {
        AffiliateApplication found = applications.find(application);
        applications.requireAdministratorOf(caller, found);
        return applications.onDatabase(tables -> tables.mappingsOf(found.name()));
    }

    /** Of one user, in all applications or in one; what belongs to others only for administrators. */
    List<AccountMapping> ofUser(Caller caller, String account, String application) throws SsoError {
        List<AccountMapping> seen = new ArrayList<>();
        for (AccountMapping mapping : applications.onDatabase(tables -> tables.mappingsFor(account))) {
            if (application.isEmpty() || mapping.application().equalsIgnoreCase(application)) {
                if (!caller.account().equalsIgnoreCase(account)) {
                    applications.requireAdministratorOf(caller, applications.find(mapping.application()));
                }
                seen.add(mapping);
            }
        }
        return seen;
    }

    /** A new mapping is switched off until somebody switches it on. */
    void create(Caller caller, List<ApplicationFile.WantedMapping> wanted) throws SsoError {
        for (ApplicationFile.WantedMapping each : wanted) {
            AffiliateApplication application = applications.find(each.application());
            requireOwnerOrAdministrator(caller, application, each.windowsAccount());
            requireAccount(each.windowsAccount());
            applications.onDatabase(tables -> {
                boolean there = tables.mappingsOf(application.name()).stream()
                        .anyMatch(mapping -> mapping.windowsAccount().equalsIgnoreCase(each.windowsAccount()));
                if (there) {
                    throw SsoError.of(SsoError.Code.MAPPING_EXISTS);
                }
                return tables.addMapping(application.name(), each.windowsAccount(), each.externalAccount(), false);
            });
            changed("mapping of " + each.windowsAccount() + " in " + application.name() + " created");
        }
    }

    void deleteAll(Caller caller, List<ApplicationFile.WantedMapping> wanted) throws SsoError {
        for (ApplicationFile.WantedMapping each : wanted) {
            delete(caller, each.windowsAccount(), each.application());
        }
    }

    void delete(Caller caller, String account, String application) throws SsoError {
        AccountMapping mapping = find(caller, account, application);
        int kept = service.administration().readSettings().auditRows().deletedMappings();
        applications.onDatabase(tables -> {
            tables.deleteMapping(mapping, service.server().clock().instant(), caller.account(), kept);
            return true;
        });
        changed("mapping of " + mapping.windowsAccount() + " in " + mapping.application() + " deleted");
    }

    /** Who switches off somebody else's mapping does it as an administrator, and only an administrator takes that back. */
    void enable(Caller caller, String account, String application, boolean enabled) throws SsoError {
        AccountMapping mapping = find(caller, account, application);
        boolean own = caller.account().equalsIgnoreCase(mapping.windowsAccount());
        if (own && enabled && mapping.disabledByAdministrator()) {
            throw SsoError.of(SsoError.Code.MAPPING_DISABLED_BY_ADMINISTRATOR);
        }
        if (mapping.enabled() != enabled) {
            applications.onDatabase(tables -> {
                tables.enableMapping(mapping.id(), enabled, !own);
                return true;
            });
            changed("mapping of " + mapping.windowsAccount() + " in " + mapping.application()
                    + (enabled ? " enabled" : " disabled"));
        }
    }

    /** By Windows account or by external account. */
    AccountMapping find(Caller caller, String account, String application) throws SsoError {
        AffiliateApplication found = applications.find(application);
        AccountMapping mapping = applications.onDatabase(tables ->
                tables.mapping(found.name(), account).orElseThrow(() -> SsoError.of(SsoError.Code.NO_MAPPING)));
        requireOwnerOrAdministrator(caller, found, mapping.windowsAccount());
        return mapping;
    }

    /** The values of the fields after the first, which is the external account itself. */
    void setCredentials(Caller caller, String account, String application, List<String> values) throws SsoError {
        AccountMapping mapping = find(caller, account, application);
        service.vault().setNew(mapping, RuntimeCalls.text(values));
        changed("credentials of " + mapping.windowsAccount() + " in " + mapping.application() + " set");
    }

    private void requireOwnerOrAdministrator(Caller caller, AffiliateApplication application, String windowsAccount)
            throws SsoError {
        boolean own = caller.account().equalsIgnoreCase(windowsAccount)
                && (application.userAccount().isEmpty() || applications.isMember(caller, application.userAccount()));
        if (!own) {
            applications.requireAdministratorOf(caller, application);
        }
    }

    private void requireAccount(String windowsAccount) throws SsoError {
        if (windowsAccount.indexOf('\\') < 1 || windowsAccount.endsWith("\\")) {
            throw SsoError.of(SsoError.Code.ACCOUNT_FORMAT);
        }
        String domain = windowsAccount.substring(0, windowsAccount.indexOf('\\'));
        if (!domain.equalsIgnoreCase(service.system().domain())) {
            throw SsoError.of(SsoError.Code.INVALID_ACCOUNT);
        }
    }

    private void changed(String what) {
        service.server().commandLog().changed(what);
    }
}
