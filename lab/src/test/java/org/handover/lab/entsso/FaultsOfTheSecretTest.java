package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong with the master secret and its backups (docs/entsso.md 10.1, 10.2, 12.3): what the operator sees, what its end heals and what not. */
@Tag("long")
class FaultsOfTheSecretTest extends OnContoso {

    private static final String BACKUP = "-backupsecret C:\\Restore\\fresh.bak";
    private static final String RESTORE = "-restoresecret C:\\Restore\\SSO01.bak";

    private String backUp(String server) {
        return contoso.ssoconfig(server, BACKUP, "seven77", "seven77", "r").screen();
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
}
