package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.handover.console.PromptScript;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.GlobalInfo;
import org.handover.sso.Msid;
import org.handover.sso.RefusedValueException;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsTest {
    private static final WindowsPath FOLDER =
            WindowsPath.of("C:\\Program Files\\Common Files\\Enterprise Single Sign-On");
    private static final InstallDirectory INSTALLED = new InstallDirectory(FOLDER);
    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO 01.bak");
    private static final WindowsPath CLAIM = WindowsPath.of("C:\\Handover\\prod-FO-000001-restoreSecret-1");
    private static final String MSID = "8f26122c-4830-4216-bba5-e49dca3ba13b";

    private static <A> A read(ToolCommand<A> command, @Nullable Integer exitCode, String output) {
        return command.read(new Transcript(command.commandLine(), exitCode, output, Instant.EPOCH, Duration.ZERO));
    }

    // ssomanage, ssoconfig

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

    // sc, net

    private static String queryex(String type, String state, String number, String pid) {
        return """

                SERVICE_NAME: ENTSSO
                        %s               : 10  WIN32_OWN_PROCESS
                        %s              : %s
                                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
                        WIN32_EXIT_CODE    : 0  (0x0)
                        SERVICE_EXIT_CODE  : 0  (0x0)
                        CHECKPOINT         : 0x0
                        WAIT_HINT          : 0x0
                        PID                : %s
                        FLAGS              :
                """
                .formatted(type, state, number, pid);
    }

    @Test
    void the_state_of_a_service_is_read_by_number_in_any_language() {
        ToolCommand<ServiceStatus> command = Services.query(Services.ENTSSO);

        assertThat(command.commandLine()).isEqualTo("sc queryex ENTSSO");
        assertThat(read(command, 0, queryex("TYPE ", "STATE", "4  RUNNING", "1234")))
                .isEqualTo(new ServiceStatus.Known(ServiceState.RUNNING, 1234, 0));
        assertThat(read(command, 0, queryex("TYP  ", "STATUS", "3  WIRD BEENDET", "77")))
                .isEqualTo(new ServiceStatus.Known(ServiceState.STOP_PENDING, 77, 0));
        assertThat(read(command, 0, queryex("TYPE ", "\u00c9TAT", "1  STOPPED", "0"))
                        .is(ServiceState.STOPPED))
                .isTrue();
        assertThat(read(
                        command,
                        1060,
                        "[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThere is no such service.\n"))
                .isEqualTo(new ServiceStatus.NotInstalled());
        assertThat(read(command, 5, "[SC] EnumQueryServicesStatus:OpenService FEHLER 5:\n\nZugriff verweigert\n"))
                .isEqualTo(new ServiceStatus.CannotTell("sc reports error 5."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RUNNING",
                "SERVICE_NAME: ENTSSO\n",
                "SERVICE_NAME: ENTSSO\n   TYPE : 10 X\n   STATE : 9  FLYING\n"
            })
    void a_service_in_an_unknown_layout_cannot_be_told(String output) {
        assertThat(read(Services.query("ENTSSO"), 0, output)).isInstanceOf(ServiceStatus.CannotTell.class);
    }

    @Test
    void the_dependents_are_counted_and_the_running_ones_named_in_the_order_of_starting() {
        String block =
                """

                SERVICE_NAME: %s
                DISPLAY_NAME: BizTalk Service BizTalk Group : %s
                        TYPE               : 10  WIN32_OWN_PROCESS
                        STATE              : %s
                                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
                        WIN32_EXIT_CODE    : 0  (0x0)
                        SERVICE_EXIT_CODE  : 0  (0x0)
                        CHECKPOINT         : 0x0
                        WAIT_HINT          : 0x0
                """;
        String three = block.formatted("BTSSvc$A", "A", "4  RUNNING")
                + block.formatted("BTSSvc$B", "B", "1  STOPPED")
                + block.formatted("BTSSvc$C", "C", "2  START_PENDING");
        ToolCommand<Dependents> command = Services.dependents("ENTSSO");

        Dependents answer = read(command, 0, "[SC] EnumDependentServices: entriesread = 3\n" + three);

        assertThat(answer).isInstanceOf(Dependents.Known.class);
        assertThat(((Dependents.Known) answer).services())
                .hasSize(3)
                .contains(new Dependents.Dependent("BTSSvc$B", ServiceState.STOPPED));
        assertThat(((Dependents.Known) answer).running()).containsExactly("BTSSvc$C", "BTSSvc$A");
        assertThat(read(command, 0, "Enum: entriesRead  = 0\n")).isEqualTo(new Dependents.Known(List.of()));
        assertThat(read(command, 0, "[SC] EnumDependentServices: entriesread = 4\n" + three))
                .isInstanceOf(Dependents.CannotTell.class);
        assertThat(read(command, 0, three)).isInstanceOf(Dependents.CannotTell.class);
        assertThat(read(command, 1060, "[SC] EnumDependentServices:OpenService FAILED 1060:\n"))
                .isEqualTo(new Dependents.NotInstalled());
        assertThat(read(command, 234, "[SC] EnumDependentServices FAILED 234:\n"))
                .isInstanceOf(Dependents.CannotTell.class);
    }

    @Test
    void net_is_typed_without_questions_and_read_by_numbers() {
        assertThat(Services.stop("ENTSSO").commandLine()).isEqualTo("net stop ENTSSO /y");
        assertThat(Services.start("BTSSvc$Host (1)").commandLine()).isEqualTo("net start \"BTSSvc$Host (1)\"");
        assertThat(read(Services.stop("ENTSSO"), 0, "Der Dienst wurde beendet.\n"))
                .isEqualTo(new Services.Net.Done());
        assertThat(read(
                        Services.stop("ENTSSO"),
                        2,
                        "Nicht gestartet.\n\nSie erhalten weitere Hilfe, wenn Sie NET HELPMSG 3521 eingeben.\n"))
                .isEqualTo(new Services.Net.WasSoAlready());
        assertThat(read(Services.start("ENTSSO"), 2, "x\n\nMore help: NET HELPMSG 2182.\n"))
                .isEqualTo(new Services.Net.WasSoAlready());
        assertThat(read(Services.start("ENTSSO"), 2, "x\n\nMore help: NET HELPMSG 2186.\n"))
                .isEqualTo(new Services.Net.Failed(2186));
        assertThat(read(Services.start("ENTSSO"), 2, "Systemfehler 5 aufgetreten.\n\nZugriff verweigert\n"))
                .isEqualTo(new Services.Net.Failed(5));
        assertThat(read(Services.start("ENTSSO"), 1, "no\n")).isEqualTo(new Services.Net.Failed(null));
        assertThat(read(Services.start("ENTSSO"), null, "The service was started successfully.\n"))
                .isInstanceOf(Services.Net.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A & calc", "A\"", "A%B%", "A|b", "A\nB", " A", "/y"})
    void a_service_name_that_could_mean_more_is_refused(String name) {
        assertThatThrownBy(() -> Services.start(name)).isInstanceOf(RefusedValueException.class);
    }

    // reg

    private static final String LONG = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO";

    @Test
    void the_msids_under_ssoss_are_read_and_a_missing_key_is_told_from_a_forbidden_one() {
        ToolCommand<RegistryQuery.Msids> command = RegistryQuery.msids();
        String parent = "\n" + LONG + "\n    InstallDir    REG_SZ    C:\\x\n\n" + LONG + "\\SQL\n";

        assertThat(command.commandLine())
                .isEqualTo(
                        "reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO /reg:64 & reg query HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS /reg:64");
        assertThat(read(
                        command,
                        0,
                        parent + LONG + "\\SSOSS\n\n" + LONG + "\\SSOSS\\{" + MSID.toUpperCase(Locale.ROOT) + "}\n"))
                .isEqualTo(new RegistryQuery.Msids.Present(List.of(Msid.of(MSID))));
        assertThat(read(command, 1, parent + "FEHLER: Nicht gefunden.\n")).isEqualTo(new RegistryQuery.Msids.None());
        assertThat(read(command, 0, parent + LONG + "\\SSOSS\n")).isEqualTo(new RegistryQuery.Msids.None());
        assertThat(read(command, 1, parent + LONG + "\\SSOSS\nFEHLER: Zugriff verweigert\n"))
                .isEqualTo(new RegistryQuery.Msids.Denied());
        assertThat(read(command, 1, "ERROR: x\nERROR: x\n")).isInstanceOf(RegistryQuery.Msids.CannotTell.class);
        assertThat(read(command, 0, parent + LONG + "\\SSOSS\\current\n"))
                .isInstanceOf(RegistryQuery.Msids.CannotTell.class);
        assertThat(read(command, null, parent + LONG + "\\SSOSS\n")).isInstanceOf(RegistryQuery.Msids.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    ImagePath    REG_EXPAND_SZ    \"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ENTSSO.exe\"",
                "    ImagePath    REG_SZ    C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\entsso.EXE",
                "    ImagePath    REG_SZ    \"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ENTSSO.exe\" -service"
            })
    void the_install_directory_is_the_folder_of_the_services_program(String line) {
        assertThat(read(
                        RegistryQuery.installDirectory(),
                        0,
                        "\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO\n" + line + "\n\n"))
                .isEqualTo(new RegistryQuery.Install.Found(INSTALLED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ERROR: x",
                "    ImagePath    REG_EXPAND_SZ    %CommonProgramFiles%\\Enterprise Single Sign-On\\ENTSSO.exe",
                "    ImagePath    REG_SZ    \\\\SSO01\\c$\\ENTSSO.exe"
            })
    void an_image_path_that_cannot_be_used_cannot_be_told(String output) {
        assertThat(read(RegistryQuery.installDirectory(), 0, output))
                .isInstanceOf(RegistryQuery.Install.CannotTell.class);
    }

    // wevtutil

    private static String event(long recordId, int id, String source, String data) {
        return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='" + source
                + "'/><EventID Qualifiers='16384'>" + id
                + "</EventID><Level>4</Level><Task>0</Task><Keywords>0x80000000000000</Keywords>"
                + "<TimeCreated SystemTime='2026-03-01T02:03:04.1234567Z'/><EventRecordID>" + recordId
                + "</EventRecordID><Channel>Application</Channel><Computer>SSO02</Computer><Security/></System><EventData>"
                + data
                + "</EventData></Event>";
    }

    @Test
    void events_are_read_with_their_ids_and_parameters_oldest_first() {
        ToolCommand<EventQuery.Events> command = EventQuery.newerThan(100, 10523, 10524);

        assertThat(command.commandLine())
                .isEqualTo(
                        "wevtutil qe Application /q:\"*[System[Provider[@Name='ENTSSO'] and (EventID=10523 or EventID=10524) and EventRecordID>100]]\" /c:256 /rd:true /f:XML");
        String output = event(103, 10524, "ENTSSO", "<Data>C:\\a &amp; b</Data>")
                + "\n"
                + event(102, 10523, "ENTSSO", "<Data>C:\\Restore\\SSO01.bak</Data><Data>" + MSID + "</Data><Data/>")
                + event(99, 10523, "ENTSSO", "") + event(104, 10523, "Other", "") + event(105, 10502, "ENTSSO", "");

        EventQuery.Events answer = read(command, 0, output);

        assertThat(answer).isInstanceOf(EventQuery.Events.Known.class);
        EventQuery.Events.Known known = (EventQuery.Events.Known) answer;
        assertThat(known.events()).extracting(EventRecord::recordId).containsExactly(102L, 103L);
        assertThat(known.withId(10523))
                .containsExactly(new EventRecord(
                        102,
                        10523,
                        "ENTSSO",
                        4,
                        Instant.parse("2026-03-01T02:03:04.1234567Z"),
                        List.of("C:\\Restore\\SSO01.bak", MSID, "")));
    }

    @Test
    void rendered_events_are_read_as_well() {
        String rendered = event(7, 10502, "ENTSSO", "")
                .replace(
                        "</Event>",
                        "<RenderingInfo Culture='de-DE'><Message>Der Dienst &gt; läuft.</Message><Level>Informationen</Level></RenderingInfo></Event>");

        assertThat(read(EventQuery.latest(), 0, rendered)).isEqualTo(new EventQuery.Latest.Known(7));
    }

    @Test
    void no_events_are_an_answer_unless_nothing_was_pasted() {
        assertThat(read(EventQuery.newerThan(1, 10523), 0, "")).isEqualTo(new EventQuery.Events.Known(List.of()));
        assertThat(read(EventQuery.latest(), 0, "\n")).isEqualTo(new EventQuery.Latest.Known(0));
        assertThat(read(EventQuery.newerThan(1, 10523), null, "")).isInstanceOf(EventQuery.Events.CannotTell.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zugriff verweigert",
                "<Event><System/></Event>",
                "<Event><System><EventID>x</EventID></System></Event>",
                "<Event>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><Event>&e;</Event>"
            })
    void what_is_no_list_of_events_cannot_be_told(String output) {
        assertThat(read(EventQuery.newerThan(1, 10523), 0, output)).isInstanceOf(EventQuery.Events.CannotTell.class);
        assertThat(read(EventQuery.latest(), 0, output)).isInstanceOf(EventQuery.Latest.CannotTell.class);
    }

    @Test
    void wevtutils_own_errors_cannot_be_told() {
        assertThat(read(EventQuery.latest(), 5, ""))
                .isEqualTo(new EventQuery.Latest.CannotTell("wevtutil reports error 5."));
    }

    // the small ones

    @Test
    void tasklist_tells_running_from_not_running() {
        ToolCommand<TaskList.Answer> command = TaskList.running("ssoconfig.exe");

        assertThat(command.commandLine()).isEqualTo("tasklist /fo csv /nh /fi \"IMAGENAME eq ssoconfig.exe\"");
        assertThat(
                        read(
                                command,
                                0,
                                "\"ssoconfig.exe\",\"4711\",\"Services\",\"0\",\"5.123 K\"\n\"SSOCONFIG.EXE\",\"4712\",\"Services\",\"0\",\"1 K\"\n"))
                .isEqualTo(new TaskList.Answer.Running(List.of(4711, 4712)));
        assertThat(read(command, 0, "INFORMATION: Es werden keine Aufgaben ausgeführt.\n"))
                .isEqualTo(new TaskList.Answer.NotRunning());
        assertThat(read(command, 1, "FEHLER: x\n")).isInstanceOf(TaskList.Answer.CannotTell.class);
        assertThat(read(command, 0, "")).isInstanceOf(TaskList.Answer.CannotTell.class);
        assertThatThrownBy(() -> TaskList.running("a\" & calc")).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void whoami_tells_an_elevated_logon_by_its_label() {
        String filtered =
                "\"Gruppenname\",\"Typ\",\"SID\",\"Attribute\"\n\"Jeder\",\"Bekannte Gruppe\",\"S-1-1-0\",\"x\"\n";

        WhoAmI.Answer low = read(WhoAmI.groups(), 0, filtered + "\"Mittel\",\"Bezeichnung\",\"S-1-16-8192\",\"\"\n");
        WhoAmI.Answer high = read(WhoAmI.groups(), 0, filtered + "\"Hoch\",\"Bezeichnung\",\"S-1-16-12288\",\"\"\n");

        assertThat(((WhoAmI.Answer.Known) low).elevated()).isFalse();
        assertThat(((WhoAmI.Answer.Known) high).elevated()).isTrue();
        assertThat(read(WhoAmI.groups(), 1, "ERROR")).isInstanceOf(WhoAmI.Answer.CannotTell.class);
    }

    @Test
    void hostname_says_where_one_is() {
        assertThat(read(HostName.ask(), 0, "SSO02\n")).isEqualTo(new HostName.Answer.Known(SsoServerName.of("SSO02")));
        assertThat(read(HostName.ask(), 0, "")).isInstanceOf(HostName.Answer.CannotTell.class);
        assertThat(read(HostName.ask(), 1, "not a name")).isInstanceOf(HostName.Answer.CannotTell.class);
    }

    @Test
    void a_digest_is_the_one_line_of_64_digits() {
        String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        ToolCommand<FileHash.Answer> command = FileHash.sha256(FILE);

        assertThat(command.commandLine()).isEqualTo("certutil -hashfile \"C:\\Restore\\SSO 01.bak\" SHA256");
        assertThat(read(command, 0, "SHA256-Hash von C:\\Restore\\SSO 01.bak:\n" + digest + "\nCertUtil: fertig.\n"))
                .isEqualTo(new FileHash.Answer.Known(Sha256.of(digest)));
        assertThat(read(command, 0, "SHA256:\n" + digest.replaceAll("..(?!$)", "$0 ") + "\n"))
                .isEqualTo(new FileHash.Answer.Known(Sha256.of(digest)));
        assertThat(read(command, 2, "CertUtil: -hashfile FEHLER: 0x80070002 (WIN32: 2)\n"))
                .isEqualTo(new FileHash.Answer.NoSuchFile());
        assertThat(read(command, 5, "CertUtil: 0x80070005 (WIN32: 5)\n")).isEqualTo(new FileHash.Answer.Denied());
        assertThat(read(command, 0, digest + "\n" + digest + "\n")).isInstanceOf(FileHash.Answer.CannotTell.class);
    }

    @Test
    void a_claim_is_made_once() {
        ToolCommand<MakeDirectory.Answer> command = MakeDirectory.claim(CLAIM);

        assertThat(command.commandLine()).isEqualTo("md \"C:\\Handover\\prod-FO-000001-restoreSecret-1\"");
        assertThat(read(command, 0, "")).isEqualTo(new MakeDirectory.Answer.Created());
        assertThat(read(command, 1, "Unterverzeichnis oder Datei " + CLAIM + " existiert bereits.\n"))
                .isEqualTo(new MakeDirectory.Answer.Exists());
        assertThat(read(command, 1, "Zugriff verweigert\n")).isInstanceOf(MakeDirectory.Answer.CannotTell.class);
        assertThat(read(command, null, "")).isInstanceOf(MakeDirectory.Answer.CannotTell.class);
    }
}
