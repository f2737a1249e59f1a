package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.DIGEST;
import static org.handover.check.FakeServers.FILE;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handover.console.Consoles;
import org.handover.console.Credential;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterLookTest {
    private static final SsoSystem CONTOSO = new SsoSystem(
            EstateName.of("production"),
            SsoSystem.Kind.REAL,
            SsoSystemName.of("CONTOSO"),
            SSO01,
            ALL,
            List.of(new SsoSystem.RestoreFile(FILE, DIGEST, SECRET)),
            1,
            Duration.ofMinutes(15));

    private static MasterLook look(FakeServers servers) throws InterruptedException {
        return MasterLook.at(CONTOSO, SSO01, new OneInventory(), new FakeConsoles(servers));
    }

    private static FakeServers naming(FakeServers servers, String master) {
        ALL.forEach(server -> servers.displayDb(server, master, "Yes", "SSO Administrators"));
        return servers;
    }

    @Test
    void the_server_that_is_named_and_runs_answers() throws InterruptedException {
        MasterLook look = look(naming(FakeServers.healthy(), "sso01.contoso.example"));

        assertThat(look.state()).isEqualTo(MasterLook.State.ANSWERS);
        assertThat(look.masters()).containsExactly("SSO01");
        assertThat(look.sentence()).isEqualTo("SSO01 answers, and its ENTSSO runs.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "SSO 01", "fe80::1"})
    void what_is_named_and_is_no_computers_name_is_said_and_is_not_taken_for_a_master_that_answers(String named)
            throws InterruptedException {
        FakeServers servers = naming(FakeServers.masterLost(), named);

        MasterLook look = look(servers);

        assertThat(look.state()).isEqualTo(MasterLook.State.CANNOT_TELL);
        assertThat(look.masters()).containsExactly(named);
        assertThat(look.sentence())
                .isEqualTo("The SSO database names " + named
                        + " as the master secret server, which is no computer's name.");
    }

    @Test
    void a_server_that_still_takes_itself_for_the_master_disagrees_with_it() throws InterruptedException {
        FakeServers servers = naming(FakeServers.healthy().event(SSO01, 12, 10534), "10.0.0.5");

        MasterLook look = look(servers);

        assertThat(look.state()).isEqualTo(MasterLook.State.TWO_MASTERS);
        assertThat(look.masters()).containsExactly("10.0.0.5", "SSO01");
    }

    private record FakeConsoles(FakeServers servers) implements Consoles {
        @Override
        public RemoteConsole on(ServerAddress address) {
            return servers.on(address.server());
        }

        @Override
        public void allowLogonAgain(EstateName estate, SsoServerName server) {
            throw new AssertionError("Nothing tries a refused logon again.");
        }

        @Override
        public void close() {}
    }

    private static final class OneInventory implements Inventory {
        @Override
        public List<SsoSystem> ssoSystems() {
            return List.of(CONTOSO);
        }

        @Override
        public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
            return Optional.of(CONTOSO);
        }

        @Override
        public ServerAddress address(EstateName estate, SsoServerName server) {
            return new ServerAddress(
                    estate, server, "h", 22, "k", "CONTOSO\\handover", new Credential.KeyFile(Path.of("key")));
        }
    }
}
