package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.handover.lab.windows.Logon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ssomanage}, its output and its precondition matrix: docs/entsso.md 3.0 to 3.4, 4.3, 12.2. */
class AdministrationTest extends OnContoso {

    private static final String UPDATE = "-updatedb C:\\update.xml";

    @BeforeEach
    void prepare() {
        contoso.put("SSO02", "C:\\update.xml", TestSystem.updateFile("SSO02"));
    }

    @Test
    void displaydb_prints_labels_of_35_characters_and_cuts_longer_ones() {
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen())
                .isEqualTo(
                        """
                        Using SSO server on this computer
                        SQL Server                          : SQL01
                        SSO database                        : SSODB
                        SSO secret server name              : SSO01
                        SSO Admin account                   : CONTOSO\\SSO Administrators
                        SSO Affiliate Admin account         : CONTOSO\\SSO Affiliate Administrators
                        Size of audit table for deleted ... : 1000
                        Size of audit table for deleted ... : 1000
                        Size of audit table for external... : 1000
                        Ticket timeout (in minutes)         : 2
                        Credential cache timeout (in min... : 60
                        Global flags -
                        SSO enabled                         : Yes
                        Tickets allowed                     : No
                        Allow host initiated SSO            : No
                        Password Sync -
                        From Windows to adapters            : No
                        From adapters to SSO database (p... : No
                        From adapters to Windows (full)     : No
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void switches_are_read_in_any_case_and_every_server_shows_the_new_name() {
        assertThat(contoso.ssomanage("SSO02", "-UPDATEDB C:\\update.xml").exitCode())
                .isZero();

        for (String server : new String[] {"SSO02", "SSO03"}) {
            assertThat(contoso.ssomanage(server, "-DisplayDB").screen())
                    .contains("SSO secret server name              : SSO02\r\n");
        }
    }

    @Test
    void naming_the_server_that_is_named_already_changes_and_logs_nothing() {
        contoso.ssomanage("SSO02", UPDATE);
        long before = contoso.lastRecord("SSO02");

        assertThat(contoso.ssomanage("SSO02", UPDATE).exitCode()).isZero();

        assertThat(contoso.eventsAfter("SSO02", before)).isEmpty();
    }

    @Test
    void a_name_that_is_no_sso_server_is_accepted_as_nothing_says_that_it_would_not_be() {
        contoso.put("SSO02", "C:\\update.xml", TestSystem.updateFile("NOWHERE"));

        assertThat(contoso.ssomanage("SSO02", UPDATE).exitCode()).isZero();

        assertThat(contoso.newest("SSO02", 10575).parameters()).startsWith("NOWHERE", "SSO01");
    }

    @Test
    void off_the_master_a_file_that_names_another_master_and_anything_else_is_refused() {
        for (String more : new String[] {
            "<ssoAdminAccount>CONTOSO\\SSO Administrators</ssoAdminAccount>",
            "<ssoAffiliateAdminAccount>CONTOSO\\SSO Affiliate Administrators</ssoAffiliateAdminAccount>",
            "<ticketTimeout>3</ticketTimeout>"
        }) {
            contoso.put(
                    "SSO02",
                    "C:\\update.xml",
                    "<sso><globalInfo>" + more + "<secretServer>SSO02</secretServer></globalInfo></sso>");

            assertThat(contoso.ssomanage("SSO02", UPDATE).screen()).contains("ERROR: 0xC0002A13 : ");
        }
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains(": SSO01\r\n");
    }

    @Test
    void a_malformed_file_is_refused_with_the_place_of_the_fault() {
        contoso.put("SSO02", "C:\\update.xml", "<sso><globalnfo><secretServer>SSO02</secretServer></globalInfo></sso>");

        TestConsole.Result refused = contoso.ssomanage("SSO02", UPDATE);

        assertThat(refused.screen())
                .startsWith("Using SSO server on this computer\r\nERROR: 0x8007000D : ")
                .contains("line 1");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(contoso.ssomanage("SSO02", "-updatedb C:\\none.xml").screen())
                .contains("ERROR: 0xC0002A20 : ");
    }

    @Test
    void accounts_are_changed_on_the_master_only_while_sso_is_disabled() {
        startSso01();
        contoso.put(
                "SSO01",
                "C:\\update.xml",
                "<sso><globalInfo><ssoAffiliateAdminAccount>CONTOSO\\SSO Administrators</ssoAffiliateAdminAccount>"
                        + "</globalInfo></sso>");

        assertThat(contoso.ssomanage("SSO01", UPDATE).screen()).contains("ERROR: 0xC0002A15 : ");
        assertThat(contoso.newest("SSO01", 10572)).isNotNull();
        assertThat(contoso.ssomanage("SSO01", "-disablesso").exitCode()).isZero();
        assertThat(contoso.ssomanage("SSO01", UPDATE).exitCode()).isZero();
        assertThat(contoso.ssomanage("SSO01", "-enablesso").exitCode()).isZero();

        assertThat(contoso.newest("SSO01", 10577).parameters())
                .startsWith("CONTOSO\\SSO Administrators", "CONTOSO\\SSO Affiliate Administrators");
        assertThat(contoso.newest("SSO01", 10583).parameters()).hasSize(3);
        assertThat(contoso.newest("SSO01", 10582).parameters()).hasSize(3);
    }

    @Test
    void a_group_that_nobody_knows_cannot_administer_and_the_event_log_says_which() {
        startSso01();
        contoso.ssomanage("SSO01", "-disablesso");
        Map.of("ssoAdminAccount", 10574, "ssoAffiliateAdminAccount", 10573).forEach((element, event) -> {
            contoso.put(
                    "SSO01",
                    "C:\\update.xml",
                    "<sso><globalInfo><" + element + ">CONTOSO\\Nobody</" + element + "></globalInfo></sso>");

            assertThat(contoso.ssomanage("SSO01", UPDATE).screen())
                    .contains("ERROR: 0xC0002A22 : ")
                    .contains("'SSO01'");
            assertThat(contoso.newest("SSO01", event).parameters())
                    .containsExactly("CONTOSO\\Nobody", "CONTOSO\\Nobody", "0xC0002A1C");
        });
    }

    @Test
    void a_ticket_time_out_out_of_range_is_refused() {
        contoso.put(
                "SSO02", "C:\\update.xml", "<sso><globalInfo><ticketTimeout>525601</ticketTimeout></globalInfo></sso>");

        assertThat(contoso.ssomanage("SSO02", UPDATE).screen()).contains("ERROR: 0x80070057 : ");
        assertThat(contoso.newest("SSO02", 10614).parameters()).startsWith("525601", "525600");

        contoso.put(
                "SSO02", "C:\\update.xml", "<sso><globalInfo><ticketTimeout>525600</ticketTimeout></globalInfo></sso>");
        assertThat(contoso.ssomanage("SSO02", UPDATE).exitCode()).isZero();
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).contains(": 525600\r\n");
    }

    @Test
    void of_two_changes_made_from_the_same_settings_the_second_fails() throws Exception {
        GlobalSettings read = contoso.database().settings();
        SsoDatabase.Audit audit = new SsoDatabase.Audit(Instant.now(), UUID.randomUUID(), "a", "b", "c");
        UpdateFile update = new UpdateFile(java.util.Map.of("secretServer", "SSO02"));

        assertThat(contoso.database().replaceSettings(read, read.with(update), audit))
                .isTrue();
        assertThat(contoso.database().replaceSettings(read, read.withEnabled(false), audit))
                .isFalse();
        assertThat(contoso.database().settings().enabled()).isTrue();
    }

    @Test
    void who_is_not_elevated_can_look_but_not_change() {
        Logon filtered = new Logon("CONTOSO\\filtered", Logon.Kind.KEY, false, Set.of(Logon.SSO_ADMINISTRATORS));

        assertThat(contoso.ssomanage("SSO02", filtered, "-displaydb").exitCode())
                .isZero();
        assertThat(contoso.ssomanage("SSO02", filtered, UPDATE).screen()).contains("ERROR: 0xC0002A13 : ");
        assertThat(contoso.ssoconfig("SSO02", filtered, "-restoresecret C:\\Restore\\SSO01.bak", "whatever")
                        .screen())
                .contains("ERROR: 0xC0002A13 : ");
        assertThat(contoso.ssomanage("SSO02", filtered, "-serverall SSO03").screen())
                .contains("ERROR: 0x80070005 : ");
    }

    @Test
    void who_is_no_sso_administrator_is_refused_and_noted() {
        Logon windowsOnly = new Logon("CONTOSO\\admin", Logon.Kind.KEY, true, Set.of(Logon.ADMINISTRATORS));

        for (String command : new String[] {"-displaydb", UPDATE, "-enablesso", "-disablesso"}) {
            assertThat(contoso.ssomanage("SSO02", windowsOnly, command).screen())
                    .contains("ERROR: 0xC0002A5A : ");
        }
        assertThat(contoso.newest("SSO02", 11042).parameters()).hasSize(5).startsWith("CONTOSO\\SSO Administrators");
    }

    @Test
    void a_service_that_does_not_run_cannot_be_asked() throws Exception {
        contoso.server("SSO02").windows().services().stopAndWait(EntssoService.NAME);

        for (TestConsole.Result result : new TestConsole.Result[] {
            contoso.ssomanage("SSO02", "-displaydb"),
            contoso.ssomanage("SSO02", UPDATE),
            contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\SSO01.bak", TestSystem.PASSWORD)
        }) {
            assertThat(result.screen()).contains("ERROR: 0xC0002A0F : ").contains("'SSO02'");
            assertThat(result.screen()).containsPattern("\r\n\\(RPC: 0x800706D9: [^)]*\\)\r\n$");
        }
    }

    @Test
    void a_user_whose_tool_asks_the_dead_master_gets_no_answer_until_the_setting_is_changed() {
        Logon withPassword = new Logon(
                TestSystem.OPERATOR, Logon.Kind.PASSWORD, true, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS));
        contoso.ssomanage("SSO02", withPassword, "-server SSO01");

        assertThat(contoso.ssomanage("SSO02", withPassword, "-displaydb").screen())
                .startsWith("Using SSO server : SSO01\r\nERROR: 0xC0002A0F : ")
                .contains("(RPC: 0x800706BA: ");
        assertThat(contoso.ssomanage("SSO02", withPassword, "-showserver").screen())
                .isEqualTo(
                        """
                        SSO server for current user         : SSO01\r
                        SSO server for all users            : <not set>\r
                        """);

        contoso.ssomanage("SSO02", withPassword, "-server SSO02");
        assertThat(contoso.ssomanage("SSO02", withPassword, "-displaydb").screen())
                .startsWith("Using SSO server : SSO02\r\nSQL Server ");
    }

    @Test
    void the_setting_of_the_user_goes_before_that_of_all_users() {
        contoso.ssomanage("SSO02", "-serverall SSO01");
        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen()).startsWith("Using SSO server : SSO01\r\n");

        contoso.ssomanage("SSO02", "-server SSO02");
        assertThat(contoso.ssomanage("SSO02", "-displaydb").exitCode()).isZero();
    }

    @Test
    void another_server_is_asked_with_a_password_logon_but_not_with_a_key_which_has_no_credentials_to_pass_on() {
        contoso.ssomanage("SSO02", "-server SSO03");
        Logon withPassword = new Logon(
                TestSystem.OPERATOR, Logon.Kind.PASSWORD, true, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS));

        assertThat(contoso.ssomanage("SSO02", "-displaydb").screen())
                .isEqualTo("Using SSO server : SSO03\r\nERROR: 0x80070005 : Access refused.\r\n");
        assertThat(contoso.ssomanage("SSO02", withPassword, UPDATE).exitCode()).isZero();
        assertThat(contoso.newest("SSO03", 10575).parameters())
                .as("logged by the server that did it, with the computer that asked")
                .contains("SSO02", TestSystem.OPERATOR);
    }

    @Test
    void without_arguments_both_tools_list_their_switches() {
        assertThat(contoso.ssomanage("SSO02", "").screen())
                .startsWith("ssomanage commands -\r\n Configuration functions -\r\n-server          : ")
                .contains("\r\n-updatedb        : ")
                .contains("\r\n-setcredentials  : ");
        assertThat(contoso.ssoconfig("SSO02", "").screen())
                .startsWith("ssoconfig commands -\r\n")
                .contains("\r\n-restoreSecret   : ");
        assertThat(contoso.ssomanage("SSO02", "–updatedb C:\\update.xml").exitCode())
                .as("an en dash, as the documentation prints it")
                .isNotZero();
    }
}
