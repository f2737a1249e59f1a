package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.handover.tool.Answers.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.handover.sso.EntssoError;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that only the checks and proofs type, read in several languages; an unknown layout is never guessed at. */
class CheckToolsTest {
    private static final WindowsPath FILE = WindowsPath.of("d:\\Restore\\SSO01.bak");
    private static final InstallDirectory INSTALLED = new InstallDirectory(WindowsPath.of("C:\\SSO"));

    // reg query

    @Test
    void values_are_read_whatever_their_order_and_the_language_around_them() {
        String output =
                """

                HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO
                    Type    REG_DWORD    0x10
                    Start    REG_DWORD    0x2
                    ImagePath    REG_EXPAND_SZ    "C:\\Programme\\ENTSSO.exe"
                    DelayedAutostart    REG_DWORD    0x1
                    ObjectName    REG_SZ    CONTOSO\\svc entsso
                    Description    REG_SZ

                HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO\\Performance
                    Start    REG_DWORD    0x4
                """;

        RegistryValues.Answer answer = read(RegistryValues.of(RegistryValues.ENTSSO_SERVICE), 0, output);

        assertThat(answer).isInstanceOfSatisfying(RegistryValues.Answer.Known.class, known -> {
            assertThat(known.text("objectname")).contains("CONTOSO\\svc entsso");
            assertThat(known.number("Start")).isEqualTo(OptionalLong.of(2));
            assertThat(known.text("Description")).isEmpty();
            assertThat(known.text("nothing")).isEmpty();
            assertThat(known.number("ObjectName")).isEmpty();
        });
        assertThat(ServiceSettings.of(answer))
                .contains(new ServiceSettings("CONTOSO\\svc entsso", OptionalLong.of(2), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.",
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\Other\n    Server    REG_SZ    x"
            })
    void a_key_that_is_not_listed_cannot_be_told(String output) {
        assertThat(read(RegistryValues.of(RegistryValues.SSO_DATABASE), 1, output))
                .isInstanceOf(RegistryValues.Answer.CannotTell.class);
    }

    @Test
    void a_key_without_values_is_known_to_have_none() {
        assertThat(read(
                        RegistryValues.of(RegistryValues.SSO_DATABASE),
                        0,
                        "\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SQL\n"))
                .isInstanceOfSatisfying(RegistryValues.Answer.Known.class, known -> assertThat(known.values())
                        .isEmpty());
    }

    @Test
    void a_service_with_a_dollar_is_asked_between_quotes_and_a_quote_is_refused() {
        assertThat(RegistryValues.ofService("BTSSvc$Host 1").commandLine())
                .isEqualTo("reg query \"HKLM\\SYSTEM\\CurrentControlSet\\Services\\BTSSvc$Host 1\" /reg:64");
        assertThatThrownBy(() -> RegistryValues.ofService("a\" & del")).isInstanceOf(RefusedValueException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "LocalSystem, true",
        "NT AUTHORITY\\LocalService, true",
        "NT AUTHORITY\\NetworkService, false",
        "CONTOSO\\svc, false"
    })
    void entsso_does_not_run_under_local_system_or_local_service(String account, boolean never) {
        assertThat(new ServiceSettings(account, OptionalLong.of(2), false).neverAllowed())
                .isEqualTo(never);
    }

    @Test
    void a_biztalk_host_is_known_by_the_arguments_of_its_program() {
        RegistryValues.Answer key = read(
                RegistryValues.ofService("BTSSvc$A"),
                0,
                "\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\BTSSvc$A\n    ImagePath    REG_EXPAND_SZ    \"C:\\x\\BTSNTSvc64.exe\" -group \"BizTalk Group\" -name \"A\" -btsapp \"{1}\"\n");

        assertThat(BizTalkHost.isOne("BTSSvc$A")).isTrue();
        assertThat(BizTalkHost.isOne("SnaBase")).isFalse();
        assertThat(BizTalkHost.of(key)).contains(new BizTalkHost("BizTalk Group", "A"));
        assertThat(BizTalkHost.of(new RegistryValues.Answer.CannotTell("x"))).isEmpty();
    }

    // fsutil

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Volume Name : Data;File System Name : NTFS;Supports Compression | NTFS",
                "Volumename : ;Dateisystemname : NTFS;Unterstützt Dateikomprimierung | NTFS",
                "Nom du système de fichiers : FAT32 | FAT32",
                "Datenträgername : x;Name des Dateisystems : exFAT | EXFAT"
            })
    void the_file_system_is_known_by_its_name_whatever_the_label(String output, String name) {
        assertThat(read(Volume.fileSystemOf(FILE), 0, output.replace(';', '\n')))
                .isEqualTo(new Volume.FileSystem.Known(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Fehler: Zugriff verweigert", "Name : NTFS\nFile System Name : FAT32", "Typ : unbekannt"})
    void no_or_two_file_systems_cannot_be_told(String output) {
        assertThat(read(Volume.fileSystemOf(FILE), 1, output)).isInstanceOf(Volume.FileSystem.CannotTell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Total # of free bytes        : 45097156608;Total # of bytes             : 53317988352;Total # of avail free bytes  : 45097156608 | 45097156608",
                "Total free bytes        :  60,231,491,584 ( 56.1 GB);Total bytes             : 254,721,126,400 (237.2 GB) | 60231491584",
                "Freie Bytes insgesamt : 60.231.491.584 ( 56,1 GB);Bytes insgesamt : 254.721.126.400 (237,2 GB) | 60231491584",
                "Octets libres : 60 231 491 584;Octets : 254 721 126 400 | 60231491584"
            })
    void free_bytes_are_read_whatever_separates_their_digits(String output, long bytes) {
        assertThat(read(Volume.freeOn(FILE), 0, output.replace(';', '\n'))).isEqualTo(new Volume.Free.Known(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "frei : viel\ngesamt : mehr", "Total bytes : 300\nFree bytes : 200", "a : 5"})
    void free_bytes_in_no_known_order_cannot_be_told(String output) {
        assertThat(read(Volume.freeOn(FILE), 0, output)).isInstanceOf(Volume.Free.CannotTell.class);
    }

    @Test
    void a_drive_is_asked_by_its_letter() {
        assertThat(Volume.fileSystemOf(FILE).commandLine()).isEqualTo("fsutil fsinfo volumeinfo D:\\");
        assertThat(Volume.freeOn(FILE).commandLine()).isEqualTo("fsutil volume diskfree D:");
    }

    // The clock

    @Test
    void a_clock_is_known_within_the_time_that_the_command_took() {
        assertThat(read(Clocks.read(), 0, "2026-11-22T12:00:11.0000000Z\n"))
                .isEqualTo(new Clocks.Answer.Known(Duration.ofSeconds(9), Duration.ofSeconds(11)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "22.11.2026 12:00:11",
                "2026-11-22T12:00:11.0Z\n2026-11-22T12:00:11.0Z",
                "'powershell' ist falsch"
            })
    void another_format_of_the_time_cannot_be_told(String output) {
        assertThat(read(Clocks.read(), 0, output)).isInstanceOf(Clocks.Answer.CannotTell.class);
    }

    @Test
    void a_pasted_time_is_of_no_use_because_nobody_knows_when_it_was_read() {
        assertThat(read(Clocks.read(), null, "2026-11-22T12:00:11.0000000Z"))
                .isInstanceOf(Clocks.Answer.CannotTell.class);
    }

    // net localgroup

    @Test
    void the_members_of_a_local_group_stand_between_the_rule_and_the_last_line() {
        String german =
                """
                Aliasname        SSO Administrators
                Beschreibung     Dürfen alles

                Mitglieder

                -------------------------------------------------------------------------------
                CONTOSO\\svc-entsso
                Administrator
                Der Befehl wurde erfolgreich ausgeführt.

                """;

        LocalGroup.Answer answer = read(LocalGroup.members("SSO Administrators"), 0, german);

        assertThat(answer).isEqualTo(new LocalGroup.Answer.Known(List.of("CONTOSO\\svc-entsso", "Administrator")));
        LocalGroup.Answer.Known known = (LocalGroup.Answer.Known) answer;
        assertThat(known.lists("contoso\\SVC-ENTSSO")).isTrue();
        assertThat(known.lists(".\\administrator")).isTrue();
        assertThat(known.lists("CONTOSO\\svc")).isFalse();
    }

    @Test
    void a_group_that_is_not_there_cannot_be_told_and_a_name_with_quotes_is_refused() {
        assertThat(read(LocalGroup.members("x"), 2, "Systemfehler 1376 aufgetreten.\n"))
                .isInstanceOf(LocalGroup.Answer.CannotTell.class);
        assertThatThrownBy(() -> LocalGroup.members("x\" & y")).isInstanceOf(RefusedValueException.class);
    }

    // Cluster and updates

    @Test
    void a_cluster_is_asked_which_services_it_owns() {
        String hive =
                "\nHKEY_LOCAL_MACHINE\\Cluster\\Resources\n\nHKEY_LOCAL_MACHINE\\Cluster\\Resources\\1\\Parameters\n    ServiceName    REG_SZ    EntSSO\n\nSuche beendet: 1 Übereinstimmung(en) gefunden.\n";

        assertThat(read(Cluster.services(), 0, hive))
                .isInstanceOfSatisfying(Cluster.Answer.Known.class, known -> assertThat(known.hasEntsso())
                        .isTrue());
        assertThat(read(Cluster.services(), 1, "HKEY_LOCAL_MACHINE\\Cluster\\Groups\nSuche beendet: 0\n"))
                .isEqualTo(new Cluster.Answer.Known(List.of()));
        assertThat(read(Cluster.services(), 1, "FEHLER: Zugriff verweigert\n"))
                .isInstanceOf(Cluster.Answer.CannotTell.class);
        assertThat(read(Cluster.services(), 1, "HKEY_LOCAL_MACHINE\\Cluster\\Groups\nFEHLER: Zugriff verweigert\n"))
                .as("what is denied may hold ENTSSO")
                .isInstanceOf(Cluster.Answer.CannotTell.class);
        String another = hive.replace("EntSSO", "MSSQLSERVER");
        assertThat(read(Cluster.services(), 0, another)).isEqualTo(new Cluster.Answer.Known(List.of("MSSQLSERVER")));
        assertThat(read(Cluster.services(), 0, another.replace("\nSuche", "FEHLER: Zugriff verweigert\n\nSuche")))
                .isInstanceOf(Cluster.Answer.CannotTell.class);
    }

    @Test
    void an_update_is_proven_by_a_key_or_a_value_with_its_number_only() {
        String uninstall = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";

        assertThat(read(Updates.restoreFix(), 0, uninstall + "\\{A}.KB3062831\n"))
                .isEqualTo(new Updates.Answer.Installed());
        assertThat(read(Updates.restoreFix(), 0, uninstall + "\\x\n    DisplayName    REG_SZ    Update (KB3062831)\n"))
                .isEqualTo(new Updates.Answer.Installed());
        assertThat(read(Updates.restoreFix(), 1, uninstall + "\\x\nEnd of search: 0 match(es) found for 3062831.\n"))
                .isEqualTo(new Updates.Answer.NotListed());
        assertThat(read(Updates.restoreFix(), 1, "ERROR\n")).isInstanceOf(Updates.Answer.CannotTell.class);
    }

    // Ports

    @Test
    void a_port_is_reached_or_not_and_everything_else_cannot_be_told() {
        ToolCommand<Port.Answer> command = Port.reaches(SsoServerName.of("SSO02"), Port.RPC);

        assertThat(read(command, 0, "True\n")).isEqualTo(new Port.Answer.Reached());
        assertThat(read(command, 0, "False\n")).isEqualTo(new Port.Answer.NotReached());
        assertThat(read(command, 1, "Ausnahme\n")).isInstanceOf(Port.Answer.CannotTell.class);
    }

    // ssoconfig -status, ssomanage -displayapp

    @Test
    void the_status_says_who_is_the_secret_server_only_under_a_label_that_is_known() {
        ToolCommand<SsoConfig.Status> command = new SsoConfig(INSTALLED).status();

        assertThat(command.commandLine()).isEqualTo("\"C:\\SSO\\ssoconfig.exe\" -status");
        assertThat(read(command, 0, "Status : Online\nSecret server : Yes\n"))
                .isInstanceOfSatisfying(SsoConfig.Status.Known.class, known -> assertThat(known.isSecretServer())
                        .contains(true));
        assertThat(read(command, 0, "Geheimnisserver : Ja\n"))
                .isInstanceOfSatisfying(SsoConfig.Status.Known.class, known -> assertThat(known.isSecretServer())
                        .isEmpty());
        assertThat(read(command, 1, "ERROR: 0xC0002A0F : x\n"))
                .isEqualTo(new SsoConfig.Status.CannotTell("ssoconfig -status answers 0xC0002A0F."));
        assertThat(read(command, 0, "ready\n")).isInstanceOf(SsoConfig.Status.CannotTell.class);
    }

    @Test
    void an_application_is_there_or_not_by_code_and_by_name() {
        ToolCommand<SsoManage.Application> command = new SsoManage(INSTALLED).displayApp("HandoverProof");

        assertThat(read(command, 0, "Anwendungsname : HandoverProof\n")).isEqualTo(new SsoManage.Application.There());
        assertThat(read(command, 1, "FEHLER: 0xC0002A04 : gibt es nicht\n"))
                .isEqualTo(new SsoManage.Application.NotThere());
        assertThat(read(command, 1, "ERROR: 0x80004001 : x\n")).isInstanceOf(SsoManage.Application.CannotTell.class);
        assertThat(read(command, 0, "")).isInstanceOf(SsoManage.Application.CannotTell.class);
    }

    // The Config Store application

    @Test
    void the_script_touches_its_own_application_only_and_fits_on_a_command_line() {
        ToolCommand<ConfigStore.Answer> set = ConfigStore.set("b0a6-1");

        assertThat(set.commandLine()).hasSizeLessThan(8_000);
        assertThat(set.commandLine()).doesNotContain("\"").doesNotContain("%").doesNotContain("&");
        assertThat(ConfigStore.scriptOf(set))
                .contains("[Proof]::Set('HandoverProof', 'b0a6-1')")
                .contains("Is64BitProcess");
        assertThat(ConfigStore.scriptOf(ConfigStore.get())).doesNotContain("[Proof]::Set(");
        assertThatThrownBy(() -> ConfigStore.set("x'; rm")).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void its_answer_is_a_marked_line_an_error_code_or_not_known() {
        ToolCommand<ConfigStore.Answer> get = ConfigStore.get();

        assertThat(read(get, 0, "HANDOVER-PROOF abc\n")).isEqualTo(new ConfigStore.Answer.Value("abc"));
        assertThat(read(get, 0, "HANDOVER-PROOF-EMPTY\n")).isEqualTo(new ConfigStore.Answer.Empty());
        assertThat(read(get, 0, "HANDOVER-PROOF-ERROR 0xC0002A1F\n"))
                .isEqualTo(new ConfigStore.Answer.Failed(EntssoError.of("0xC0002A1F")));
        assertThat(read(get, 0, "HANDOVER-PROOF-ERROR 0x80090005\n"))
                .isEqualTo(new ConfigStore.Answer.Failed(EntssoError.of("0x80090005")));
        assertThat(read(get, 0, "HANDOVER-PROOF-ERROR 0xC0002A05\n"))
                .as("nothing was ever stored")
                .isEqualTo(new ConfigStore.Answer.Empty());
        assertThat(List.of("0xC0002A5A", "0xC0002A03", "0x80040154"))
                .as("no access, switched off, and a class that is not registered say nothing about the secret")
                .allSatisfy(code -> assertThat(read(get, 0, "HANDOVER-PROOF-ERROR " + code + "\n"))
                        .isInstanceOfSatisfying(
                                ConfigStore.Answer.CannotTell.class,
                                unknown -> assertThat(unknown.reason()).contains(code)));
        assertThat(read(get, 1, "Add-Type: HRESULT: 0x80131515\n"))
                .as("a code that is not that of the call")
                .isInstanceOf(ConfigStore.Answer.CannotTell.class);
        assertThat(read(get, 1, "not 64-bit\n")).isInstanceOf(ConfigStore.Answer.CannotTell.class);
        assertThat(Optional.of(get.commandLine())).contains(ConfigStore.get().commandLine());
    }
}
