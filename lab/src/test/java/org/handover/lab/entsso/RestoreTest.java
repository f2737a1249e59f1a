package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.handover.lab.entsso.EntssoSettings.UnrelatedSecret;
import org.handover.lab.windows.ServiceControlManager.State;
import org.junit.jupiter.api.Test;

/** {@code ssoconfig} and the secret: docs/entsso.md 3.5, 5.6, 6.3, 7, 10.1, 12.2. */
class RestoreTest extends OnContoso {

    private static final String FILE = "C:\\Restore\\SSO01.bak";
    private static final String THREE_PROMPTS =
            """
            Password : *******\r
            Confirm Password : *******\r
            Password reminder : a number, twice\r
            The operation completed successfully.\r
            """;
    private static final String RESTORE = "-restoresecret " + FILE;

    private void sso02IsNamedAndStartedAgain() throws Exception {
        contoso.nameMaster("SSO02", "SSO02");
        contoso.restartEntsso("SSO02");
    }

    @Test
    void the_command_line_path_makes_sso02_the_master_and_every_credential_is_readable_again() throws Exception {
        long before = contoso.lastRecord("SSO02");
        long beforeOnOther = contoso.lastRecord("SSO03");

        assertThat(contoso.nameMaster("SSO02", "SSO02").screen())
                .isEqualTo("Using SSO server on this computer\r\nThe operation completed successfully.\r\n");
        contoso.restartEntsso("SSO02");
        TestConsole.Result restored = contoso.ssoconfig("SSO02", "-RestoreSecret " + FILE, TestSystem.PASSWORD);

        assertThat(restored.screen())
                .isEqualTo("Password reminder : " + TestSystem.REMINDER + "\r\nPassword : "
                        + "*".repeat(TestSystem.PASSWORD.length())
                        + "\r\nThe operation completed successfully.\r\n");
        assertThat(restored.exitCode()).isZero();
        await().until(() -> contoso.eventsAfter("SSO02", before).contains(10528));
        assertThat(contoso.eventsAfter("SSO02", before))
                .containsExactly(10575, 10504, 10505, 10611, 10534, 10520, 10502, 10523, 10562, 10528);
        assertThat(contoso.newest("SSO02", 10575).parameters())
                .hasSize(5)
                .startsWith("SSO02", "SSO01")
                .endsWith("SSO02", TestSystem.OPERATOR);
        assertThat(contoso.newest("SSO02", 10523).parameters())
                .hasSize(5)
                .startsWith(FILE, contoso.msid())
                .endsWith(TestSystem.OPERATOR, "SSO02");
        await().until(() -> contoso.eventsAfter("SSO03", beforeOnOther).contains(10533));
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).contains(contoso.msid());
        assertThat(contoso.readable("SSO02")).isEqualTo(new CredentialVault.Readability(15, 15));
        assertThat(contoso.readable("SSO03")).isEqualTo(new CredentialVault.Readability(15, 15));
        assertThat(contoso.server("SSO02").windows().commandLog().changes())
                .extracting(change -> change.what())
                .contains("secretServer=SSO02 (was SSO01)", "master secret restored " + contoso.msid());
    }

    @Test
    void a_member_that_had_lost_the_secret_gets_both_within_a_poll_of_the_restore() throws Exception {
        sso02IsNamedAndStartedAgain();
        contoso.restartEntsso("SSO03");
        long before = contoso.lastRecord("SSO03");

        contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD);

        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10533));
        assertThat(contoso.eventsAfter("SSO03", before)).containsExactly(10529, 10530, 10533);
        assertThat(contoso.newest("SSO03", 10529).parameters()).containsExactly("SSO02", contoso.msid());
        contoso.server("SSO03").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.service("SSO03", BizTalkHost.NAME)).isEqualTo(State.RUNNING);
    }

    @Test
    void after_the_restore_a_new_start_finds_the_secret_in_the_registry() throws Exception {
        sso02IsNamedAndStartedAgain();
        contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD);
        await().until(() -> contoso.database().credentialsByMsid().size() == 1);
        long before = contoso.lastRecord("SSO02");

        contoso.restartEntsso("SSO02");

        assertThat(contoso.eventsAfter("SSO02", before)).containsSubsequence(10504, 10505, 10611, 10534, 10502);
        assertThat(contoso.eventsAfter("SSO02", before)).doesNotContain(10520, 10521, 10565);
    }

    @Test
    void a_wrong_password_is_refused_and_changes_nothing() throws Exception {
        sso02IsNamedAndStartedAgain();

        TestConsole.Result refused = contoso.ssoconfig("SSO02", RESTORE, "not this one");

        assertThat(refused.screen()).contains("\r\nERROR: 0xC0002A1B : ").doesNotContain("successfully");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(contoso.newest("SSO02", 10524).parameters())
                .hasSize(5)
                .startsWith(FILE, contoso.msid())
                .endsWith(TestSystem.OPERATOR, "0xC0002A1B");
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).isEmpty();
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).exitCode())
                .as("a second try")
                .isZero();
    }

    @Test
    void a_damaged_file_still_shows_its_reminder_and_is_then_refused() throws Exception {
        sso02IsNamedAndStartedAgain();
        workshop("SSO02").damaged("C:\\Restore\\X.bak", FILE);
        long before = contoso.lastRecord("SSO02");

        TestConsole.Result refused =
                contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\X.bak", TestSystem.PASSWORD);

        assertThat(refused.screen()).contains(TestSystem.REMINDER).contains("ERROR: 0xC0002944 : ");
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10564, 10524);
    }

    @Test
    void a_file_that_is_no_backup_is_refused_before_a_password_is_asked_for() throws Exception {
        sso02IsNamedAndStartedAgain();
        contoso.put("SSO02", "C:\\Restore\\notes.txt", "remember the milk");
        long before = contoso.lastRecord("SSO02");

        TestConsole.Result refused = contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\notes.txt");

        assertThat(refused.screen()).startsWith("ERROR: 0xC0002944 : ");
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10564);
    }

    @Test
    void a_file_that_cannot_be_opened_is_refused_before_a_password_is_asked_for() throws Exception {
        sso02IsNamedAndStartedAgain();

        for (String file : new String[] {"C:\\Restore\\none.bak", "Z:\\x.bak", "\\\\SSO01\\c$\\x.bak", "C:\\Restore"}) {
            assertThat(contoso.ssoconfig("SSO02", "-restoresecret " + file).screen())
                    .startsWith("ERROR: 0xC0002A20 : ");
        }
    }

    @Test
    void the_secret_of_another_system_is_refused_and_changes_nothing() throws Exception {
        sso02IsNamedAndStartedAgain();
        workshop("SSO02").unrelated("C:\\Restore\\other.bak");

        TestConsole.Result refused =
                contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\other.bak", TestSystem.PASSWORD);

        assertThat(refused.screen()).contains("ERROR: 0xC0002A3F : ");
        assertThat(contoso.newest("SSO02", 10524).parameters()).endsWith("0xC0002A3F");
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).isEmpty();
    }

    @Test
    void a_lab_that_accepts_the_secret_of_another_system_shows_what_a_wrong_failover_leaves_behind() throws Exception {
        contoso.network().use(TestSystem.QUICK.withUnrelatedSecret(UnrelatedSecret.ACCEPT));
        sso02IsNamedAndStartedAgain();
        BackupWorkshop.Made other = workshop("SSO02").unrelated("C:\\Restore\\other.bak");
        long before = contoso.lastRecord("SSO03");

        TestConsole.Result accepted =
                contoso.ssoconfig("SSO02", "-restoresecret C:\\Restore\\other.bak", TestSystem.PASSWORD);

        assertThat(accepted.exitCode()).isZero();
        assertThat(contoso.newest("SSO02", 10523).parameters()).contains(other.msid());
        assertThat(contoso.readable("SSO02")).isEqualTo(new CredentialVault.Readability(15, 0));
        await().until(() -> contoso.eventsAfter("SSO03", before).contains(10533));
        assertThat(contoso.readable("SSO03").decryptable())
                .as("the members drop the good secret for the wrong one")
                .isZero();
        contoso.server("SSO02").windows().services().startAndWait(BizTalkHost.NAME);
        assertThat(contoso.service("SSO02", BizTalkHost.NAME)).isEqualTo(State.STOPPED);
        assertThat(contoso.newest("SSO02", 10536).parameters()).endsWith("0xC0002A1A");
    }

    @Test
    void a_restore_is_refused_where_the_database_names_another_server_or_the_service_was_not_started_again()
            throws Exception {
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .as("the database names SSO01")
                .contains("ERROR: 0xC0002A0E : ");

        contoso.nameMaster("SSO02", "SSO02");
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .as("named, but not started again")
                .contains("ERROR: 0xC0002A0E : ");

        contoso.restartEntsso("SSO02");
        contoso.nameMaster("SSO02", "SSO03");
        assertThat(contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD).screen())
                .as("started again, but another one is named by now")
                .contains("ERROR: 0xC0002A0E : ");
        assertThat(contoso.server("SSO02").entsso().msidsInRegistry()).isEmpty();
    }

    @Test
    void an_older_backup_makes_the_older_secret_current_and_re_encrypts_what_lies_under_the_newer() throws Exception {
        startSso01();
        long before = contoso.lastRecord("SSO01");

        TestConsole.Result restored = contoso.ssoconfig("SSO01", "-restoresecret SSO4A1F.bak", TestSystem.PASSWORD);

        assertThat(restored.exitCode()).isZero();
        await().until(() -> contoso.eventsAfter("SSO01", before).contains(10528));
        assertThat(contoso.eventsAfter("SSO01", before)).containsExactly(10523, 10562, 10528);
        assertThat(contoso.newest("SSO01", 10523).parameters()).contains(contoso.msid());
        assertThat(contoso.database().credentialsByMsid()).doesNotContainKey(Msid.parse(contoso.msid()));
        assertThat(contoso.readable("SSO01").decryptable()).isEqualTo(15);
    }

    @Test
    void a_new_secret_is_backed_up_re_encrypts_everything_and_reaches_the_members() throws Exception {
        sso02IsNamedAndStartedAgain();
        contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD);
        await().until(() -> contoso.readable("SSO03").decryptable() == 15
                && contoso.database().credentialsByMsid().size() == 1);
        long before = contoso.lastRecord("SSO02");
        long beforeOnOther = contoso.lastRecord("SSO03");

        TestConsole.Result generated =
                contoso.ssoconfig("SSO02", "-generatesecret new.bak", "seven77", "seven77", "a number, twice");

        assertThat(generated.screen()).isEqualTo(THREE_PROMPTS);
        assertThat(contoso.eventsAfter("SSO02", before)).containsExactly(10525, 10562, 10528);
        String fresh = contoso.newest("SSO02", 10525).parameters().get(0);
        assertThat(contoso.newest("SSO02", 10528).parameters()).containsExactly("15", fresh, contoso.msid());
        assertThat(contoso.database().credentialsByMsid()).containsOnly(Map.entry(Msid.parse(fresh), 15));
        await().until(() -> contoso.eventsAfter("SSO03", beforeOnOther).contains(10530));
        assertThat(contoso.readable("SSO03").decryptable()).isEqualTo(15);
        Path file = contoso.server("SSO02").windows().disk().resolve(SsoServer.DIRECTORY + "\\new.bak", "C:\\");
        assertThat(BackupFile.read(Files.readAllBytes(file))
                        .open("seven77")
                        .current()
                        .msid())
                .hasToString(fresh);
    }

    @Test
    void a_backup_asks_three_times_writes_a_file_that_restores_and_says_so() throws Exception {
        sso02IsNamedAndStartedAgain();
        assertThat(contoso.ssoconfig("SSO02", "-backupsecret mine.bak", "seven77", "seven77", "r")
                        .screen())
                .as("there is nothing to back up yet")
                .contains("ERROR: 0xC0002A1F : ");
        contoso.ssoconfig("SSO02", RESTORE, TestSystem.PASSWORD);
        await().until(() -> contoso.eventsAfter("SSO02", 0).contains(10528));

        TestConsole.Result backedUp =
                contoso.ssoconfig("SSO02", "-backupSecret mine.bak", "seven77", "seven77", "a number, twice");

        assertThat(backedUp.screen()).isEqualTo(THREE_PROMPTS);
        assertThat(contoso.newest("SSO02", 10559).parameters())
                .hasSize(5)
                .startsWith(SsoServer.DIRECTORY + "\\mine.bak", contoso.msid())
                .endsWith(TestSystem.OPERATOR, "SSO02");
        assertThat(contoso.ssoconfig("SSO02", "-restoresecret mine.bak", "seven77")
                        .exitCode())
                .isZero();
    }

    @Test
    void a_backup_wants_a_password_of_7_to_256_characters_and_a_reminder_of_512_at_most() throws Exception {
        sso02IsNamedAndStartedAgain();
        String backup = "-backupsecret x.bak";

        assertThat(contoso.ssoconfig("SSO02", backup, "sixsix", "sixsix", "").screen())
                .contains("ERROR: 0xC0002A54 : ");
        assertThat(contoso.ssoconfig("SSO02", backup, "p".repeat(257), "p".repeat(257), "")
                        .screen())
                .contains("ERROR: 0xC0002A57 : ");
        assertThat(contoso.ssoconfig("SSO02", backup, "p".repeat(256), "p".repeat(256), "r".repeat(513))
                        .screen())
                .contains("ERROR: 0xC0002A58 : ");
        assertThat(contoso.ssoconfig("SSO02", backup, "one-password", "another", "")
                        .exitCode())
                .isNotZero();
    }

    private BackupWorkshop workshop(String server) {
        return new BackupWorkshop(contoso.server(server).windows(), TestSystem.PASSWORD);
    }
}
