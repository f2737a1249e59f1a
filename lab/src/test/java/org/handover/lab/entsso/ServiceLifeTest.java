package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handover.lab.windows.EventLog;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Test;

/** The state machine of docs/entsso.md 12.1, on real parts: registry, event log, services, PostgreSQL. */
class ServiceLifeTest extends OnContoso {

    private static final String SERVICE_KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO";

    @Test
    void a_new_system_has_a_past_as_a_life_would_have_left_it() {
        assertThat(contoso.eventsAfter("SSO01", 0))
                .containsExactly(10548, 10611, 10537, 10534, 10520, 10502, 10525, 10582, 10525, 10562, 10528, 10559);
        assertThat(contoso.eventsAfter("SSO02", 0)).containsExactly(10611, 10529, 10502, 10529, 10530, 10532);
        assertThat(contoso.eventsAfter("SSO03", 0)).containsExactly(10611, 10529, 10502, 10529, 10530, 10532);
        assertThat(contoso.newest("SSO02", 10532).parameters()).containsExactly("SSO01", "0x800706BA");
        List<Instant> times = contoso.server("SSO02").windows().applicationLog().events().stream()
                .map(EventLog.Event::at)
                .toList();
        assertThat(times).isSorted();
        assertThat(times.get(0)).isBefore(Instant.now().minus(Duration.ofDays(33)));
        assertThat(times.get(5)).isBetween(Instant.now().minus(Duration.ofMinutes(40)), Instant.now());
    }

    @Test
    void a_new_system_has_fifteen_credentials_of_three_applications_and_three_lie_under_the_previous_secret()
            throws Exception {
        Map<Msid, Integer> byMsid = contoso.database().credentialsByMsid();

        assertThat(byMsid).containsEntry(Msid.parse(contoso.msid()), 12).containsValue(3);
        assertThat(contoso.database().credentials().stream()
                        .map(SealedCredential::application)
                        .distinct())
                .hasSize(3);
        assertThat(contoso.readable("SSO02")).isEqualTo(new CredentialVault.Readability(15, 15));
        assertThat(contoso.database().serversSeen()).containsExactly("SSO01", "SSO02", "SSO03");
    }

    @Test
    void naming_a_master_changes_no_running_service_before_it_starts_again() throws Exception {
        contoso.nameMaster("SSO02", "SSO02");
        contoso.server("SSO02").entsso().poll();

        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MEMBER);

        contoso.restartEntsso("SSO02");

        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);
    }

    @Test
    void a_member_that_starts_again_while_the_master_is_off_has_lost_the_secret_and_its_host_cannot_start()
            throws Exception {
        long before = contoso.lastRecord("SSO03");

        contoso.restartEntsso("SSO03");
        contoso.server("SSO03").windows().services().startAndWait(BizTalkHost.NAME);

        assertThat(contoso.eventsAfter("SSO03", before)).containsExactly(10504, 10505, 10611, 10532, 10502, 10536);
        assertThat(contoso.newest("SSO03", 10532).parameters()).containsExactly("SSO01", "0x800706BA");
        assertThat(contoso.newest("SSO03", 10536).parameters()).endsWith("0xC0002A1F");
        assertThat(contoso.server("SSO03").entsso().role()).contains(Role.MEMBER_WITHOUT_SECRET);
        assertThat(contoso.service("SSO03", BizTalkHost.NAME)).isEqualTo(State.STOPPED);
        assertThat(contoso.readable("SSO03")).isEqualTo(new CredentialVault.Readability(15, 0));
        assertThat(contoso.readable("SSO02").decryptable()).isEqualTo(15);
    }

    @Test
    void a_host_that_runs_goes_on_without_the_master() {
        assertThat(contoso.service("SSO02", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
        assertThat(contoso.service("SSO03", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void the_code_of_10532_says_why_the_master_gives_nothing() throws Exception {
        contoso.nameMaster("SSO03", "SSO02");
        contoso.restartEntsso("SSO03");
        assertThat(contoso.newest("SSO03", 10532).parameters())
                .as("SSO02 runs, but its service has not taken the role")
                .containsExactly("SSO02", "0x800706D9");

        contoso.restartEntsso("SSO02");
        contoso.restartEntsso("SSO03");
        assertThat(contoso.newest("SSO03", 10532).parameters())
                .as("SSO02 has taken the role, but holds no secret")
                .containsExactly("SSO02", "0x80002918");

        contoso.server("SSO02").windows().services().stopAndWait(EntssoService.NAME);
        contoso.restartEntsso("SSO03");
        assertThat(contoso.newest("SSO03", 10532).parameters())
                .as("the service does not run")
                .containsExactly("SSO02", "0x800706D9");
    }

    @Test
    void a_lost_master_is_logged_once_and_a_found_one_once() {
        long before = contoso.lastRecord("SSO02");
        contoso.server("SSO02").entsso().poll();
        contoso.server("SSO02").entsso().poll();
        assertThat(contoso.eventsAfter("SSO02", before)).isEmpty();

        contoso.server("SSO01").windows().powerOn();

        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10533));
        contoso.server("SSO02").entsso().poll();
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10533);
        assertThat(contoso.newest("SSO02", 10533).parameters()).containsExactly("SSO01");
    }

    @Test
    void a_master_that_gets_its_power_back_loads_the_secret_from_its_registry_and_finishes_the_re_encryption()
            throws Exception {
        long before = contoso.lastRecord("SSO01");

        contoso.server("SSO01").windows().powerOn();

        await().until(() -> contoso.service("SSO01", EntssoService.NAME) == State.RUNNING);
        assertThat(contoso.eventsAfter("SSO01", before)).containsExactly(10611, 10534, 10562, 10528, 10502);
        assertThat(contoso.newest("SSO01", 10528).parameters()).startsWith("3", contoso.msid());
        assertThat(contoso.database().credentialsByMsid()).containsOnly(Map.entry(Msid.parse(contoso.msid()), 15));
        assertThat(contoso.readable("SSO01").decryptable()).isEqualTo(15);
    }

    @Test
    void under_another_service_account_the_master_cannot_open_its_registry() throws Exception {
        contoso.registry("SSO01").setString(SERVICE_KEY, "ObjectName", "CONTOSO\\svc-other");
        contoso.server("SSO01")
                .windows()
                .accounts()
                .add("CONTOSO\\svc-other", null, Set.of(Logon.SSO_ADMINISTRATORS), false);
        long before = contoso.lastRecord("SSO01");

        contoso.server("SSO01").windows().powerOn();

        await().until(() -> contoso.service("SSO01", EntssoService.NAME) == State.RUNNING);
        assertThat(contoso.eventsAfter("SSO01", before)).containsExactly(10611, 10534, 10565, 10565, 10521, 10502);
        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER_WITH_UNREADABLE_SECRET);
        contoso.restartEntsso("SSO02");
        assertThat(contoso.newest("SSO02", 10532).parameters()).containsExactly("SSO01", "0xC0002919");
    }

    @Test
    void a_service_account_outside_the_sso_administrators_cannot_run_the_service() throws Exception {
        contoso.registry("SSO03").setString(SERVICE_KEY, "ObjectName", "CONTOSO\\svc-biztalk");
        long before = contoso.lastRecord("SSO03");

        contoso.restartEntsso("SSO03");

        assertThat(contoso.eventsAfter("SSO03", before)).containsExactly(10504, 10505, 10611, 10550);
        assertThat(contoso.newest("SSO03", 10550).parameters())
                .containsExactly("CONTOSO\\SSO Administrators", "CONTOSO\\svc-biztalk");
        assertThat(contoso.service("SSO03", EntssoService.NAME)).isEqualTo(State.STOPPED);
    }

    @Test
    void a_registry_that_names_no_database_keeps_the_service_from_starting() throws Exception {
        contoso.registry("SSO03").deleteKey(StartConditions.SQL_KEY);
        long before = contoso.lastRecord("SSO03");

        contoso.restartEntsso("SSO03");

        assertThat(contoso.eventsAfter("SSO03", before)).containsExactly(10504, 10505, 10511, 10503);
    }

    @Test
    void a_database_that_is_away_for_long_takes_the_service_offline_and_comes_back() throws Exception {
        long before = contoso.lastRecord("SSO02");

        contoso.letDatabaseIn(false);
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10590));
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains("ERROR: 0xC0002A10 : ");
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.RUNNING);

        contoso.letDatabaseIn(true);
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10591));
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10515, 10590, 10591);
        assertThat(contoso.readable("SSO02").decryptable()).isEqualTo(15);
    }

    @Test
    void a_service_that_cannot_reach_the_database_at_its_start_does_not_start() throws Exception {
        long before = contoso.lastRecord("SSO03");
        contoso.server("SSO03").windows().services().stopAndWait(EntssoService.NAME);
        contoso.letDatabaseIn(false);

        contoso.server("SSO03").windows().services().startAndWait(EntssoService.NAME);

        contoso.letDatabaseIn(true);
        assertThat(contoso.eventsAfter("SSO03", before)).endsWith(10504, 10505, 10611, 10513, 10503);
        assertThat(contoso.service("SSO03", EntssoService.NAME)).isEqualTo(State.STOPPED);
    }

    @Test
    void what_a_member_holds_in_memory_lies_in_a_file_of_its_owner_and_goes_with_a_stop_and_with_the_power()
            throws Exception {
        Path memory = home.resolve("SSO02/entsso-memory.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)))
                .isEqualTo("rw-------");

        contoso.server("SSO02").windows().services().stopAndWait(EntssoService.NAME);
        assertThat(memory).doesNotExist();

        Path other = home.resolve("SSO03/entsso-memory.json");
        assertThat(other).exists();
        long before = contoso.lastRecord("SSO03");
        contoso.server("SSO03").windows().powerOff();
        assertThat(other).doesNotExist();
        assertThat(contoso.server("SSO03").entsso().role()).isEmpty();
        assertThat(contoso.eventsAfter("SSO03", before))
                .as("power failure writes nothing down")
                .isEmpty();
    }
}
