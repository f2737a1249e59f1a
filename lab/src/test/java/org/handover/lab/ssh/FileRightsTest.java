package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.FileRights;
import org.handover.lab.windows.Logon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/windows-consoles.md, Language and files; Who one is after logging on. */
class FileRightsTest {
    private static final String GUARD = "icacls C:\\Restore\\SSO01.bak /inheritance:r /grant:r *" + FileRights.SYSTEM
            + ":F *" + Logon.ADMINISTRATORS + ":F *" + Logon.SSO_ADMINISTRATORS + ":R";

    @TempDir
    Path home;

    private LabServer server;

    @BeforeEach
    void open() throws IOException {
        server = new LabServer(home).keepingConnections();
        Files.createDirectories(server.windows.disk().resolve("C:\\Restore", "C:\\"));
        server.type("echo secret> C:\\Restore\\SSO01.bak");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void icaclsSetsRightsBySidAndShowsThemByName() {
        Answer set = server.type(GUARD);
        assertThat(set.exit()).as(set.out() + set.err()).isZero();
        assertThat(set.out()).contains("Successfully processed 1 files; Failed processing 0 files");
        Answer shown = server.type("icacls C:\\Restore\\SSO01.bak");
        assertThat(shown.out())
                .startsWith("C:\\Restore\\SSO01.bak NT AUTHORITY\\SYSTEM:(F)\r\n")
                .contains("BUILTIN\\Administrators:(F)", "CONTOSO\\SSO Administrators:(R)")
                .doesNotContain("(I)", "Users");
    }

    @Test
    void aFileInheritsFromItsFolderUntilItHasRightsOfItsOwn() {
        assertThat(server.type("icacls C:\\Restore\\SSO01.bak").out()).contains("BUILTIN\\Users:(I)(RX)");
        assertThat(server.typeAs("user", "type C:\\Restore\\SSO01.bak").exit()).isZero();
        server.type("icacls C:\\Restore /inheritance:r /grant *" + Logon.ADMINISTRATORS + ":(OI)(CI)F");
        assertThat(server.typeAs("user", "type C:\\Restore\\SSO01.bak").exit()).isOne();
        assertThat(server.typeAs("user", "dir /b C:\\Restore").out()).isEmpty();
        assertThat(server.type("icacls C:\\Restore\\SSO01.bak").out()).contains("BUILTIN\\Administrators:(I)(F)");
    }

    @Test
    void whoIsNotOnTheListNeitherReadsNorWritesNorDeletesNorChangesRights() throws IOException {
        server.type(GUARD);
        for (String line : new String[] {
            "type C:\\Restore\\SSO01.bak",
            "copy C:\\Restore\\SSO01.bak C:\\Restore\\copy",
            "echo x> C:\\Restore\\SSO01.bak",
            "move C:\\Restore\\SSO01.bak C:\\Restore\\other",
            "findstr s C:\\Restore\\SSO01.bak >nul"
        }) {
            assertThat(server.typeAs("user", line).exit()).as(line).isNotZero();
        }
        assertThat(server.typeAs("user", "icacls C:\\Restore\\SSO01.bak /reset").exit())
                .isEqualTo(5);
        server.typeAs("user", "del C:\\Restore\\SSO01.bak");
        assertThat(server.type("type C:\\Restore\\SSO01.bak").out()).isEqualTo("secret\r\n");
    }

    @Test
    void aFilteredAdministratorHasNoAdministratorsRights() {
        server.type(GUARD);
        assertThat(server.typeAs("filtered", "type C:\\Restore\\SSO01.bak").exit())
                .isOne();
        assertThat(server.typeAs("runbook", "type C:\\Restore\\SSO01.bak").exit())
                .isZero();
    }

    @Test
    void sftpHasTheRightsOfTheLogon() throws IOException {
        server.type(GUARD);
        try (ClientSession session = server.connect("user");
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            assertThatThrownBy(() -> {
                        try (InputStream in = sftp.read("/C:/Restore/SSO01.bak")) {
                            in.readAllBytes();
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (OutputStream out = sftp.write("/C:/Restore/SSO01.bak")) {
                            out.write(1);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> sftp.remove("/C:/Restore/SSO01.bak")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> sftp.mkdir("/C:/Windows/System32/x")).isInstanceOf(IOException.class);
            sftp.mkdir("/C:/Restore/theirs");
        }
        assertThat(server.type("type C:\\Restore\\SSO01.bak").out()).isEqualTo("secret\r\n");
    }

    @Test
    void rightsAreKeptOverARestartGoWithAMovedFileAndNotWithACopy() {
        server.type(GUARD);
        server.type("copy C:\\Restore\\SSO01.bak C:\\Restore\\copy.bak");
        server.type("move C:\\Restore\\SSO01.bak C:\\Restore\\moved.bak");
        server.close();
        server = new LabServer(home).keepingConnections();
        assertThat(server.typeAs("user", "type C:\\Restore\\moved.bak").exit()).isOne();
        assertThat(server.typeAs("user", "type C:\\Restore\\copy.bak").exit()).isZero();
        assertThat(server.type("del C:\\Restore\\moved.bak & echo new> C:\\Restore\\moved.bak")
                        .exit())
                .isZero();
        assertThat(server.typeAs("user", "type C:\\Restore\\moved.bak").out()).isEqualTo("new\r\n");
    }

    @Test
    void icaclsRefusesANameThatNobodyHasAndAFileThatIsNotThere() {
        assertThat(server.type("icacls C:\\Restore\\SSO01.bak /grant Nobody:F").exit())
                .isEqualTo(1332);
        assertThat(server.type("icacls C:\\Restore\\nosuch").exit()).isEqualTo(2);
        assertThat(server.type("icacls C:\\Restore\\SSO01.bak /grant Users:X").exit())
                .isEqualTo(87);
        assertThat(server.type("icacls C:\\Restore\\SSO01.bak /grant Users:F").exit())
                .isZero();
    }

    @Test
    void aKeyOfTheAdministratorsFileLogsOnAsAnyAdministratorAndAsNobodyElse() throws Exception {
        KeyPair key = LabServer.newKey();
        keysFile("C:\\ProgramData\\ssh", "administrators_authorized_keys", key, "");
        assertThat(logsOn("runbook", key)).isTrue();
        assertThat(logsOn("filtered", key)).isTrue();
        assertThat(logsOn("user", key)).isFalse();
    }

    @Test
    void theAdministratorsFileIsNotLookedAtWhenSomebodyElseMayChangeIt() throws Exception {
        KeyPair key = LabServer.newKey();
        keysFile("C:\\ProgramData\\ssh", "administrators_authorized_keys", key, "");
        assertThat(server.type("icacls C:\\ProgramData\\ssh\\administrators_authorized_keys /grant Users:F")
                        .exit())
                .isZero();
        assertThat(logsOn("runbook", key)).isFalse();
    }

    @Test
    void aKeyInAnOwnFolderIsForThatAccountOnlyAndFromMayLimitIt() throws Exception {
        KeyPair key = LabServer.newKey();
        KeyPair elsewhere = LabServer.newKey();
        server.typeAs("user", "ver");
        keysFile("C:\\Users\\user\\.ssh", "authorized_keys", key, "from=\"127.0.0.*\" ");
        assertThat(logsOn("user", key)).isTrue();
        assertThat(logsOn("runbook", key)).isFalse();
        keysFile("C:\\Users\\user\\.ssh", "authorized_keys", elsewhere, "from=\"10.1.2.3\" ");
        assertThat(logsOn("user", elsewhere)).isFalse();
    }

    private void keysFile(String folder, String name, KeyPair key, String options) throws IOException {
        Path path = server.windows.disk().resolve(folder, "C:\\");
        Files.createDirectories(path);
        Files.writeString(path.resolve(name), options + PublicKeyEntry.toString(key.getPublic()) + " x\n");
    }

    private boolean logsOn(String account, KeyPair key) throws IOException {
        try (ClientSession session = server.connectWithoutLogon(account)) {
            session.addPublicKeyIdentity(key);
            return session.auth().await(LabServer.LIMIT) && session.isAuthenticated();
        }
    }
}
