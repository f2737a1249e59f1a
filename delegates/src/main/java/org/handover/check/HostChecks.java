package org.handover.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.handover.console.ConsoleException;
import org.handover.sso.SsoServerName;
import org.handover.step.Finding;
import org.handover.tool.BizTalkHost;
import org.handover.tool.Cluster;
import org.handover.tool.Dependents;
import org.handover.tool.RegistryValues;
import org.handover.tool.ServiceStatus;
import org.handover.tool.Services;

/** What else depends on ENTSSO, and whether a cluster owns it (docs/entsso.md 1.4, 8; design, laws 5 and 10). */
final class HostChecks {
    /** The base service of Host Integration Server. */
    static final String HIS_SERVICE = "SnaBase";

    private final Surroundings run;

    HostChecks(Surroundings run) {
        this.run = run;
    }

    List<PreflightCheck> all() {
        return List.of(
                PreflightCheck.of(nothingStops(), this::whatStops),
                PreflightCheck.of(users(), this::whoUsesIt),
                PreflightCheck.of(noCluster(), this::clustered).underLaw(10));
    }

    private String nothingStops() {
        return "Nothing else stops on %s when ENTSSO is restarted".formatted(run.newMaster());
    }

    private Finding whatStops() throws ConsoleException, InterruptedException {
        Dependents answer = run.sight().ask(run.newMaster(), Services.dependents(Services.ENTSSO));
        if (answer instanceof Dependents.CannotTell unknown) {
            return Finding.notChecked(
                    nothingStops(), unknown.reason(), "Look in the list of services what depends on ENTSSO.");
        }
        if (!(answer instanceof Dependents.Known known)) {
            return Finding.notApplicable(nothingStops(), "ENTSSO is not installed.");
        }
        if (known.running().isEmpty()) {
            return Finding.passed(nothingStops(), "No service that depends on it runs.");
        }
        List<String> free = new ArrayList<>();
        for (SsoServerName server : run.members()) {
            if (dependents(server) instanceof Dependents.Known others
                    && others.running().isEmpty()) {
                free.add(server.value());
            }
        }
        return Finding.warning(
                nothingStops(),
                "These stop with it: %s.".formatted(Words.list(known.running())),
                "They are started again once the restore is proven. "
                        + (free.isEmpty()
                                ? "No other SSO server is without such services."
                                : "Nothing would stop on %s.".formatted(Words.list(free))));
    }

    private Dependents dependents(SsoServerName server) throws InterruptedException {
        try {
            return run.sight().ask(server, Services.dependents(Services.ENTSSO));
        } catch (ConsoleException noAnswer) {
            return new Dependents.CannotTell(String.valueOf(noAnswer.getMessage()));
        }
    }

    private static String users() {
        return "Who uses this SSO system";
    }

    /** Only the SSO servers of the inventory can be asked, so that nobody else uses it is never said. */
    private Finding whoUsesIt() throws InterruptedException {
        Users users = new Users(run.sight());
        users.lookAt(run.servers());
        return users.any()
                ? Finding.warning(
                        users(),
                        users.inWords(),
                        "Tell their owners. Groups and systems on computers that are not in the inventory cannot be"
                                + " seen.")
                : Finding.notChecked(
                        users(),
                        "None was seen on the SSO servers. " + users.inWords(),
                        "Ask who uses it: computers that are not in the inventory cannot be seen.");
    }

    /** The BizTalk groups and HIS systems that are seen on SSO servers. */
    static final class Users {
        private final Sight sight;
        private final Map<String, Set<String>> found = new TreeMap<>();
        private final List<String> silent = new ArrayList<>();

        Users(Sight sight) {
            this.sight = sight;
        }

        void lookAt(List<SsoServerName> servers) throws InterruptedException {
            for (SsoServerName server : servers) {
                try {
                    lookAt(server);
                } catch (ConsoleException noAnswer) {
                    silent.add(server.value());
                }
            }
        }

        private void lookAt(SsoServerName server) throws ConsoleException, InterruptedException {
            if (sight.ask(server, Services.query(HIS_SERVICE)) instanceof ServiceStatus.Known) {
                add("Host Integration Server", server.value());
            }
            if (!(sight.ask(server, Services.dependents(Services.ENTSSO)) instanceof Dependents.Known known)) {
                silent.add(server.value());
                return;
            }
            for (Dependents.Dependent service : known.services()) {
                if (BizTalkHost.isOne(service.name())) {
                    String group = BizTalkHost.of(sight.ask(server, RegistryValues.ofService(service.name())))
                            .map(host -> "BizTalk group \"%s\"".formatted(host.group()))
                            .orElse("a BizTalk group whose name is not seen");
                    add(group, "%s on %s".formatted(service.name(), server));
                } else {
                    add("service " + service.name(), server.value());
                }
            }
        }

        private void add(String user, String where) {
            found.computeIfAbsent(user, key -> new LinkedHashSet<>()).add(where);
        }

        boolean any() {
            return !found.isEmpty();
        }

        List<String> groups() {
            return found.keySet().stream()
                    .filter(user -> user.contains("BizTalk group"))
                    .toList();
        }

        String inWords() {
            List<String> said = new ArrayList<>();
            found.forEach((user, where) -> said.add("%s (%s)".formatted(user, Words.list(where))));
            if (!silent.isEmpty()) {
                said.add("not asked: " + Words.list(silent));
            }
            return said.isEmpty() ? "" : String.join("; ", said) + ".";
        }
    }

    private static String noCluster() {
        return "ENTSSO is not clustered";
    }

    /** A clustered ENTSSO is taken off line and on line by its cluster; net stop would make the cluster move it. */
    private Finding clustered() throws InterruptedException {
        List<String> without = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        boolean mustBeKnown = false;
        for (SsoServerName server : run.servers()) {
            try {
                ServiceStatus cluster = run.sight().ask(server, Services.query(Cluster.SERVICE));
                if (cluster instanceof ServiceStatus.NotInstalled) {
                    without.add(server.value());
                    continue;
                }
                Cluster.Answer answer = run.sight().ask(server, Cluster.services());
                if (answer instanceof Cluster.Answer.Known known && known.hasEntsso()) {
                    return Finding.blocking(
                                    noCluster(),
                                    "On %s a cluster owns the service ENTSSO.".formatted(server),
                                    "This runbook is not for it: a clustered master secret server is moved by its"
                                            + " cluster (docs/entsso.md 8).")
                            .neverGoneOver();
                }
                boolean known = answer instanceof Cluster.Answer.Known;
                (known ? without : unknown).add(server.value());
                mustBeKnown |= !known && isRestarted(server);
            } catch (ConsoleException noAnswer) {
                unknown.add(server.value());
            }
        }
        if (unknown.isEmpty()) {
            return Finding.passed(noCluster(), "No cluster owns it on %s.".formatted(Words.list(without)));
        }
        Finding open = Finding.notChecked(
                noCluster(),
                "It cannot be told on %s.".formatted(Words.list(unknown)),
                "Look in the failover cluster manager: a clustered ENTSSO must not be stopped with net stop.");
        return mustBeKnown ? open.neverGoneOver() : open;
    }

    /** Where this run stops ENTSSO, or may: a member of a cluster there must not be guessed about. */
    private boolean isRestarted(SsoServerName server) {
        return server.equals(run.newMaster()) || server.equals(run.former());
    }
}
