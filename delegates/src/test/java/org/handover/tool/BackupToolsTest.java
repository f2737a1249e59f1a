package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.tool.Answers.read;

import java.util.List;
import org.handover.console.PromptScript;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackupToolsTest {

    private static final WindowsPath FOLDER = WindowsPath.of("C:\\Program Files\\Handover\\Backups");

    @Test
    void the_backup_is_asked_for_its_password_twice_and_then_for_its_reminder() {
        PromptScript script = BackUpSecret.answering(() -> "password".toCharArray(), () -> "reminder".toCharArray());

        assertThat(script.prompts()).hasSize(3);
        List<String> prompts = List.of("Password :", "Confirm Password :", "Password reminder :");
        for (int i = 0; i < prompts.size(); i++) {
            for (int j = 0; j < prompts.size(); j++) {
                assertThat(script.prompts()
                                .get(i)
                                .line()
                                .matcher(prompts.get(j))
                                .matches())
                        .as("%s answered as %s", prompts.get(j), prompts.get(i))
                        .isEqualTo(i == j);
            }
        }
    }

    @Test
    void the_backup_takes_the_file_between_quotes_and_no_password() {
        InstallDirectory installed = new InstallDirectory(WindowsPath.of("C:\\SSO"));

        assertThat(BackUpSecret.into(installed, FOLDER.child("a b.bak")).commandLine())
                .isEqualTo(
                        "\"C:\\SSO\\ssoconfig.exe\" -backupSecret \"C:\\Program Files\\Handover\\Backups\\a b.bak\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2   AUTO_START,AUTOMATIC",
        "2   AUTO_START  (DELAYED),AUTOMATIC_DELAYED",
        "3   DEMAND_START,DEMAND",
        "4   DISABLED,DISABLED",
        "3   AUF_ANFORDERUNG,DEMAND"
    })
    void the_start_type_is_read_by_its_number(String printed, StartType expected) {
        String output =
                """
                [SC] QueryServiceConfig ERFOLG

                SERVICE_NAME: ENTSSO
                        TYP                : 10  WIN32_OWN_PROCESS
                        STARTTYP           : %s
                        FEHLERSTEUERUNG    : 1   NORMAL
                """
                        .formatted(printed);

        assertThat(read(StartType.ofEntsso(), 0, output)).isEqualTo(new StartType.Answer.Known(expected));
    }

    @ParameterizedTest
    @CsvSource({"''", "[SC] OpenService FAILED 1060:", "SERVICE_NAME: ENTSSO"})
    void an_answer_without_a_start_type_means_cannot_tell(String output) {
        assertThat(read(StartType.ofEntsso(), 1060, output)).isInstanceOf(StartType.Answer.CannotTell.class);
    }

    @Test
    void a_start_type_is_set_with_the_blank_that_sc_demands() {
        assertThat(StartType.commandToSet("disabled")).isEqualTo("sc config ENTSSO start= disabled");
        assertThat(StartType.of("delayed-auto")).isEqualTo(StartType.AUTOMATIC_DELAYED);
    }

    @Test
    void the_sid_of_a_group_comes_from_the_acting_logon() {
        String groups =
                """
                "Group Name","Type","SID","Attributes"
                "CONTOSO\\SSO Administrators","Group","S-1-5-21-1-2-3-1105","Mandatory group"
                "SSO01\\Local SSO","Alias","S-1-5-21-9-9-9-1001","Mandatory group"
                """;

        assertThat(read(GroupSid.of("CONTOSO\\SSO Administrators"), 0, groups))
                .isEqualTo(new GroupSid.Answer.Known(List.of("S-1-5-21-1-2-3-1105")));
        assertThat(read(GroupSid.of("contoso\\sso administrators; Local SSO"), 0, groups))
                .isEqualTo(new GroupSid.Answer.Known(List.of("S-1-5-21-1-2-3-1105", "S-1-5-21-9-9-9-1001")));
        assertThat(read(GroupSid.of("FABRIKAM\\SSO Administrators"), 0, groups))
                .isInstanceOf(GroupSid.Answer.CannotTell.class);
    }

    @Test
    void rights_are_given_by_sid_and_nothing_is_inherited() {
        assertThat(FileRights.ofFolder(FOLDER, List.of("S-1-5-21-1")).commandLine())
                .isEqualTo(
                        "icacls \"" + FOLDER
                                + "\" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-21-1:(OI)(CI)M");
        assertThat(FileRights.ofFile(FOLDER.child("a.bak"), List.of()).commandLine())
                .endsWith("/inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F");
        assertThat(read(FileRights.ofFolder(FOLDER, List.of()), 0, "whatever it says"))
                .isEqualTo(new FileRights.Answer.Done());
        assertThat(read(FileRights.ofFolder(FOLDER, List.of()), 5, "denied"))
                .isInstanceOf(FileRights.Answer.CannotTell.class);
    }
}
