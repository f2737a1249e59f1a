package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.handover.tool.Answers.read;

import java.util.List;
import org.handover.sso.RefusedValueException;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Test;

/** What the programs of Windows with one short answer are asked, and what it is taken for. */
class SmallToolsTest {

    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO 01.bak");
    private static final WindowsPath CLAIM = WindowsPath.of("C:\\Handover\\prod-FO-000001-restoreSecret-1");

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
