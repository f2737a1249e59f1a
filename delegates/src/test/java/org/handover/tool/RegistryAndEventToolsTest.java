package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.tool.Answers.read;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.handover.sso.Msid;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code reg} and {@code wevtutil} are asked, and what their answers are taken for. */
class RegistryAndEventToolsTest {

    private static final InstallDirectory INSTALLED =
            new InstallDirectory(WindowsPath.of("C:\\Program Files\\Common Files\\Enterprise Single Sign-On"));
    private static final String MSID = "8f26122c-4830-4216-bba5-e49dca3ba13b";

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
}
