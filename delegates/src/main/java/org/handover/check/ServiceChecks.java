package org.handover.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.handover.console.ConsoleException;
import org.handover.sso.LetterCase;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.step.Looks;
import org.handover.tool.LocalGroup;
import org.handover.tool.RegistryValues;
import org.handover.tool.ServiceSettings;
import org.handover.tool.ServiceState;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;
import org.handover.tool.SsoManage;

/** The service ENTSSO on the new master: that it runs, where it belongs, under whom (docs/entsso.md 2.1, P1 and P5). */
final class ServiceChecks {
    private static final int NOT_AN_ADMINISTRATOR = 10550;
    private static final int STARTED = 10502;

    /** Behind the computer's name and before an instance or a port; what has no letter is an address. */
    private static final Pattern DOMAIN_OF_SQL_SERVER =
            Pattern.compile("(?<= on )([^\\s.\\\\,]*[a-z_-][^\\s.\\\\,]*)\\.[^\\s\\\\,]+");

    private final Surroundings run;

    ServiceChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(runs(), this::entssoRuns),
                PreflightCheck.of(joined(), this::sameSystem),
                PreflightCheck.of(account(), this::accountIsAdministrator));
    }

    private String runs() {
        return "ENTSSO runs on %s".formatted(run.newMaster());
    }

    private Finding entssoRuns() throws ConsoleException, InterruptedException {
        ServiceStatus status = run.sight().ask(run.newMaster(), Services.query(Services.ENTSSO));
        if (status instanceof ServiceStatus.CannotTell unknown) {
            return Finding.notChecked(runs(), unknown.reason(), "Look in the list of services.");
        }
        if (status instanceof ServiceStatus.NotInstalled) {
            return Finding.blocking(
                    runs(),
                    Looks.say(status),
                    "Install Enterprise Single Sign-On there and join it to this SSO system.");
        }
        return status.is(ServiceState.RUNNING)
                ? Finding.passed(runs(), Looks.say(status))
                : Finding.blocking(runs(), Looks.say(status), "Start it there, or choose another SSO server.");
    }

    private String joined() {
        return "%s is joined to the same SSO system as the others, under the same account".formatted(run.newMaster());
    }

    private Finding sameSystem() throws ConsoleException, InterruptedException {
        RegistryValues.Answer own = run.sight().ask(run.newMaster(), RegistryValues.of(RegistryValues.SSO_DATABASE));
        Optional<String> ownDatabase = database(own);
        if (ownDatabase.isEmpty()) {
            return own instanceof RegistryValues.Answer.CannotTell unknown
                    ? Finding.notChecked(joined(), unknown.reason(), "Look there with ssoconfig -showdb.")
                    : Finding.blocking(
                            joined(),
                            "Its registry names no SSO database.",
                            "Join it to this SSO system with the configuration program first.");
        }
        Map<String, Set<String>> databases = new LinkedHashMap<>();
        Map<String, Set<String>> accounts = new LinkedHashMap<>();
        List<SsoServerName> compared = new ArrayList<>();
        for (SsoServerName server : run.servers()) {
            Optional<String> database =
                    read(server, RegistryValues.SSO_DATABASE).flatMap(ServiceChecks::database);
            Optional<String> account = read(server, RegistryValues.ENTSSO_SERVICE)
                    .flatMap(ServiceSettings::of)
                    .map(ServiceSettings::account);
            database.ifPresent(name -> add(databases, name, server));
            account.ifPresent(name -> add(accounts, name, server));
            if (database.isPresent() && account.isPresent()) {
                compared.add(server);
            }
        }
        String seen = "Database: %s. Account: %s.".formatted(say(databases), say(accounts));
        if (sameButForADomain(databases.keySet())) {
            return Finding.notChecked(
                    joined(),
                    seen,
                    "The SQL server is written with its domain and without it: see that both mean the same computer.");
        }
        if (databases.size() > 1) {
            return Finding.blocking(
                    joined(),
                    seen,
                    "A server of another SSO system cannot become master of this one. Correct the inventory.");
        }
        if (accounts.size() > 1) {
            return Finding.warning(joined(), seen, "The documents want the same account on all SSO servers.");
        }
        return compared.size() == run.servers().size() && compared.size() > 1
                ? Finding.passed(joined(), seen)
                : Finding.notChecked(joined(), seen, "Not every server could be compared: look at the others by hand.");
    }

    private static void add(Map<String, Set<String>> map, String name, SsoServerName server) {
        map.computeIfAbsent(LetterCase.lower(name), key -> new LinkedHashSet<>())
                .add(server.value());
    }

    private static String say(Map<String, Set<String>> map) {
        List<String> said = new ArrayList<>();
        map.forEach((name, servers) -> said.add("%s (%s)".formatted(name, Words.list(servers))));
        return said.isEmpty() ? "not known" : String.join("; ", said);
    }

    private static Optional<String> database(RegistryValues.Answer answer) {
        if (!(answer instanceof RegistryValues.Answer.Known known)) {
            return Optional.empty();
        }
        Optional<String> server = known.text("Server");
        Optional<String> database = known.text("Database");
        return server.isPresent() && database.isPresent()
                ? Optional.of("%s on %s".formatted(database.get(), server.get()))
                : Optional.empty();
    }

    /** Whether these are two, one of which is the other with the domain of its SQL server. */
    private static boolean sameButForADomain(Set<String> databases) {
        List<String> without = databases.stream()
                .map(name -> DOMAIN_OF_SQL_SERVER.matcher(name).replaceFirst("$1"))
                .distinct()
                .toList();
        return databases.size() == 2 && without.size() == 1 && databases.containsAll(without);
    }

    private Optional<RegistryValues.Answer> read(SsoServerName server, String key) throws InterruptedException {
        try {
            return Optional.of(run.sight().ask(server, RegistryValues.of(key)));
        } catch (ConsoleException noAnswer) {
            return Optional.empty();
        }
    }

    private String account() {
        return "ENTSSO's account on %s is an SSO administrator".formatted(run.newMaster());
    }

    /**
     * P5. ENTSSO does not start under another account (10550). A local group is looked into; for a group of the domain a key
     * logon has nothing to show to a domain controller, so only what was true at the last start is known.
     */
    private Finding accountIsAdministrator() throws ConsoleException, InterruptedException {
        Optional<ServiceSettings> settings =
                ServiceSettings.of(run.sight().ask(run.newMaster(), RegistryValues.of(RegistryValues.ENTSSO_SERVICE)));
        if (settings.isEmpty()) {
            return Finding.notChecked(
                    account(), "The registry does not show the account.", "Look in the list of services.");
        }
        String name = settings.get().account();
        if (settings.get().neverAllowed()) {
            return Finding.blocking(
                    account(), "It is %s.".formatted(name), "ENTSSO does not start under this account (11038, 11039).");
        }
        Sight.Newest start = run.sight().newest(run.newMaster(), NOT_AN_ADMINISTRATOR, STARTED);
        if (start instanceof Sight.Newest.Known known && known.is(NOT_AN_ADMINISTRATOR)) {
            return Finding.blocking(
                    account(),
                    "%s: at the last start %s was none (10550)."
                            .formatted(known.event().map(Words::of).orElse(""), name),
                    "Put the account into the SSO Administrators and start ENTSSO there.");
        }
        boolean wasOne = start instanceof Sight.Newest.Known known && known.is(STARTED);
        return membership(name, wasOne);
    }

    private Finding membership(String name, boolean wasOne) throws ConsoleException, InterruptedException {
        String atStart = wasOne ? "It was one when ENTSSO last started." : "Its last start is no longer in the log.";
        Optional<String> groups = run.sight().displayDb(run.newMaster()) instanceof SsoManage.DisplayDb.Known known
                ? Optional.ofNullable(known.info().ssoAdministrators())
                : Optional.empty();
        List<String> unknown = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (String group : groups.map(all -> List.of(all.split(";"))).orElse(List.of())) {
            String stripped = group.strip();
            if (stripped.equalsIgnoreCase(name)) {
                return Finding.passed(account(), "The SSO administrators are %s itself.".formatted(name));
            }
            if (stripped.indexOf('\\') >= 0) {
                unknown.add(stripped);
                continue;
            }
            LocalGroup.Answer members = run.sight().ask(run.newMaster(), LocalGroup.members(stripped));
            if (members instanceof LocalGroup.Answer.Known known && known.lists(name)) {
                return Finding.passed(account(), "%s stands in the local group %s.".formatted(name, stripped));
            }
            (members instanceof LocalGroup.Answer.Known ? without : unknown).add(stripped);
        }
        if (unknown.isEmpty() && !without.isEmpty()) {
            return Finding.warning(
                    account(),
                    "%s does not stand in %s by itself. %s".formatted(name, Words.list(without), atStart),
                    "See whether it is in it through another group; without, ENTSSO does not start again.");
        }
        return Finding.notChecked(
                account(),
                "%s; the SSO administrators are %s. %s"
                        .formatted(name, unknown.isEmpty() ? "not known" : Words.list(unknown), atStart),
                "Ask the domain whether it still is: ENTSSO is restarted, and does not start again without.");
    }
}
