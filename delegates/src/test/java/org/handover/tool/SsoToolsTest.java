package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.tool.Answers.read;

import org.handover.console.PromptScript;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ssomanage} and {@code ssoconfig} are asked, and what their answers are taken for. */
class SsoToolsTest {

    private static final InstallDirectory INSTALLED =
            new InstallDirectory(WindowsPath.of("C:\\Program Files\\Common Files\\Enterprise Single Sign-On"));
    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO 01.bak");

    @Test
    void the_sso_tools_are_typed_with_their_full_path() {
        SsoManage ssomanage = new SsoManage(INSTALLED);
        String tool = "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\"";

        assertThat(ssomanage.updateDb(WindowsPath.of("C:\\Restore\\u 1.xml")).commandLine())
                .isEqualTo(tool + " -updatedb \"C:\\Restore\\u 1.xml\"");
        assertThat(ssomanage.displayDb().commandLine()).isEqualTo(tool + " -displaydb");
        assertThat(ssomanage.showServer().commandLine()).isEqualTo(tool + " -showserver");
        assertThat(ssomanage.setServer(SsoServerName.of("SSO02")).commandLine()).isEqualTo(tool + " -server SSO02");
        assertThat(new SsoConfig(INSTALLED).restoreSecret(FILE).commandLine())
                .isEqualTo(
                        "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssoconfig.exe\" -restoresecret \"C:\\Restore\\SSO 01.bak\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Using SSO server on this computer\nThe operation completed successfully.\n",
                "The operation completed successfully",
                "Der Vorgang wurde erfolgreich beendet.\n"
            })
    void success_is_known_by_its_line_whatever_the_exit_code(String output) {
        assertThat(read(new SsoManage(INSTALLED).updateDb(FILE), 1, output)).isEqualTo(new SsoAnswer.Done());
    }

    @Test
    void an_error_is_known_by_its_code_whatever_the_language() {
        assertThat(read(
                        new SsoManage(INSTALLED).updateDb(FILE),
                        0,
                        "Using SSO server : SSO02\nFEHLER: 0xC0002A13 : nur ein lokaler Administrator\n"))
                .isEqualTo(new SsoAnswer.Failed(EntssoError.of(EntssoError.NOT_LOCAL_ADMINISTRATOR)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fertig",
                "The operation completed successfully. 0xC0002A13\n0xC0002A13\nThe operation completed successfully."
            })
    void neither_or_both_cannot_be_told(String output) {
        assertThat(read(new SsoConfig(INSTALLED).restoreSecret(FILE), 0, output))
                .isInstanceOf(SsoAnswer.CannotTell.class);
    }

    @Test
    void displaydb_says_who_is_master_and_who_said_so() {
        ToolCommand<SsoManage.DisplayDb> command = new SsoManage(INSTALLED).displayDb();

        assertThat(read(
                        command,
                        0,
                        "Using SSO server on this computer\nSSO secret server name : SSO01\nSSO enabled : Yes\n"))
                .isEqualTo(new SsoManage.DisplayDb.Known(
                        new GlobalInfo("SSO01", null, null, true, null), new ServerInUse.ThisComputer()));
        assertThat(read(command, 0, "Using SSO server : SSO03\nSSO secret server name : SSO01\n"))
                .isEqualTo(new SsoManage.DisplayDb.Known(
                        new GlobalInfo("SSO01", null, null, null, null),
                        new ServerInUse.Other(SsoServerName.of("SSO03"))));
        assertThat(read(command, 1, "Using SSO server : SSO01\nERROR: 0x800706BA: no answer\n"))
                .isEqualTo(new SsoManage.DisplayDb.Failed(EntssoError.of("0x800706BA")));
        assertThat(read(command, 0, "SSO-Geheimnisserver : SSO01\n"))
                .isInstanceOf(SsoManage.DisplayDb.CannotTell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Using SSO server on this computer | ThisComputer[]",
                "Using SSO server : SSO03 | Other[name=SSO03]",
                "SSO server for current user : <not set>;SSO server for all users : <not set> | ThisComputer[]",
                "SSO server for current user : ;SSO server for all users : | ThisComputer[]",
                "SSO server for current user : <not set>;SSO server for all users : SSO01 | Other[name=SSO01]",
                "SSO server for current user : SSO02;SSO server for all users : SSO01 | Other[name=SSO02]",
                "SSO-Server (Benutzer) : SSO02;SSO-Server (alle) : sso02 | Other[name=SSO02]"
            })
    void showserver_says_whom_the_tool_talks_to(String output, String expected) {
        assertThat(read(new SsoManage(INSTALLED).showServer(), 0, output.replace(';', '\n')))
                .hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SSO02", "Benutzer : SSO02\nAlle : SSO01", "ERROR: 0xC0002A0F : x", "Server : not a name"})
    void a_showserver_that_is_not_understood_cannot_be_told(String output) {
        assertThat(read(new SsoManage(INSTALLED).showServer(), 0, output)).isInstanceOf(ServerInUse.CannotTell.class);
    }

    @Test
    void only_a_prompt_for_the_password_is_answered_with_it() {
        PromptScript script = SsoConfig.answering(() -> "secret".toCharArray(), reminder -> {});

        assertThat(script.prompts()).hasSize(1);
        assertThat(script.prompts().get(0).line().matcher("Password :").matches())
                .isTrue();
        assertThat(script.prompts().get(0).line().matcher("Password reminder :").matches())
                .isFalse();
        assertThat(script.prompts().get(0).line().matcher("Confirm Password :").matches())
                .isFalse();
        assertThat(script.prompts().get(0).line().matcher("Continue? (y/n) :").matches())
                .isFalse();
    }
}
