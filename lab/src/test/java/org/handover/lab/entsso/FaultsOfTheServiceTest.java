package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong with the service and its account (docs/entsso.md 10.1, 10.2, 12.3): what the operator sees, what its end heals and what not. */
@Tag("long")
class FaultsOfTheServiceTest extends OnContoso {

    private static final String RESTORE = "-restoresecret C:\\Restore\\SSO01.bak";

    @Test
    void every_fault_says_what_it_means_where_it_comes_from_and_what_can_be_set() {
        List<Faults.Fault> ours = faults("SSO02").catalogue().stream()
                .filter(fault -> fault.source().startsWith("docs/entsso.md"))
                .toList();

        assertThat(ours)
                .extracting(Faults.Fault::id)
                .contains(
                        "service-late",
                        "service-dies",
                        "wrong-account",
                        "wrong-secret",
                        "old-secret",
                        "secret-lost",
                        "version-too-new",
                        "restore-bug",
                        "group-missing",
                        "dns-alias",
                        "database-away",
                        "re-encryption-running",
                        "second-master",
                        "sso-disabled",
                        "never-backed-up",
                        "endpoint-missing",
                        "rpc-blocked",
                        "peer-refused",
                        "dtc-broken",
                        "update-collides",
                        "damaged-backups",
                        "secret-old",
                        "clustered");
        assertThat(ours).allSatisfy(fault -> assertThat(fault.meaning()).endsWith("."));
        for (String fault : List.of("group-missing", "wrong-account", "dns-alias", "database-away")) {
            for (String setting : List.of("who", "administrator", "encrypt", "seconds")) {
                assertThatThrownBy(() -> faults("SSO02").switchOn(fault, Map.of(setting, "-7")))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThat(faults("SSO02").isOn(fault)).isFalse();
            }
        }
    }

    @Test
    void a_late_service_is_start_pending_for_longer_and_then_runs() throws Exception {
        contoso.server("SSO02").windows().services().stopAndWait(EntssoService.NAME);
        faults("SSO02").switchOn("service-late", Map.of("seconds", "1.5"));

        contoso.server("SSO02").windows().services().start(EntssoService.NAME);

        assertThat(contoso.server("SSO02")
                        .windows()
                        .services()
                        .awaitSettled(EntssoService.NAME, Duration.ofMillis(700)))
                .isEqualTo(State.START_PENDING);
        await().until(() -> contoso.service("SSO02", EntssoService.NAME) == State.RUNNING);
        faults("SSO02").switchOff("service-late");
        long before = System.nanoTime();
        contoso.restartEntsso("SSO02");
        assertThat(System.nanoTime() - before).isLessThan(1_400_000_000L);
    }

    @Test
    void a_service_that_dies_says_nothing_and_takes_its_memory_along() throws Exception {
        long before = contoso.lastRecord("SSO02");

        faults("SSO02").switchOn("service-dies", Map.of("seconds", "0.1"));

        await().until(() -> contoso.service("SSO02", EntssoService.NAME) == State.STOPPED);
        assertThat(contoso.eventsAfter("SSO02", before)).isEmpty();
        assertThat(contoso.server("SSO02")
                        .windows()
                        .services()
                        .view("ENTSSO")
                        .orElseThrow()
                        .win32ExitCode())
                .isEqualTo(1067);
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        await().until(() -> contoso.service("SSO02", EntssoService.NAME) == State.STOPPED);

        faults("SSO02").switchOff("service-dies");
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        assertThat(contoso.server("SSO02").entsso().role())
                .as("the secret does not come back with the service")
                .contains(Role.MEMBER_WITHOUT_SECRET);
    }

    @Test
    void a_changed_service_account_cannot_open_the_secrets_and_the_old_one_can_again() throws Exception {
        startSso01();
        faults("SSO01").switchOn("wrong-account", Map.of("account", "svc-new"));
        assertThat(contoso.server("SSO01").entsso().role())
                .as("before the next start")
                .contains(Role.MASTER);
        long before = contoso.lastRecord("SSO01");

        contoso.restartEntsso("SSO01");

        assertThat(contoso.eventsAfter("SSO01", before)).contains(10565, 10521, 10502);
        faults("SSO01").switchOff("wrong-account");
        contoso.restartEntsso("SSO01");
        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER);

        faults("SSO01").switchOn("wrong-account", Map.of("account", "svc-new", "administrator", "no"));
        contoso.restartEntsso("SSO01");
        assertThat(contoso.newest("SSO01", 10550).parameters()).contains("CONTOSO\\svc-new");
        assertThat(contoso.service("SSO01", EntssoService.NAME)).isEqualTo(State.STOPPED);
    }

    @Test
    void a_restore_under_the_new_account_binds_the_secrets_to_it() throws Exception {
        startSso01();
        on("SSO01", "wrong-account");
        contoso.restartEntsso("SSO01");
        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER_WITH_UNREADABLE_SECRET);

        assertThat(contoso.ssoconfig("SSO01", RESTORE, TestSystem.PASSWORD).exitCode())
                .isZero();
        contoso.restartEntsso("SSO01");

        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER);
        assertThat(contoso.readable("SSO01").decryptable()).isEqualTo(15);
    }

    @Test
    void a_server_that_is_newer_than_the_database_does_not_start() throws Exception {
        on("SSO02", "version-too-new");

        contoso.restartEntsso("SSO02");

        assertThat(contoso.newest("SSO02", 10728).parameters()).containsExactly("SQL01", "SSODB", "1", "2");
        assertThat(contoso.newest("SSO02", 10503).parameters()).containsExactly("0xC00029E8");
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.STOPPED);
        faults("SSO02").switchOff("version-too-new");
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void a_database_that_is_too_old_for_a_server_can_be_upgraded_and_is_then_too_new_for_the_others() throws Exception {
        on("SSO02", "version-too-new");

        assertThat(contoso.ssoconfig("SSO02", "-createdb SQL01 SSODB").screen()).contains("ERROR: 0xC0002A50 : ");
        assertThat(contoso.ssoconfig("SSO02", "-upgradedb SQL01 SSODB").exitCode())
                .isZero();

        contoso.restartEntsso("SSO02");
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.RUNNING);
        contoso.restartEntsso("SSO03");
        assertThat(contoso.newest("SSO03", 10728).parameters()).containsExactly("SQL01", "SSODB", "2", "1");
        assertThat(contoso.service("SSO03", EntssoService.NAME)).isEqualTo(State.STOPPED);
    }

    @Test
    void somebody_who_is_not_in_the_group_is_refused_whoever_it_is() throws Exception {
        faults("SSO02").switchOn("group-missing", Map.of("who", "caller"));
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains("ERROR: 0xC0002A5A : ");
        assertThat(contoso.newest("SSO02", 11042)).isNotNull();
        faults("SSO02").switchOff("group-missing");
        assertThat(contoso.ssomanage("SSO02", "-displaydb").exitCode()).isZero();

        on("SSO02", "group-missing");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.newest("SSO02", 10550).parameters()).contains("CONTOSO\\svc-entsso");
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.STOPPED);

        faults("SSO02").switchOn("group-missing", Map.of("who", "group"));
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        assertThat(contoso.newest("SSO02", 10517).parameters()).startsWith("CONTOSO\\SSO Administrators");
        assertThat(contoso.newest("SSO02", 10503).parameters()).containsExactly("0x80070005");
        faults("SSO02").switchAllOff();
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void a_second_master_hands_out_secrets_to_whoever_asks_it_and_is_no_master_to_the_tools() throws Exception {
        contoso.promoteSso02();
        on("SSO03", "second-master");
        assertThat(contoso.server("SSO03").entsso().role()).contains(Role.MEMBER);

        contoso.restartEntsso("SSO03");

        assertThat(contoso.newest("SSO03", 10534)).isNotNull();
        assertThat(contoso.server("SSO03").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);
        assertThat(contoso.ssoconfig("SSO03", RESTORE, TestSystem.PASSWORD).screen())
                .contains("ERROR: 0xC0002A0E : ");
        faults("SSO03").switchOff("second-master");
        contoso.restartEntsso("SSO03");
        assertThat(contoso.server("SSO03").entsso().role()).contains(Role.MEMBER);
    }

    @Test
    void a_fault_waits_for_its_command() {
        faults("SSO02").switchOnAtCommand("update-collides", Map.of(), 2);
        var log = contoso.server("SSO02").windows().commandLog();

        log.typed(TestSystem.OPERATOR, "ssomanage -displaydb", false);
        assertThat(faults("SSO02").isOn("update-collides")).isFalse();
        log.typed(TestSystem.OPERATOR, "ssomanage -updatedb C:\\update.xml", false);

        assertThat(contoso.nameMaster("SSO02", "SSO02").screen()).contains("ERROR: 0xC0002A21 : ");
    }
}
