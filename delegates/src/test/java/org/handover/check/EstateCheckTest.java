package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.DIGEST;
import static org.handover.check.FakeServers.FILE;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
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

class EstateCheckTest {
    private static final EstateName PRODUCTION = EstateName.of("production");

    private static EstateCheck.Report check(FakeServers servers) throws InterruptedException {
        SsoSystem system = new SsoSystem(
                PRODUCTION,
                SsoSystem.Kind.REAL,
                SsoSystemName.of("CONTOSO"),
                SSO01,
                ALL,
                List.of(new SsoSystem.RestoreFile(FILE, DIGEST, SECRET)),
                1,
                Duration.ofMinutes(15));
        Inventory inventory = new Inventory() {
            @Override
            public List<SsoSystem> ssoSystems() {
                return List.of(system);
            }

            @Override
            public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
                return Optional.of(system);
            }

            @Override
            public ServerAddress address(EstateName estate, SsoServerName server) {
                return new ServerAddress(
                        estate, server, "h", 22, "k", "CONTOSO\\handover", new Credential.KeyFile(Path.of("key")));
            }
        };
        Consoles consoles = new Consoles() {
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
        };
        return new EstateCheck(inventory, consoles).look();
    }

    private static EstateCheck.Row row(EstateCheck.Report report, String server, String probe) {
        return report.rows().stream()
                .filter(row -> row.server().equals(server) && row.probe().startsWith(probe))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_server_is_asked_every_question_and_healthy_ones_need_no_attention() throws InterruptedException {
        EstateCheck.Report report = check(FakeServers.healthy());

        assertThat(report.rows()).hasSize(3 * 17);
        assertThat(report.wellAsFarAsSeen()).isTrue();
        assertThat(row(report, "SSO02", "ssomanage -displaydb").seen()).isEqualTo("It names SSO01; SSO is enabled.");
        assertThat(row(report, "SSO02", "Keys under SSOSS").seen()).isEqualTo("SSOSS holds no secret.");
        assertThat(row(report, "SSO01", "Keys under SSOSS").seen()).contains(SECRET.value());
        assertThat(row(report, "SSO03", "Drive of").seen()).startsWith("NTFS; 57441 MB");
    }

    @Test
    void a_probe_that_a_server_does_not_know_could_not_be_checked_and_is_no_failure() throws InterruptedException {
        EstateCheck.Report report = check(FakeServers.healthy());

        assertThat(row(report, "SSO01", "ssoconfig -status").result()).isEqualTo(EstateCheck.Result.NOT_CHECKED);
        assertThat(row(report, "SSO01", "KB 3062831").result().word()).isEqualTo("could not be checked");
        assertThat(report.everythingAnswered()).isFalse();
        assertThat(report.wellAsFarAsSeen()).isTrue();
    }

    @Test
    void a_server_that_cannot_be_logged_on_to_needs_attention_once_and_is_tried_once() throws InterruptedException {
        FakeServers servers = FakeServers.healthy().fails(SSO03, new ConsoleException.LogonRefused("Refused."));

        EstateCheck.Report report = check(servers);

        assertThat(report.rows())
                .filteredOn(row -> row.result() == EstateCheck.Result.ATTENTION)
                .singleElement()
                .satisfies(row -> assertThat(row.seen()).isEqualTo("Refused."));
        assertThat(servers.typed().stream().filter(line -> line.startsWith("SSO03>")))
                .containsExactly("SSO03> hostname");
        assertThat(report.wellAsFarAsSeen()).isFalse();
    }

    @Test
    void what_hinders_a_failover_needs_attention() throws InterruptedException {
        EstateCheck.Report report = check(FakeServers.healthy()
                .says(SSO02, FakeServers.GROUPS, FakeServers.groups("S-1-16-8192"))
                .says(SSO02, FakeServers.DISPLAY_DB, 1, "ERROR: 0xC0002A5A : no\n")
                .says(SSO02, "hostname", "OTHER")
                .says(SSO02, FakeServers.HASH, "cd".repeat(32) + "\n")
                .service(SSO03, "ENTSSO", 1));

        assertThat(report.rows().stream()
                        .filter(row -> row.result() == EstateCheck.Result.ATTENTION)
                        .map(row -> row.server() + " " + row.probe()))
                .containsExactlyInAnyOrder(
                        "SSO02 Logon and name",
                        "SSO02 Elevation",
                        "SSO02 ssomanage -displaydb",
                        "SSO02 Restore file C:\\Restore\\SSO01.bak",
                        "SSO03 ENTSSO");
    }

    @Test
    void it_says_what_it_could_not_know_and_what_it_saw_of_it() throws InterruptedException {
        EstateCheck.Report report = check(FakeServers.healthy().ssossDenied(SSO03));

        assertThat(report.notKnown()).hasSizeGreaterThan(5);
        assertThat(report.notKnown().get(0)).contains("SSO02, logged on to with a key: it answers");
        assertThat(report.notKnown()).anyMatch(sentence -> sentence.contains("SSO03: Reading SSOSS is denied"));
    }

    @Test
    void nothing_is_changed() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();

        check(servers);

        assertThat(servers.typed()).isNotEmpty();
        assertThat(servers.typed())
                .noneMatch(
                        line -> line.matches(
                                ".*(net (start|stop)|sc (start|stop|config)|-backup|-restore|-update|-server |-setdb|-enable|-disable|EncodedCommand|icacls|md ).*"));
    }
}
