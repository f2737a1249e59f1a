package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's own client against a server, as an operator has it: {@code ssh} and {@code sftp}. */
class OpenSshClientTest {
    private static final long SECONDS = 30;

    @TempDir
    Path home;

    private LabServer server;
    private Path key;
    private Path knownHosts;

    private record Ended(int exit, byte[] out, String err) {
        String text() {
            return new String(out, WindowsServer.OEM);
        }
    }

    @BeforeEach
    void open() throws Exception {
        for (String binary : List.of("ssh", "sftp", "ssh-keygen")) {
            assumeTrue(isInstalled(binary), binary + " is not installed here (Debian: openssh-client)");
        }
        server = new LabServer(home.resolve("server"));
        Files.createDirectories(server.windows.disk().resolve("C:\\Restore", "C:\\"));
        key = home.resolve("id");
        run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Path keys = server.windows.disk().resolve("C:\\ProgramData\\ssh", "C:\\");
        Files.createDirectories(keys);
        Files.copy(home.resolve("id.pub"), keys.resolve("administrators_authorized_keys"));
        knownHosts = Files.writeString(
                home.resolve("known_hosts"),
                "[127.0.0.1]:" + server.door.port() + " " + server.door.hostKeyLine() + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aCommandWithoutAPtyGivesItsOutputByteForByteItsErrorsAndItsExitCode() throws Exception {
        Ended ended = ssh("", "echo Größe& echo err 1>&2& exit /b 17");
        assertThat(ended.out()).isEqualTo("Größe\r\n".getBytes(WindowsServer.OEM));
        assertThat(ended.err()).contains("err");
        assertThat(ended.exit()).isEqualTo(17);
        assertThat(ssh("", "whoami").text()).isEqualTo("contoso\\runbook\r\n");
    }

    @Test
    void standardInputReachesTheProgram() throws Exception {
        assertThat(ssh("one\r\ntwo\r\n", "find \"w\"").text()).isEqualTo("two\r\n");
    }

    @Test
    void aPtyAnswersAsConPtyDraws() throws Exception {
        Ended ended = ssh("\u001b[?1;0c", "-tt", "echo hello& exit /b 3");
        String text = new String(ended.out(), StandardCharsets.UTF_8);
        assertThat(text).contains("\u001b[2J", "hello\r\n");
        assertThat(ended.exit()).isEqualTo(3);
    }

    @Test
    void aMaskedPromptIsAnsweredOnAPtyAndHangsWithoutOne() throws Exception {
        server.windows.install("C:\\Windows\\System32\\ask.exe", invocation -> {
            ProcessConsole console = invocation.console();
            return console.readConsoleLine("Password: ", true).equals("Grüße €") ? 0 : 9;
        });
        Ended answered = ssh("\u001b[?1;0cGrüße €\r", "-tt", "ask");
        assertThat(answered.exit()).isZero();
        assertThat(new String(answered.out(), StandardCharsets.UTF_8))
                .contains("*******")
                .doesNotContain("Grüße");

        Process hanging = start(arguments("ssh", "-n", "ask"));
        await().atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> server.type("tasklist").out().contains("ask.exe"));
        assertThat(hanging.isAlive()).isTrue();
        hanging.destroy();
        assertThat(hanging.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.type("tasklist").out())
                .as("it outlives its connection")
                .contains("ask.exe");
    }

    @Test
    void aClientThatGoesAwayTakesItsPtyAlong() throws Exception {
        server.windows.install("C:\\Windows\\System32\\ask.exe", invocation -> {
            invocation.console().readConsoleLine("Password: ", true);
            return 0;
        });
        Process waiting = start(arguments("ssh", "-tt", "ask"));
        waiting.getOutputStream().write("\u001b[?1;0c".getBytes(StandardCharsets.UTF_8));
        waiting.getOutputStream().flush();
        await().atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> server.type("tasklist").out().contains("ask.exe"));
        waiting.destroy();
        await().atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> !server.type("tasklist").out().contains("ask.exe"));
    }

    @Test
    void sftpPutsGetsAndListsUnderWindowsNames() throws Exception {
        byte[] content = new byte[70_000];
        Arrays.fill(content, (byte) 0xE4);
        Path local = Files.write(home.resolve("up.bak"), content);
        Path back = home.resolve("down.bak");
        Ended ended = sftp("put " + local + " /C:/Restore/SSO01.bak\n"
                + "put " + local + " \"/C:/Restore/two words.bak\"\n"
                + "ls -1 /C:/Restore\n"
                + "cd /C:/Restore\n"
                + "pwd\n"
                + "get SSO01.bak " + back + "\n"
                + "rename SSO01.bak renamed.bak\n"
                + "mkdir inner\n");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(Files.readAllBytes(back)).isEqualTo(content);
        assertThat(ended.text())
                .contains("/C:/Restore/SSO01.bak", "two words.bak", "Remote working directory: /C:/Restore");
        assertThat(server.type("dir /b C:\\Restore").out()).isEqualTo("inner\r\nrenamed.bak\r\ntwo words.bak\r\n");
    }

    @Test
    void aDriveWithoutASlashBeforeItIsANameInTheOwnFolderToThisClient() throws Exception {
        Path local = Files.writeString(home.resolve("up"), "x");
        Ended ended = sftp("put " + local + " C:/Restore/up\n");
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err()).contains("/C:/Users/runbook/C:/Restore/up", "No such file");
    }

    @Test
    void sftpSaysWhatItMayNotDo() throws Exception {
        server.type("echo a> C:\\Restore\\guarded & icacls C:\\Restore\\guarded /inheritance:r /grant *S-1-5-18:F");
        Ended denied = sftp("get /C:/Restore/guarded " + home.resolve("x") + "\n");
        assertThat(denied.exit()).isNotZero();
        assertThat(denied.err()).contains("Permission denied");
        Ended missing = sftp("get /C:/Restore/nosuch " + home.resolve("x") + "\n");
        assertThat(missing.err()).contains("not found");
    }

    @Test
    void aStrangersKeyIsRefused() throws Exception {
        Path other = home.resolve("other");
        run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
        key = other;
        Ended ended = ssh("", "hostname");
        assertThat(ended.exit()).isEqualTo(255);
        assertThat(ended.err()).contains("Permission denied");
    }

    private Ended ssh(String input, String... command) throws Exception {
        List<String> arguments = arguments("ssh", command);
        return run(input, arguments.toArray(String[]::new));
    }

    private Ended sftp(String batch) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("sftp", "-b", "-"));
        arguments.addAll(options("-P"));
        arguments.add("-oUser=CONTOSO\\runbook");
        arguments.add("127.0.0.1");
        return run(batch, arguments.toArray(String[]::new));
    }

    private List<String> arguments(String binary, String... command) {
        List<String> arguments = new ArrayList<>(List.of(binary));
        arguments.addAll(options("-p"));
        arguments.addAll(List.of("-l", "CONTOSO\\runbook"));
        int last = command.length - 1;
        arguments.addAll(List.of(command).subList(0, last));
        arguments.addAll(List.of("127.0.0.1", command[last]));
        return arguments;
    }

    private List<String> options(String portOption) {
        return List.of(
                "-F",
                "none",
                portOption,
                Integer.toString(server.door.port()),
                "-i",
                key.toString(),
                "-oIdentitiesOnly=yes",
                "-oIdentityAgent=none",
                "-oBatchMode=yes",
                "-oStrictHostKeyChecking=yes",
                "-oUserKnownHostsFile=" + knownHosts,
                "-oGlobalKnownHostsFile=/dev/null",
                "-oLogLevel=ERROR");
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).start();
    }

    private Ended run(String input, String... command) throws Exception {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Path in = Files.writeString(Files.createTempFile(home, "in", ""), input);
        boolean pty = Arrays.asList(command).contains("-tt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        if (!pty) {
            builder.redirectInput(in.toFile());
        }
        Process process = builder.start();
        if (pty) {
            // the end of the input would be Ctrl+D to a terminal; it stays open until the command has ended
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", String.join(" ", command))
                    .isTrue();
        } finally {
            process.destroy();
        }
        return new Ended(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    private static boolean isInstalled(String binary) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, binary)));
    }
}
