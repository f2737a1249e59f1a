package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong between the servers, and with the SSO database (docs/entsso.md 10.1, 10.2, 12.3): what the operator sees, what its end heals and what not. */
@Tag("long")
class FaultsOfNetworkAndDatabaseTest extends OnContoso {

    private static final String BACKUP = "-backupsecret C:\\Restore\\fresh.bak";
    private static final String RESTORE = "-restoresecret C:\\Restore\\SSO01.bak";

    private String backUp(String server) {
        return contoso.ssoconfig(server, BACKUP, "seven77", "seven77", "r").screen();
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
                .isInstanceOfSatisfying(SsoError.class, refused -> assertThat(refused.codeText())
                        .isEqualTo("0xC0002A5D"));
        assertThat(contoso.newest("SSO03", 10603).parameters()).containsExactly("SQL01.SSODB", "08001");
        assertThat(contoso.ssomanage("SSO03", "-displaydb").screen()).contains("ERROR: 0xC0002A21 : ");
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
    void a_server_that_is_cut_off_reaches_neither_master_nor_database() throws Exception {
        contoso.promoteSso02();
        long before = contoso.lastRecord("SSO03");

        on("SSO03", "cut-off");

        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10590));
        faults("SSO03").switchOff("cut-off");
        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10591));
        assertThat(contoso.readable("SSO03").decryptable()).isEqualTo(15);
    }
}
