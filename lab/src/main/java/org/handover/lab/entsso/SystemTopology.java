package org.handover.lab.entsso;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An SSO system as somebody wishes it: founded so, and after that what becomes of it is up to whoever rehearses.
 *
 * @param name of the system in this lab, e.g. {@code CONTOSO}; its SSO database is the schema {@code sso_<name>}
 * @param domain the Windows domain of its accounts
 * @param sqlServer the name that the tools show
 * @param database the name that the tools show
 * @param serviceAccount {@code DOMAIN\name} of ENTSSO's account
 * @param version what the registry names as the version of its servers
 * @param masterIsDead whether the past ends with the master's loss of power, as CONTOSO's does
 * @param pollSeconds how often services ask the database and the master; null for the lab's own
 * @param servers the first is founded as master secret server
 */
public record SystemTopology(
        String name,
        String domain,
        String sqlServer,
        String database,
        String serviceAccount,
        String version,
        boolean masterIsDead,
        @Nullable Duration pollSeconds,
        List<Server> servers) {

    private static final int MOST_SERVERS = 200;

    /** An SSO server and the BizTalk hosts that run on it. */
    public record Server(String name, List<SsoServer.HostInstance> hosts) {
        public Server {
            hosts = List.copyOf(hosts);
        }

        public static Server withoutHosts(String name) {
            return new Server(name, List.of());
        }

        public static Server with(String name, String... hosts) {
            return new Server(
                    name,
                    List.of(hosts).stream()
                            .map(host -> new SsoServer.HostInstance(host, "BizTalk Group"))
                            .toList());
        }
    }

    /** @throws IllegalArgumentException with a sentence for whoever wrote the topology */
    public SystemTopology {
        servers = List.copyOf(servers);
        require(name.matches("[A-Za-z][A-Za-z0-9_-]{0,39}"), "\"" + name + "\" cannot be the name of an SSO system");
        require(domain.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,14}"), "\"" + domain + "\" cannot be a domain");
        require(!sqlServer.isBlank() && !database.isBlank(), name + " needs a SQL Server and a database");
        require(serviceAccount.matches("[^\\\\]+\\\\[^\\\\]+"), "The service account has to be DOMAIN\\name");
        require(!servers.isEmpty() && servers.size() <= MOST_SERVERS, name + " needs 1 to 200 servers");
        require(!masterIsDead || servers.size() > 1, name + " needs another server where its master is dead");
        Set<String> names = new HashSet<>();
        for (Server server : servers) {
            require(
                    server.name().matches("[A-Za-z0-9][A-Za-z0-9-]{0,14}"),
                    "\"" + server.name() + "\" cannot be the name of a server");
            require(names.add(server.name().toUpperCase(Locale.ROOT)), server.name() + " is there twice");
            Set<String> hosts = new HashSet<>();
            for (SsoServer.HostInstance host : server.hosts()) {
                require(
                        host.host().matches("[A-Za-z0-9][A-Za-z0-9 _.-]{0,79}"),
                        "\"" + host.host() + "\" cannot be the name of a BizTalk host");
                require(
                        hosts.add(host.host().toLowerCase(Locale.ROOT)),
                        "The host " + host.host() + " is on " + server.name() + " twice");
            }
        }
    }

    /** What a first start makes without a topology: SSO01 is dead, SSO02 and SSO03 live on. */
    public static SystemTopology contoso() {
        return new SystemTopology(
                "CONTOSO",
                "CONTOSO",
                "SQL01",
                "SSODB",
                "CONTOSO\\svc-entsso",
                SsoSystem.VERSION,
                true,
                null,
                List.of(
                        Server.withoutHosts("SSO01"),
                        Server.with("SSO02", BizTalkHost.APPLICATION),
                        Server.with("SSO03", BizTalkHost.APPLICATION)));
    }

    public String master() {
        return servers.get(0).name();
    }

    public Optional<Duration> poll() {
        return Optional.ofNullable(pollSeconds);
    }

    /** The same system under another name: what a twin is. Its servers keep their names. */
    public SystemTopology named(String other) {
        return new SystemTopology(
                other, domain, sqlServer, database, serviceAccount, version, masterIsDead, pollSeconds, servers);
    }

    /** The schema that its SSO database is. */
    public String schema() {
        return schemaOf(name);
    }

    public static String schemaOf(String system) {
        return "sso_" + system.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** The schema that keeps the SSO database as it was founded. */
    public static String schemaAtFoundingOf(String system) {
        return schemaOf(system) + "_at_founding";
    }

    SsoSystem system() {
        return new SsoSystem(name, domain, sqlServer, database, serviceAccount, version);
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalArgumentException(otherwise + ".");
        }
    }
}
