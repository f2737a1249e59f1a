package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.lab.windows.Faults;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault of docs/entsso.md 10.1, 10.2 and 12.3: what the operator sees, and what its end heals and what not. */
@Tag("long")
class EntssoFaultsTest {

    private static final String BACKUP = "-backupsecret C:\\Restore\\fresh.bak";
    private static final String RESTORE = "-restoresecret C:\\Restore\\SSO01.bak";

    private TestSystem contoso;

    @BeforeEach
    void found(@TempDir Path home) throws Exception {
        contoso = TestSystem.founded(home);
    }

    @AfterEach
    void end() {
        contoso.close();
    }

    private Faults faults(String server) {
        return contoso.faults(server);
    }

    private void on(String server, String fault) {
        faults(server).switchOn(fault, Map.of());
    }

    private String backUp(String server) {
        return contoso.ssoconfig(server, BACKUP, "seven77", "seven77", "r").screen();
    }

    private void startSso01() {
        contoso.server("SSO01").windows().powerOn();
        await().until(() -> contoso.service("SSO01", EntssoService.NAME) == State.RUNNING);
    }

    private void poll(String server) {
        contoso.server(server).entsso().poll();
    }

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
    void a_wrong_secret_under_ssoss_is_handed_out_to_all_once_its_server_is_the_master() throws Exception {
        on("SSO02", "wrong-secret");
        List<String> planted = contoso.server("SSO02").entsso().msidsInRegistry();
        assertThat(planted).hasSize(1).doesNotContain(contoso.msid());

        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
        poll("SSO03");

        assertThat(contoso.server("SSO02").entsso().role())
                .as("10520 does not come")
                .contains(Role.MASTER);
        assertThat(contoso.newest("SSO03", 10529).parameters()).containsExactly("SSO02", planted.get(0));
        assertThat(contoso.readable("SSO03").decryptable()).isZero();

        faults("SSO02").switchOff("wrong-secret");
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).isEmpty();
        assertThat(contoso.readable("SSO02").decryptable())
                .as("what is in memory stays there until somebody restores")
                .isZero();
    }

    @Test
    void an_old_secret_opens_what_still_lies_under_it_and_a_restore_is_not_undone_by_the_end_of_the_fault()
            throws Exception {
        on("SSO02", "old-secret");
        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.readable("SSO02").decryptable()).isEqualTo(3);

        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).exitCode())
                .isZero();
        faults("SSO02").switchOff("old-secret");

        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).contains(contoso.msid());
        assertThat(contoso.readable("SSO02").decryptable()).isEqualTo(15);
    }

    @Test
    void a_lost_secret_shows_at_the_next_start_and_nothing_but_a_restore_brings_it_back() throws Exception {
        startSso01();
        on("SSO01", "secret-lost");
        assertThat(contoso.readable("SSO01").decryptable()).isEqualTo(15);
        contoso.restartEntsso("SSO01");
        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);

        faults("SSO01").switchOff("secret-lost");
        contoso.restartEntsso("SSO01");
        assertThat(contoso.newest("SSO01", 10520)).isNotNull();
        assertThat(contoso.server("SSO01").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);
        contoso.ssoconfig("SSO01", RESTORE, TestSystem.PASSWORD);
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
    void the_restore_bug_reports_success_and_opens_nothing_until_it_is_gone_and_the_restore_is_repeated()
            throws Exception {
        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
        on("SSO02", "restore-bug");

        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .endsWith("The operation completed successfully.\r\n");

        assertThat(contoso.newest("SSO02", 10523).parameters()).contains(contoso.msid());
        assertThat(contoso.readable("SSO02").decryptable()).isZero();
        contoso.server("SSO02").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.newest("SSO02", 10536).parameters()).endsWith("0x80090005");
        faults("SSO02").switchOff("restore-bug");
        assertThat(contoso.readable("SSO02").decryptable()).isZero();
        contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD);
        await().until(() -> contoso.readable("SSO02").decryptable() == 15);
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
    void under_an_alias_everything_works_but_encrypting() throws Exception {
        on("SSO02", "dns-alias");
        contoso.nameMaster("SSO02", "SSOMASTER");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.newest("SSO02", 10534)).isNotNull();
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).exitCode())
                .isZero();
        await().until(() -> contoso.readable("SSO03").decryptable() == 15
                && contoso.eventsAfter("SSO03", 0).contains(10533));
        String set = "-setcredentials CONTOSO\\a.ortiz \"SAP Finance\"";

        assertThat(contoso.ssomanage("SSO03", set, "pw", "pw").screen()).contains("ERROR: 0xC0002A5B : ");
        faults("SSO02").switchOn("dns-alias", Map.of("encrypt", "works"));
        assertThat(contoso.ssomanage("SSO03", set, "pw", "pw").exitCode()).isZero();
        faults("SSO02").switchOff("dns-alias");
        poll("SSO03");
        assertThat(contoso.newest("SSO03", 10532).parameters())
                .as("nobody answers to that name any more")
                .containsExactly("SSOMASTER", "0x800706BA");
    }

    @Test
    void a_database_that_is_away_for_one_server_takes_that_one_offline_and_comes_back_by_itself() {
        long before = contoso.lastRecord("SSO02");
        long beforeOnOther = contoso.lastRecord("SSO03");

        faults("SSO02").switchOn("database-away", Map.of("seconds", "1"));

        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10590));
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains("ERROR: 0xC0002A10 : ");
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10591));
        assertThat(faults("SSO02").isOn("database-away")).isFalse();
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10515, 10590, 10591);
        assertThat(contoso.eventsAfter("SSO03", beforeOnOther)).isEmpty();
    }

    @Test
    void a_call_that_the_database_does_not_answer_leaves_the_event_that_its_code_points_to() {
        contoso.network().use(TestSystem.QUICK.withImpatience(3, Duration.ofMillis(20), Duration.ofMinutes(1)));
        on("SSO03", "database-away");

        assertThatThrownBy(() -> contoso.server("SSO03")
                        .configStore()
                        .getConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FILE receive handler"))
                .isInstanceOfSatisfying(
                        SsoError.class, refused -> assertThat(refused.codeText()).isEqualTo("0xC0002A5D"));
        assertThat(contoso.newest("SSO03", 10603).parameters()).containsExactly("SQL01.SSODB", "08001");
        assertThat(contoso.ssomanage("SSO03", "-displaydb").screen()).contains("ERROR: 0xC0002A21 : ");
    }

    @Test
    void while_a_re_encryption_is_under_way_nothing_can_be_done_with_the_secret() throws Exception {
        contoso.promoteSso02();
        long before = contoso.lastRecord("SSO02");
        on("SSO02", "re-encryption-running");

        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10562);
        assertThat(backUp("SSO02")).contains("ERROR: 0xC0002A3E : ");
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .contains("ERROR: 0xC0002A3E : ");
        assertThat(contoso.ssoconfig("SSO02", "-generatesecret x.bak", "seven77", "seven77", "")
                        .screen())
                .contains("ERROR: 0xC0002A3E : ");

        faults("SSO02").switchOff("re-encryption-running");
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10528));
        assertThat(backUp("SSO02")).endsWith("The operation completed successfully.\r\n");
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
    void sso_that_somebody_switched_off_is_seen_in_the_settings_at_the_next_start_and_by_whoever_reads()
            throws Exception {
        on("SSO02", "sso-disabled");

        assertThat(contoso.newest("SSO02", 10583).parameters()).hasSize(3);
        assertThat(contoso.ssomanage("SSO03", "-displaydb").screen())
                .contains("SSO enabled                         : No\r\n");
        contoso.promoteSso02AsFarAsSecretsGo();
        assertThat(contoso.eventsAfter("SSO02", 0)).contains(10537);
        contoso.server("SSO02").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.newest("SSO02", 10536).parameters()).endsWith("0xC0002A02");
        faults("SSO02").switchOff("sso-disabled");
        poll("SSO02");
        contoso.server("SSO02").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.service("SSO02", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void a_secret_that_was_never_backed_up_is_complained_about_until_it_is() throws Exception {
        contoso.network()
                .use(TestSystem.QUICK.with(
                        EntssoSettings.Inventions.DEFAULT.withBackupReminder(Duration.ofMillis(100))));
        contoso.promoteSso02();
        long before = contoso.lastRecord("SSO02");
        on("SSO02", "never-backed-up");

        await().until(() -> contoso.eventsAfter("SSO02", before).stream()
                        .filter(id -> id == 10589)
                        .count()
                >= 2);
        assertThat(backUp("SSO02")).contains("successfully");
        await().until(() -> !faults("SSO02").isOn("never-backed-up"));
        long after = contoso.lastRecord("SSO02");
        poll("SSO02");
        assertThat(contoso.eventsAfter("SSO02", after)).doesNotContain(10589);
    }

    @Test
    void without_the_secret_servers_endpoint_members_get_0x800706D9_and_a_backup_is_refused_after_its_prompts()
            throws Exception {
        contoso.promoteSso02();
        on("SSO02", "endpoint-missing");
        poll("SSO03");

        assertThat(contoso.newest("SSO03", 10532).parameters()).containsExactly("SSO02", "0x800706D9");
        assertThat(backUp("SSO02"))
                .startsWith(
                        "Password : *******\r\nConfirm Password : *******\r\nPassword reminder : r\r\nERROR: 0xC0002A0F : ")
                .contains("'SSO02'")
                .contains("\r\n(RPC: 0x800706D9: ");
        faults("SSO02").switchOff("endpoint-missing");
        poll("SSO03");
        assertThat(contoso.newest("SSO03", 10533).parameters()).containsExactly("SSO02");
    }

    @Test
    void a_firewall_between_the_servers_leaves_the_database_and_what_is_held_in_memory() throws Exception {
        contoso.promoteSso02();
        on("SSO03", "rpc-blocked");
        poll("SSO03");

        assertThat(contoso.newest("SSO03", 10532).parameters()).containsExactly("SSO02", "0x800706BA");
        assertThat(contoso.readable("SSO03").decryptable()).isEqualTo(15);
        assertThat(contoso.ssomanage("SSO03", "-displaydb").exitCode()).isZero();
        faults("SSO03").switchOff("rpc-blocked");
        poll("SSO03");
        assertThat(contoso.newest("SSO03", 10533)).isNotNull();
    }

    @Test
    void a_member_whose_account_the_master_refuses_is_noted_there() throws Exception {
        contoso.promoteSso02();
        on("SSO03", "peer-refused");

        contoso.restartEntsso("SSO03");

        assertThat(contoso.newest("SSO02", 10555).parameters()).containsExactly("CONTOSO\\svc-entsso");
        assertThat(contoso.newest("SSO03", 10532).parameters()).containsExactly("SSO02", "0x80070005");
        faults("SSO03").switchOff("peer-refused");
        poll("SSO03");
        assertThat(contoso.readable("SSO03").decryptable()).isEqualTo(15);
    }

    @Test
    void without_distributed_transactions_a_config_store_can_be_read_and_not_written() throws Exception {
        contoso.promoteSso02();
        on("SSO03", "dtc-broken");
        ConfigStore store = contoso.server("SSO03").configStore();

        assertThatThrownBy(() ->
                        store.setConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FTP", Map.of("a", "b")))
                .isInstanceOf(SsoError.class)
                .hasMessageContaining("'SSO03'");
        assertThat(contoso.newest("SSO03", 10605).parameters()).containsExactly("0xC0002A24");
        assertThat(store.getConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FILE receive handler"))
                .isNotEmpty();
        faults("SSO03").switchOff("dtc-broken");
        store.setConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FTP", Map.of("a", "b"));
    }

    @Test
    void an_update_that_collides_with_somebody_elses_changes_nothing() {
        on("SSO02", "update-collides");

        assertThat(contoso.nameMaster("SSO02", "SSO02").screen()).contains("ERROR: 0xC0002A21 : ");
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains(": SSO01\r\n");
        faults("SSO02").switchOff("update-collides");
        assertThat(contoso.nameMaster("SSO02", "SSO02").exitCode()).isZero();
    }

    @Test
    void damaged_backups_show_their_reminder_and_restore_nothing_until_the_good_ones_are_back() throws Exception {
        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
        on("SSO02", "damaged-backups");
        long before = contoso.lastRecord("SSO02");

        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .contains(TestSystem.REMINDER)
                .contains("ERROR: 0xC0002944 : ");
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10564, 10524);
        try (var files = Files.list(contoso.server("SSO02").windows().disk().resolve("C:\\Restore", "C:\\"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as("no good copy lies beside it")
                    .containsExactly("SSO01.bak");
        }
        faults("SSO02").switchOff("damaged-backups");
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).exitCode())
                .isZero();
    }

    @Test
    void a_backup_to_fat_or_to_a_full_disk_is_refused_and_leaves_no_file() throws Exception {
        contoso.promoteSso02();
        faults("SSO02").switchOn("fat-volume", Map.of("path", "C:\\Restore"));
        long before = contoso.lastRecord("SSO02");

        assertThat(backUp("SSO02")).contains("ERROR: 0xC0002A07 : ");
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10561, 10560);
        assertThat(contoso.newest("SSO02", 10561).parameters())
                .containsExactly("C:\\Restore\\fresh.bak", TestSystem.OPERATOR, "SSO02", "0xC0002A07");
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .contains("ERROR: 0xC0002A07 : ");
        faults("SSO02").switchOff("fat-volume");

        on("SSO02", "disk-full");
        assertThat(backUp("SSO02")).contains("ERROR: 0x80070070 : ");
        assertThat(contoso.newest("SSO02", 10560).parameters()).endsWith("0x80070070");
        assertThat(contoso.server("SSO02").windows().disk().resolve("C:\\Restore\\fresh.bak", "C:\\"))
                .doesNotExist();
        assertThat(contoso.ssoconfig("SSO02", "-generatesecret C:\\new.bak", "seven77", "seven77", "")
                        .screen())
                .contains("ERROR: 0x80070070 : ");
        assertThat(contoso.newest("SSO02", 10526)).isNotNull();
        assertThat(contoso.server("SSO02").entsso().msidsInMemory())
                .as("no file, no new secret")
                .contains(contoso.msid());
        faults("SSO02").switchOff("disk-full");
        assertThat(backUp("SSO02")).contains("successfully");
    }

    @Test
    void a_server_that_is_cut_off_reaches_neither_master_nor_database() throws Exception {
        contoso.promoteSso02();
        long before = contoso.lastRecord("SSO03");

        on("SSO03", "cut-off");

        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10590));
        faults("SSO03").switchOff("cut-off");
        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10591));
        assertThat(contoso.readable("SSO03").decryptable()).isEqualTo(15);
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
