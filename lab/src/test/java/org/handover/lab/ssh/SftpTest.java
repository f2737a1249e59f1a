package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.handover.lab.windows.CommandLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SftpTest {

    @TempDir
    Path home;

    private LabServer server;
    private ClientSession session;
    private SftpClient sftp;

    @BeforeEach
    void open() throws IOException {
        server = new LabServer(home.resolve("server"));
        Files.createDirectories(server.windows.disk().resolve("C:\\Restore", "C:\\"));
        session = server.connect("runbook");
        sftp = SftpClientFactory.instance().createSftpClient(session);
    }

    @AfterEach
    void close() throws IOException {
        sftp.close();
        session.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/C:/Restore/SSO01.bak", "C:/Restore/SSO01.bak", "/c:/RESTORE/../restore/sso01.BAK"})
    void aFileIsWrittenAndReadUnderEachSpellingOfItsName(String name) throws IOException {
        byte[] content = "the secret's backup".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = sftp.write(name)) {
            out.write(content);
        }
        try (InputStream in = sftp.read("/C:/Restore/SSO01.bak")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(LabServer.type(session, "type C:\\Restore\\SSO01.bak", "").out())
                .isEqualTo("the secret's backup");
        assertThat(server.windows.commandLog().changes())
                .extracting(change -> change.what().toLowerCase(java.util.Locale.ROOT))
                .containsExactly("file written c:\\restore\\sso01.bak");
    }

    @Test
    void namesComeBackAsOpenSshOnWindowsGivesThem() throws IOException {
        assertThat(sftp.canonicalPath(".")).isEqualTo("/C:/Users/runbook");
        assertThat(sftp.canonicalPath("/c:/restore")).isEqualTo("/C:/Restore");
        assertThat(sftp.canonicalPath("C:/Windows/../Restore")).isEqualTo("/C:/Restore");
        sftp.mkdir("/C:/Restore/kept");
        List<String> names = new ArrayList<>();
        sftp.readDir("/C:/Restore").forEach(entry -> names.add(entry.getFilename()));
        assertThat(names).contains("kept").doesNotContain("registry.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/C:/../registry.json",
                "/C:/../../outside.txt",
                "../../../../../../outside.txt",
                "/etc/passwd",
                "/C:/Restore/../../registry.json",
                "C:/..\\..\\registry.json",
                "/D:/outside.txt",
                "//sso01/c$/outside.txt",
                "/C:/Restore/a:b",
                "/C:/link/outside.txt"
            })
    void noNameLeadsOutOfTheDisk(String name) throws IOException {
        Path outside = Files.writeString(home.resolve("outside.txt"), "not yours");
        Files.createSymbolicLink(server.windows.disk().root().resolve("link"), home);

        assertThatThrownBy(() -> {
                    try (InputStream in = sftp.read(name)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        try (OutputStream out = sftp.write(name)) {
            out.write(1);
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("not yours");
        }

        assertThat(outside).hasContent("not yours");
        assertThat(home.resolve("server").resolve("registry.json")).doesNotExist();
        assertThat(Files.exists(Path.of("/outside.txt"))).isFalse();
    }

    @Test
    void noLinksAreMadeAndAModeChangesNothing() throws IOException {
        try (OutputStream out = sftp.write("/C:/Restore/a")) {
            out.write(1);
        }
        assertThatThrownBy(() -> sftp.symLink("/C:/Restore/link", "/etc/passwd"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sftp.link("/C:/Restore/link", "/C:/Restore/a", false))
                .isInstanceOf(IOException.class);
        sftp.setStat("/C:/Restore/a", new SftpClient.Attributes().perms(0));
        try (InputStream in = sftp.read("/C:/Restore/a")) {
            assertThat(in.readAllBytes()).hasSize(1);
        }
    }

    @Test
    void aFolderIsOnlyMadeInOneThatIsThere() throws IOException {
        assertThatThrownBy(() -> sftp.mkdir("/C:/Nowhere/x")).isInstanceOf(IOException.class);
        sftp.mkdir("/C:/Restore/x");
        assertThatThrownBy(() -> sftp.mkdir("/C:/RESTORE/X")).isInstanceOf(IOException.class);
    }

    @Test
    void renamingAndDeletingCountAsChanges() throws IOException {
        try (OutputStream out = sftp.write("/C:/Restore/a")) {
            out.write(1);
        }
        sftp.rename("/C:/Restore/a", "/C:/Restore/b");
        sftp.remove("/C:/Restore/b");
        assertThat(server.windows.commandLog().changes())
                .extracting(CommandLog.Change::what)
                .containsExactly(
                        "file written C:\\Restore\\a", "file renamed C:\\Restore\\b", "file deleted C:\\Restore\\b");
    }
}
