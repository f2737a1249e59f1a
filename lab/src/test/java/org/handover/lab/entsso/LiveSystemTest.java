package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several SSO systems in one lab: founded from a topology, reset, and copied. */
class LiveSystemTest {

    private static final EntssoSettings SETTINGS =
            TestSystem.QUICK.withPoll(Duration.ofHours(1)).withStartDuration(Duration.ZERO);
    private static final SystemTopology FABRIKAM = new SystemTopology(
            "FABRIKAM",
            "FABRIKAM",
            "FABSQL",
            "SSO",
            "FABRIKAM\\svc-sso",
            "9.0.1865.0",
            false,
            null,
            List.of(
                    new SystemTopology.Server(
                            "SSO01",
                            List.of(
                                    new SsoServer.HostInstance("Orders", "Group A"),
                                    new SsoServer.HostInstance("Invoices", "Group B"))),
                    SystemTopology.Server.with("SSO02", "Orders")));

    private Path home;
    private LiveSystem.Shared shared;
    private LiveSystem contoso;
    private LiveSystem fabrikam;
    private Founding.RestoreFile contosoFile;

    @BeforeEach
    void found(@TempDir Path folder) throws Exception {
        home = folder;
        shared = LiveSystem.Shared.open(TestPostgres.newDatabaseUrl(), "postgres", "postgres", Clock.systemUTC());
        UUID lab = UUID.randomUUID();
        contoso = LiveSystem.open(SystemTopology.contoso(), place("contoso"), SETTINGS);
        contosoFile = contoso.found(lab, TestSystem.PASSWORD, TestSystem.REMINDER);
        fabrikam = LiveSystem.open(FABRIKAM, place("fabrikam"), SETTINGS);
        fabrikam.found(lab, "another password", "another reminder");
    }

    @AfterEach
    void end() {
        contoso.close();
        fabrikam.close();
        shared.close();
    }

    private LiveSystem.Place place(String name) {
        return new LiveSystem.Place(
                shared, home.resolve(name), home.resolve(name + "-founding"), windows -> windows.accounts()
                        .add(TestSystem.OPERATOR, null, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS), true));
    }

    private static EntssoService entsso(LiveSystem system, String server) {
        return system.server(server).orElseThrow().entsso();
    }

    private static int decryptable(LiveSystem system, String server) {
        return entsso(system, server).vault().readability().orElseThrow().decryptable();
    }

    private static State state(LiveSystem system, String server, String service) {
        return system.server(server).orElseThrow().serviceState(service).orElseThrow();
    }

    private static void promote(LiveSystem system, String server, String file) throws InterruptedException {
        SsoServer on = system.server(server).orElseThrow();
        try {
            Files.writeString(on.windows().disk().resolve("C:\\update.xml", "C:\\"), TestSystem.updateFile(server));
        } catch (IOException cannotBeWritten) {
            throw new UncheckedIOException(cannotBeWritten);
        }
        TestConsole.run(
                on,
                new SsoManageProgram(system.network(), system.topology().system()),
                TestSystem.operator(),
                "-updatedb C:\\update.xml");
        on.windows().services().stopAndWait(EntssoService.NAME);
        on.windows().services().startAndWait(EntssoService.NAME);
        TestConsole.run(
                on,
                new SsoConfigProgram(on.entsso()),
                TestSystem.operator(),
                "-restoresecret " + file,
                TestSystem.PASSWORD);
    }

    @Test
    void each_system_is_founded_as_its_topology_says() {
        assertThat(contoso.server("SSO01").orElseThrow().windows().poweredOn()).isFalse();
        assertThat(decryptable(contoso, "SSO02")).isEqualTo(15);
        assertThat(entsso(fabrikam, "SSO01").role()).contains(Role.MASTER);
        assertThat(fabrikam.server("SSO01").orElseThrow().dependents())
                .containsExactly("BTSSvc$Orders", "BTSSvc$Invoices");
        assertThat(state(fabrikam, "SSO01", "BTSSvc$Invoices")).isEqualTo(State.RUNNING);
        assertThat(fabrikam.server("SSO01")
                        .orElseThrow()
                        .windows()
                        .services()
                        .view("BTSSvc$Invoices")
                        .orElseThrow()
                        .imagePath())
                .contains("-group \"Group B\"");
        assertThat(fabrikam.server("SSO02")
                        .orElseThrow()
                        .windows()
                        .registry()
                        .string("HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO", "Server"))
                .contains("9.0.1865.0");
        assertThat(entsso(fabrikam, "SSO02").serviceAccount()).isEqualTo("FABRIKAM\\svc-sso");
        assertThat(entsso(fabrikam, "SSO01").vault().readability()).contains(new CredentialVault.Readability(25, 25));
    }

    @Test
    void servers_of_the_same_name_in_two_systems_never_see_each_others_secret() throws Exception {
        fabrikam.server("SSO02").orElseThrow().windows().services().stopAndWait(EntssoService.NAME);
        fabrikam.server("SSO02").orElseThrow().windows().services().startAndWait(EntssoService.NAME);
        contoso.server("SSO02").orElseThrow().windows().services().stopAndWait(EntssoService.NAME);
        contoso.server("SSO02").orElseThrow().windows().services().startAndWait(EntssoService.NAME);

        assertThat(entsso(contoso, "SSO02").role())
                .as("its own SSO01 is off, and the other one's is none of its business")
                .contains(Role.MEMBER_WITHOUT_SECRET);
        assertThat(entsso(fabrikam, "SSO02").role()).contains(Role.MEMBER);
        assertThat(entsso(fabrikam, "SSO02").msidsInMemory())
                .doesNotContainAnyElementsOf(entsso(contoso, "SSO03").msidsInMemory());
        assertThat(fabrikam.database().credentials())
                .extracting(SealedCredential::msid)
                .doesNotContainAnyElementsOf(contoso.database().credentials().stream()
                        .map(SealedCredential::msid)
                        .toList());
    }

    @Test
    void a_reset_brings_back_the_founding_and_leaves_the_other_system_alone() throws Exception {
        promote(contoso, "SSO02", contosoFile.path());
        assertThat(contoso.database().namedSecretServer()).contains("SSO02");
        SsoServer before = contoso.server("SSO02").orElseThrow();
        before.windows().faults().switchOn("update-collides", Map.of());
        long changes = before.windows().commandLog().changeCount();
        String fabrikamsSecret = entsso(fabrikam, "SSO01").msidsInMemory().get(0);

        contoso = contoso.reset();

        assertThat(contoso.database().namedSecretServer()).contains("SSO01");
        assertThat(contoso.server("SSO01").orElseThrow().windows().poweredOn()).isFalse();
        assertThat(entsso(contoso, "SSO02").msidsInRegistry()).isEmpty();
        assertThat(entsso(contoso, "SSO02").role()).contains(Role.MEMBER);
        assertThat(state(contoso, "SSO02", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
        assertThat(decryptable(contoso, "SSO02")).isEqualTo(15);
        assertThat(contoso.database().credentialsByMsid().values()).containsExactlyInAnyOrder(12, 3);
        SsoServer after = contoso.server("SSO02").orElseThrow();
        assertThat(after.windows().faults().isOn("update-collides")).isFalse();
        assertThat(after.windows().commandLog().changeCount())
                .as("what was done stays counted")
                .isGreaterThanOrEqualTo(changes);
        assertThat(entsso(fabrikam, "SSO01").msidsInMemory()).startsWith(fabrikamsSecret);
        promote(contoso, "SSO02", contosoFile.path());
        assertThat(decryptable(contoso, "SSO02")).isEqualTo(15);
    }

    @Test
    void a_twin_is_what_its_system_is_now_and_goes_its_own_way() throws Exception {
        promote(contoso, "SSO02", contosoFile.path());
        entsso(contoso, "SSO03").poll();

        LiveSystem twin = contoso.twin("CONTOSO-R1", place("twin"));
        try {
            assertThat(twin.topology().schema()).isEqualTo("sso_contoso_r1");
            assertThat(twin.database().namedSecretServer()).contains("SSO02");
            assertThat(twin.server("SSO01").orElseThrow().windows().poweredOn()).isFalse();
            assertThat(entsso(twin, "SSO02").role()).contains(Role.MASTER);
            assertThat(decryptable(twin, "SSO03")).isEqualTo(15);
            assertThat(twin.server("SSO02").orElseThrow().windows().commandLog().typedCount())
                    .isZero();

            promote(twin, "SSO03", contosoFile.path());
            assertThat(twin.database().namedSecretServer()).contains("SSO03");
            assertThat(decryptable(twin, "SSO03")).isEqualTo(15);
            assertThat(contoso.database().namedSecretServer()).contains("SSO02");
            assertThat(entsso(contoso, "SSO03").role()).contains(Role.MEMBER);
            twin.server("SSO02").orElseThrow().windows().services().stopAndWait(EntssoService.NAME);
            twin.server("SSO02").orElseThrow().windows().services().startAndWait(EntssoService.NAME);
            assertThat(entsso(twin, "SSO02").msidsInMemory())
                    .as("it gets the secret from the twin's new master")
                    .contains(contosoFile.msid());

            LiveSystem again = twin.reset();
            assertThat(again.database().namedSecretServer())
                    .as("a twin's founding is the moment at which it was made")
                    .contains("SSO02");
            twin = again;
        } finally {
            twin.delete();
        }
        assertThat(home.resolve("twin/SSO01")).doesNotExist();
        assertThat(decryptable(contoso, "SSO02")).isEqualTo(15);
    }

    @Test
    void a_lab_that_is_started_again_finds_every_system_as_it_was() throws Exception {
        contoso.close();
        contoso = LiveSystem.open(SystemTopology.contoso(), place("contoso"), SETTINGS);
        contoso.resume(Set.of("SSO01"));

        assertThat(decryptable(contoso, "SSO02")).isEqualTo(15);
        assertThat(state(contoso, "SSO03", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void a_topology_that_cannot_be_is_refused_in_a_sentence() {
        List<SystemTopology.Server> twice =
                List.of(SystemTopology.Server.withoutHosts("A1"), SystemTopology.Server.withoutHosts("a1"));
        assertThatThrownBy(() -> new SystemTopology("X", "X", "S", "D", "X\\a", "1", false, null, twice))
                .hasMessage("a1 is there twice.");
        assertThatThrownBy(() -> new SystemTopology("X", "X", "S", "D", "a", "1", false, null, twice))
                .hasMessageContaining("DOMAIN\\name");
        assertThatThrownBy(() -> new SystemTopology("X", "X", "S", "D", "X\\a", "1", false, null, List.of()))
                .hasMessageContaining("1 to 200 servers");
        assertThatThrownBy(() -> SystemTopology.contoso().named("drop table"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
