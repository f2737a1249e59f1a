package org.handover.lab.entsso;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.lab.entsso.AffiliateApplication.Flags;
import org.handover.lab.entsso.AffiliateApplication.Kind;

/**
 * Affiliate applications as one server's administration service keeps them, for the roles of docs/entsso.md 1.2: affiliate
 * administrators make and remove applications, an application's administrators change it.
 */
final class ApplicationAdministration {

    /** What only an application with mappings can be. */
    private static final Set<String> OF_MAPPINGS = Set.of("groupapp", "hostgroupapp", "hostinitiatedapp");

    private static final Set<String> FOR_EVERYBODY = Set.of("EVERYONE", "BUILTIN", "NT AUTHORITY");

    private final EntssoService service;

    ApplicationAdministration(EntssoService service) {
        this.service = service;
    }

    interface Work<T> {
        T with(ApplicationTables tables) throws SQLException, SsoError;
    }

    <T> T onDatabase(Work<T> work) throws SsoError {
        service.running();
        try {
            return work.with(service.database().applications());
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    /** Those that the caller may see; Config Store applications only where all are asked for. */
    List<AffiliateApplication> list(Caller caller, boolean all) throws SsoError {
        List<AffiliateApplication> seen = new ArrayList<>();
        for (AffiliateApplication each : onDatabase(ApplicationTables::all)) {
            boolean wanted = all || each.kind() != Kind.CONFIG_STORE;
            if (wanted && (isAdministratorOf(caller, each) || isMember(caller, each.userAccount()))) {
                seen.add(each);
            }
        }
        return seen;
    }

    AffiliateApplication show(Caller caller, String name) throws SsoError {
        AffiliateApplication application = find(name);
        if (!isMember(caller, application.userAccount())) {
            requireAdministratorOf(caller, application);
        }
        return application;
    }

    AffiliateApplication find(String name) throws SsoError {
        return onDatabase(tables -> tables.byName(name).orElseThrow(() -> SsoError.of(SsoError.Code.NO_APPLICATION)));
    }

    /** One after the other: those before one that is refused are there. */
    void create(Caller caller, List<ApplicationFile.Wanted> wanted) throws SsoError {
        service.running();
        requireAffiliateAdministrator(caller);
        for (ApplicationFile.Wanted each : wanted) {
            AffiliateApplication application = newApplication(each);
            onDatabase(tables -> {
                if (tables.byName(application.name()).isPresent()) {
                    throw SsoError.of(SsoError.Code.APPLICATION_EXISTS);
                }
                tables.add(application);
                return true;
            });
            changed("application " + application.name() + " created");
        }
    }

    private AffiliateApplication newApplication(ApplicationFile.Wanted wanted) throws SsoError {
        boolean configStore = wanted.flag("configstoreapp", false);
        boolean group = wanted.flag("groupapp", false);
        boolean hostGroup = wanted.flag("hostgroupapp", false) || wanted.flag("hostinitiatedapp", false);
        if (configStore && (group || hostGroup)) {
            throw flagsRefused(wanted);
        }
        Kind kind =
                configStore ? Kind.CONFIG_STORE : hostGroup ? Kind.HOST_GROUP : group ? Kind.GROUP : Kind.INDIVIDUAL;
        Set<Integer> ordinals = new HashSet<>();
        for (AffiliateApplication.Field field : wanted.fields()) {
            if (!ordinals.add(field.ordinal())) {
                throw SsoError.of(SsoError.Code.FIELD_EXISTS);
            }
        }
        boolean enabled = wanted.flag("enableapp", false);
        Flags flags = flags(wanted, Flags.DEFAULT);
        requireNoOtherAdministrators(flags, wanted);
        AffiliateApplication application = new AffiliateApplication(
                wanted.name(),
                kind,
                wanted.text("description"),
                wanted.text("contact"),
                wanted.userAccount().orElse(""),
                wanted.adminAccount().orElse(""),
                enabled,
                flags,
                wanted.fields());
        requireAccounts(application);
        if (enabled) {
            requireFields(application);
        }
        return application;
    }

    /** Name, kind and fields stay as they were made. */
    void update(Caller caller, List<ApplicationFile.Wanted> wanted) throws SsoError {
        service.running();
        for (ApplicationFile.Wanted each : wanted) {
            AffiliateApplication before = find(each.name());
            requireAdministratorOf(caller, before);
            Flags flags = flags(each, before.flags());
            requireNoOtherAdministrators(flags, each);
            AffiliateApplication after = new AffiliateApplication(
                    before.name(),
                    before.kind(),
                    each.texts().getOrDefault("description", before.description()),
                    each.texts().getOrDefault("contact", before.contact()),
                    each.userAccount().orElse(before.userAccount()),
                    flags.adminAccountSame() ? "" : each.adminAccount().orElse(before.adminAccount()),
                    each.flag("enableapp", before.enabled()),
                    flags,
                    before.fields());
            requireAccounts(after);
            store(after, "changed");
        }
    }

    void enable(Caller caller, String name, boolean enabled) throws SsoError {
        AffiliateApplication before = find(name);
        requireAdministratorOf(caller, before);
        if (enabled) {
            requireFields(before);
        }
        if (before.enabled() != enabled) {
            store(
                    new AffiliateApplication(
                            before.name(),
                            before.kind(),
                            before.description(),
                            before.contact(),
                            before.userAccount(),
                            before.adminAccount(),
                            enabled,
                            before.flags(),
                            before.fields()),
                    enabled ? "enabled" : "disabled");
        }
    }

    void delete(Caller caller, String name) throws SsoError {
        service.running();
        requireAffiliateAdministrator(caller);
        AffiliateApplication application = find(name);
        int kept = service.administration().readSettings().auditRows().deletedApplications();
        onDatabase(tables -> {
            tables.delete(application, service.server().clock().instant(), caller.account(), kept);
            return true;
        });
        changed("application " + application.name() + " deleted");
    }

    /** The lab's services cache no credentials, so that there is nothing to purge: only the rights are checked. */
    void purgeCache(Caller caller, String name) throws SsoError {
        requireAdministratorOf(caller, find(name));
    }

    private void store(AffiliateApplication after, String how) throws SsoError {
        onDatabase(tables -> {
            tables.update(after);
            return true;
        });
        changed("application " + after.name() + " " + how);
    }

    private static Flags flags(ApplicationFile.Wanted wanted, Flags before) {
        return new Flags(
                wanted.flag("allowtickets", before.ticketsAllowed()),
                wanted.flag("validatetickets", before.ticketsValidated()),
                wanted.flag("timeouttickets", before.ticketsTimeOut()),
                wanted.flag("allowlocalaccounts", before.localAccountsAllowed()),
                wanted.flag("adminaccountsame", before.adminAccountSame()));
    }

    /** Event 10601 names the flags, the code points to it (docs/entsso.md 5.5). */
    private SsoError flagsRefused(ApplicationFile.Wanted wanted) {
        List<String> set = wanted.flags().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        service.write(
                EntssoEvent.INVALID_FLAGS,
                wanted.name(),
                String.join(" ", set),
                String.join(
                        " ",
                        set.stream().filter(flag -> !OF_MAPPINGS.contains(flag)).toList()),
                String.join(" ", set.stream().filter(OF_MAPPINGS::contains).toList()));
        return SsoError.of(SsoError.Code.INVALID_FLAGS_SEE_LOG, service.serverName());
    }

    private static void requireNoOtherAdministrators(Flags flags, ApplicationFile.Wanted wanted) throws SsoError {
        if (flags.adminAccountSame() && wanted.adminAccount().isPresent()) {
            throw SsoError.of(SsoError.Code.APPLICATION_ADMIN_SAME);
        }
    }

    private static void requireFields(AffiliateApplication application) throws SsoError {
        if (application.kind() != Kind.CONFIG_STORE && application.fields().isEmpty()) {
            throw SsoError.of(SsoError.Code.FIELDS_INCOMPLETE);
        }
    }

    private void requireAccounts(AffiliateApplication application) throws SsoError {
        requireAccount(application, application.userAccount(), EntssoEvent.INVALID_APPLICATION_USERS);
        requireAccount(application, application.adminAccount(), EntssoEvent.INVALID_APPLICATION_ADMINS);
    }

    private void requireAccount(AffiliateApplication application, String account, EntssoEvent notThere)
            throws SsoError {
        if (!account.isEmpty()) {
            int slash = account.indexOf('\\');
            String domain = slash < 0 ? account : account.substring(0, slash);
            if (FOR_EVERYBODY.contains(domain.toUpperCase(Locale.ROOT))) {
                throw SsoError.of(SsoError.Code.NO_BUILTIN_ACCOUNTS);
            }
            if (slash < 0 && !application.flags().localAccountsAllowed()) {
                throw SsoError.of(SsoError.Code.NO_LOCAL_ACCOUNTS);
            }
            if (slash == 0 || slash == account.length() - 1) {
                throw SsoError.of(SsoError.Code.ACCOUNT_FORMAT);
            }
            if (slash > 0 && !domain.equalsIgnoreCase(service.system().domain())) {
                service.write(
                        notThere,
                        application.name(),
                        account,
                        account,
                        SsoError.hex(SsoError.Code.INVALID_ACCOUNT.number));
                throw SsoError.of(SsoError.Code.INVALID_ACCOUNT_SEE_LOG, service.serverName());
            }
        }
    }

    void requireAffiliateAdministrator(Caller caller) throws SsoError {
        if (!isAffiliateAdministrator(caller)) {
            throw refused(caller, Optional.empty());
        }
    }

    void requireAdministratorOf(Caller caller, AffiliateApplication application) throws SsoError {
        if (!isAdministratorOf(caller, application)) {
            throw refused(caller, Optional.of(application));
        }
    }

    private boolean isAffiliateAdministrator(Caller caller) throws SsoError {
        return service.administration().isSsoAdministrator(caller) || caller.affiliateAdministrator();
    }

    private boolean isAdministratorOf(Caller caller, AffiliateApplication application) throws SsoError {
        return isAffiliateAdministrator(caller) || isMember(caller, application.adminAccount());
    }

    boolean isMember(Caller caller, String account) {
        return !account.isEmpty()
                && (caller.account().equalsIgnoreCase(account)
                        || service.system()
                                .sidOf(account)
                                .filter(caller.groups()::contains)
                                .isPresent());
    }

    private SsoError refused(Caller caller, Optional<AffiliateApplication> application) throws SsoError {
        service.administration()
                .noteAccessDenied(
                        caller,
                        service.administration().readSettings().affiliateAdminAccount(),
                        application.map(AffiliateApplication::adminAccount).orElse(""),
                        application.map(AffiliateApplication::userAccount).orElse(""));
        return SsoError.of(SsoError.Code.ACCESS_DENIED_SEE_LOG, service.serverName());
    }

    private void changed(String what) {
        service.server().commandLog().changed(what);
    }
}
