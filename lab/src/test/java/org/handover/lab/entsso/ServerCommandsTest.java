package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handover.lab.entsso.EntssoSettings.Inventions;
import org.handover.lab.entsso.EntssoSettings.RestoreOffTheMaster;
import org.handover.lab.entsso.EntssoSettings.RunningService;
import org.handover.lab.entsso.EntssoSettings.UnknownElements;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Test;

/** What {@code ssoconfig} sets for one server, what starts warn of, and what the lab was told to invent otherwise. */
class ServerCommandsTest extends OnContoso {

    private static final String SERVICE_KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO";
    private static final String RESTORE = "-restoresecret C:\\Restore\\SSO01.bak";

    private TestConsole.Result config(String command) {
        return contoso.ssoconfig("SSO02", command);
    }

    @Test
    void an_encrypted_link_to_sql_server_shows_in_the_event_of_the_next_start() throws Exception {
        assertThat(config("-setSSL YES").exitCode()).isZero();
        long before = contoso.lastRecord("SSO02");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.eventsAfter("SSO02", before)).contains(10501).doesNotContain(10611);
        assertThat(contoso.newest("SSO02", 10501).parameters()).containsExactly("SSO02", "SQL01", "SSODB");

        config("-setssl off");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.newest("SSO02", 10611).recordId())
                .isGreaterThan(contoso.newest("SSO02", 10501).recordId());
    }

    @Test
    void audit_levels_say_what_is_written_down() throws Exception {
        contoso.promoteSso02();
        long before = contoso.lastRecord("SSO02");
        contoso.restartEntsso("SSO03");
        assertThat(contoso.eventsAfter("SSO02", before))
                .as("0 and 1, as a server is installed")
                .isEmpty();

        config("-auditlevel 3 3");
        contoso.restartEntsso("SSO03");
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10531));
        assertThat(contoso.newest("SSO02", 10531).parameters())
                .hasSize(5)
                .startsWith("1")
                .contains("CONTOSO\\svc-entsso", "SSO03");
        ConfigStore store = contoso.server("SSO02").configStore();
        store.getConfigInfo(TestSystem.operator(), BizTalkHost.APPLICATION, "FILE receive handler");
        assertThat(contoso.newest("SSO02", 10535).parameters()).startsWith("GetConfigInfo");
        Logon nobody = new Logon("CONTOSO\\nobody", Logon.Kind.KEY, false, Set.of());
        contoso.ssomanage("SSO02", nobody, "-displaydb");
        assertThat(contoso.newest("SSO02", 11009).parameters())
                .hasSize(4)
                .endsWith("CONTOSO", "nobody", "CONTOSO\\SSO Administrators");
        faults("SSO03").switchOn("peer-refused", Map.of());
        contoso.server("SSO03").entsso().poll();
        assertThat(contoso.newest("SSO02", 10527).parameters()).hasSize(5).endsWith("0x80070005");

        config("-auditlevel 0 0");
        long after = contoso.lastRecord("SSO02");
        assertThat(catchThrowable(() -> store.getConfigInfo(TestSystem.operator(), "Nothing", "x")))
                .isInstanceOf(SsoError.class);
        faults("SSO03").switchAllOff();
        contoso.server("SSO03").entsso().poll();
        assertThat(contoso.eventsAfter("SSO02", after)).doesNotContain(10536, 10531, 10527);
        assertThat(config("-status").screen()).contains("Audit level (positive/negative)     : 0/0\r\n");
    }

    @Test
    void another_database_counts_from_the_next_start_and_a_new_one_can_be_made() throws Exception {
        assertThat(config("-setdb SQL01 NOWHERE").exitCode()).isZero();
        assertThat(contoso.ssomanage("SSO02", "-displaydb").exitCode())
                .as("the running service goes on")
                .isZero();
        contoso.restartEntsso("SSO02");
        assertThat(contoso.service("SSO02", EntssoService.NAME)).isEqualTo(State.STOPPED);
        assertThat(contoso.newest("SSO02", 10513).parameters()).startsWith("SQL01");

        assertThat(config("-createdb SQL01 NOWHERE").screen()).endsWith("The operation completed successfully.\r\n");
        assertThat(contoso.newest("SSO02", 10548).parameters())
                .containsExactly("SQL01", "NOWHERE", TestSystem.OPERATOR);
        contoso.server("SSO02").windows().services().startAndWait(EntssoService.NAME);
        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);
        assertThat(contoso.newest("SSO02", 10537))
                .as("a new system is disabled")
                .isNotNull();

        assertThat(config("-createdb SQL01 ssodb").screen()).contains("ERROR: 0xC0002A4F : ");
        assertThat(contoso.newest("SSO02", 10549).parameters()).endsWith("0xC0002A4F");
        assertThat(config("-createdb SQL99 X").screen()).contains("ERROR: 0xC0002A21 : ");
        assertThat(contoso.newest("SSO02", 10588).parameters()).containsExactly("SQL99");
        assertThat(config("-createdb SQL01 " + "x".repeat(124)).screen()).contains("ERROR: 0xC0002A56 : ");
        assertThat(config("-setdb SQL01 " + "x".repeat(129)).screen()).contains("ERROR: 0xC0002A55 : ");
        assertThat(config("-upgradedb SQL01 SSODB").exitCode()).isZero();
        assertThat(config("-upgradedb SQL01 MISSING").screen()).contains("ERROR: 0xC0002A51 : ");

        config("-setdb SQL01 SSODB");
        contoso.restartEntsso("SSO02");
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen())
                .contains("SSO secret server name              : SSO01\r\n");
    }

    @Test
    void what_is_only_kept_is_kept() {
        assertThat(config("-syncage 24").exitCode()).isZero();
        assertThat(config("-status").screen()).contains("Password sync age                   : 24\r\n");
        assertThat(config("-replayfiles C:\\Replay").exitCode()).isZero();
        assertThat(config("-replayfiles -default").exitCode()).isZero();
        assertThat(config("-remotelookup yes").exitCode()).isZero();
        assertThat(config("-allowps PCNS yes").exitCode()).isZero();
        assertThat(config("-allowps SOMEBODY yes").screen()).contains("ERROR: 0x80070057 : ");
        assertThat(contoso.server("SSO02").windows().commandLog().changes())
                .extracting(change -> change.what())
                .contains("PasswordSyncAge=24", "ReplayFiles=C:\\Replay", "AllowPCNS=yes");
    }

    @Test
    void what_two_switches_take_of_which_only_the_names_are_known_is_a_setting() {
        assertThat(config("-reportFilterErrors yes").exitCode()).isZero();
        assertThat(config("-scp no").exitCode()).isZero();
        assertThat(config("-scp").screen()).contains("ERROR: 0x80070057 : ").contains("yes | no");
        assertThat(contoso.server("SSO02").windows().commandLog().changes())
                .extracting(change -> change.what())
                .contains("ReportFilterErrors=yes", "ServiceConnectionPoints=no");

        contoso.network()
                .use(TestSystem.QUICK.with(
                        EntssoSettings.Inventions.DEFAULT.with(EntssoSettings.SwitchesWithoutSyntax.REFUSE)));
        assertThat(config("-reportFilterErrors yes").screen()).contains("ERROR: 0x80004001 : ");
        assertThat(config("-scp no").screen()).contains("ERROR: 0x80004001 : ");
    }

    @Test
    void accounts_that_entsso_does_not_run_under_and_those_it_warns_of() throws Exception {
        for (var each : List.of(List.of("LocalSystem", "11038"), List.of("NT AUTHORITY\\LocalService", "11039"))) {
            contoso.registry("SSO03").setString(SERVICE_KEY, "ObjectName", each.get(0));
            contoso.restartEntsso("SSO03");
            assertThat(contoso.newest("SSO03", Integer.parseInt(each.get(1)))).isNotNull();
            assertThat(contoso.service("SSO03", EntssoService.NAME)).isEqualTo(State.STOPPED);
        }
        contoso.registry("SSO03").setString(SERVICE_KEY, "ObjectName", "SSO03\\svc");
        contoso.server("SSO03")
                .windows()
                .accounts()
                .add("SSO03\\svc", null, Set.of(Logon.SSO_ADMINISTRATORS, Logon.ADMINISTRATORS), false);
        contoso.restartEntsso("SSO03");
        assertThat(contoso.newest("SSO03", 11041).parameters()).containsExactly("SSO03\\svc");
        assertThat(contoso.newest("SSO03", 10599).parameters()).containsExactly("SSO03\\svc");
        assertThat(contoso.service("SSO03", EntssoService.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void a_lab_that_lets_secrets_be_put_there_in_advance_needs_no_restore_after_the_naming() throws Exception {
        contoso.network().use(TestSystem.QUICK.with(Inventions.DEFAULT.with(RestoreOffTheMaster.STORE)));

        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).exitCode())
                .isZero();
        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MEMBER);
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).contains(contoso.msid());
        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");

        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MASTER);
        await().until(() -> contoso.readable("SSO03").decryptable() == 15);
    }

    @Test
    void a_lab_whose_services_follow_the_database_changes_roles_at_a_poll() {
        contoso.network()
                .use(TestSystem.QUICK
                        .with(Inventions.DEFAULT.with(RunningService.FOLLOWS_THE_DATABASE))
                        .withPoll(Duration.ofHours(1)));
        contoso.nameMaster("SSO02", "SSO02");
        contoso.server("SSO02").entsso().poll();
        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MASTER_WITHOUT_SECRET);

        contoso.nameMaster("SSO02", "SSO03");
        contoso.server("SSO02").entsso().poll();
        assertThat(contoso.server("SSO02").entsso().role()).contains(Role.MEMBER_WITHOUT_SECRET);
    }

    @Test
    void a_lab_that_ignores_unknown_elements_takes_the_others() {
        contoso.network().use(TestSystem.QUICK.with(Inventions.DEFAULT.with(UnknownElements.IGNORE)));
        contoso.put(
                "SSO02",
                "C:\\u.xml",
                "<sso><globalInfo><colour><deep/>red</colour><ticketTimeout>3</ticketTimeout></globalInfo></sso>");

        assertThat(contoso.ssomanage("SSO02", "-updatedb C:\\u.xml").exitCode()).isZero();
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen())
                .contains("Ticket timeout (in minutes)         : 3\r\n");
    }

    @Test
    void a_database_of_an_older_lab_gets_what_came_later_when_it_is_used() throws Exception {
        String url = TestPostgres.newDatabaseUrl();
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("create schema sso_old");
            statement.execute("set search_path to sso_old");
            statement.execute(DatabaseConnection.script("sso-database.sql"));
            statement.execute("insert into affiliate_application values ('Old', 'config-store', 'd', 'c', true)");
        }

        try (SsoDatabase database = new SsoDatabase(url, "postgres", "postgres", "sso_old")) {
            assertThat(database.applications().byName("OLD"))
                    .get()
                    .extracting(AffiliateApplication::kind)
                    .isEqualTo(AffiliateApplication.Kind.CONFIG_STORE);
            assertThat(database.applications().audited("audit_external_lookup")).isZero();
        }
    }
}
