package org.handover.step;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.handover.console.Consoles;
import org.handover.console.Credential;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;

/** An SSO system of three servers without a network: SSO01 is master, BTS01 runs a BizTalk host. */
final class FakeEstate implements Inventory, Consoles {

    final String msid = "8f26122c-4830-4216-bba5-e49dca3ba13b";
    final Map<String, FakeServer> servers = new LinkedHashMap<>();
    final Set<String> withoutConsole = new HashSet<>();
    String secretServer = "SSO01";
    private SsoSystem system;

    FakeEstate(SsoSystem system) {
        this.system = system;
        for (SsoServerName server : system.ssoServers()) {
            servers.put(server.value(), new FakeServer(server.value(), this));
        }
        server("SSO01").becomeMaster(msid);
        for (String member : List.of("SSO02", "SSO03")) {
            server(member).log(10529, "SSO01", msid);
        }
        servers.values().forEach(server -> server.log(10502));
        server("SSO02").services.put("BTSSvc$Host", true);
    }

    /** Says of its servers that they are slow. */
    void changesTake(Duration atMost) {
        system = new SsoSystem(
                system.estate(),
                system.kind(),
                system.name(),
                system.masterSecretServer(),
                system.ssoServers(),
                system.restoreFiles(),
                system.approval(),
                system.priority(),
                atMost);
    }

    FakeServer server(String name) {
        return Objects.requireNonNull(servers.get(name), name);
    }

    /** As the master is lost: it is silent, and the members have missed it. */
    void loseMaster() {
        server("SSO01").reachable = false;
        for (String member : List.of("SSO02", "SSO03")) {
            server(member).log(10532, "SSO01", "0x800706BA");
        }
    }

    /** As ENTSSO does it when the database is told another name; whoever is asked logs it. */
    void name(String newName, FakeServer by) {
        by.log(10575, newName, secretServer, "tracking", by.name, "CONTOSO\\operator");
        secretServer = newName;
    }

    @Override
    public List<SsoSystem> ssoSystems() {
        return List.of(system);
    }

    @Override
    public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        return Optional.of(system);
    }

    @Override
    public boolean hasConsole(EstateName estate, SsoServerName server) {
        return !withoutConsole.contains(server.value());
    }

    @Override
    public ServerAddress address(EstateName estate, SsoServerName server) {
        return new ServerAddress(
                estate,
                server,
                "localhost",
                22,
                "no key",
                "CONTOSO\\runbook",
                new Credential.Password(() -> new char[0]));
    }

    @Override
    public RemoteConsole on(ServerAddress address) {
        return server(address.server().value());
    }

    @Override
    public void allowLogonAgain(EstateName estate, SsoServerName server) {
        // Nothing here locks an account.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
