package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.Disk;
import org.handover.lab.windows.Faults.Fault;
import org.handover.lab.windows.WindowsFaults;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsFaultsTest {

    @TempDir
    Path home;

    private LabServer server;

    @BeforeEach
    void open() throws IOException {
        server = new LabServer(home.resolve("server"));
        Files.createDirectories(server.windows.disk().resolve("C:\\Restore", "C:\\"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void on(String fault, Map<String, String> settings) {
        server.windows.faults().switchOn(fault, settings);
    }

    private void off(String fault) {
        server.windows.faults().switchOff(fault);
    }

    @Test
    void everyFaultHasAMeaningAndASource() {
        assertThat(server.windows.faults().catalogue())
                .extracting(Fault::id)
                .contains(
                        "server-dead",
                        "cut-off",
                        "slow",
                        "hanging",
                        "clock-wrong",
                        "disk-full",
                        "fat-volume",
                        "not-elevated",
                        "key-logon-refused");
        assertThat(server.windows.faults().catalogue()).allSatisfy(fault -> {
            assertThat(fault.meaning()).endsWith(".");
            assertThat(fault.source()).startsWith("docs/");
        });
    }

    @Test
    void aWrongClockShowsInWhatPowerShellSaysOfTheTime() {
        String ask = "powershell -NoProfile -NonInteractive -Command \"[DateTime]::UtcNow.ToString('o')\"";
        assertThat(OffsetDateTime.parse(server.type(ask).out().strip()))
                .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC), within(1, ChronoUnit.MINUTES));
        on("clock-wrong", Map.of("minutes", "-12"));
        assertThat(OffsetDateTime.parse(server.type(ask).out().strip()))
                .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(12), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aDeadServerRefusesConnectionsUntilItHasPowerAgain() {
        on(WindowsFaults.SERVER_DEAD, Map.of());
        assertThatThrownBy(() -> server.type("hostname")).hasMessageContaining("refused");
        off(WindowsFaults.SERVER_DEAD);
        assertThat(server.type("hostname").out()).isEqualTo("SSO02\r\n");
    }

    @Test
    void powerThatIsGivenBackInAnotherWayEndsTheFault() {
        on(WindowsFaults.SERVER_DEAD, Map.of());
        server.windows.powerOn();
        assertThat(server.windows.faults().isOn(WindowsFaults.SERVER_DEAD)).isFalse();
    }

    @Test
    void theServerDiesWithTheSecondCommandBeforeThatOneActs() throws Exception {
        server.windows.faults().switchOnAtCommand(WindowsFaults.SERVER_DEAD, Map.of(), 2);
        try (ClientSession session = server.connect("runbook")) {
            assertThat(LabServer.type(session, "echo a> C:\\Restore\\first", "").exit())
                    .isZero();
            assertThatThrownBy(() -> LabServer.type(session, "echo b> C:\\Restore\\second", ""))
                    .isInstanceOf(IOException.class);
        }
        await().atMost(LabServer.LIMIT).until(() -> !server.windows.poweredOn());
        assertThat(server.windows.disk().resolve("C:\\Restore\\first", "C:\\")).exists();
        assertThat(server.windows.disk().resolve("C:\\Restore\\second", "C:\\")).doesNotExist();
        assertThat(server.windows.commandLog().typedCount()).isEqualTo(2);
    }

    @Test
    void aServerThatIsCutOffAnswersNobodyAndAnOpenConnectionGoesOnWhenTheLineIsMended() throws Exception {
        try (ClientSession session = server.connect("runbook");
                ChannelExec channel = session.createExecChannel("echo a> C:\\Restore\\f & hostname")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            channel.setOut(out);
            on(WindowsFaults.CUT_OFF, Map.of());
            var opening = channel.open();
            assertThat(opening.await(Duration.ofMillis(700))).isFalse();
            assertThat(session.isOpen()).isTrue();
            assertThat(server.windows.commandLog().typedCount()).isZero();
            assertNobodyAnswers();

            off(WindowsFaults.CUT_OFF);
            opening.verify(LabServer.LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LabServer.LIMIT);
            assertThat(out.toString(WindowsServer.OEM)).isEqualTo("SSO02\r\n");
        }
        assertThat(server.type("hostname").exit()).isZero();
    }

    private void assertNobodyAnswers() throws IOException {
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> {
                        socket.connect(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.door.port()), 500);
                        socket.setSoTimeout(500);
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void whatRunsOnAServerThatIsCutOffGoesOnAndItsAnswerIsHeldBack() throws Exception {
        server.door.setDelay("hostname", Duration.ofMillis(500));
        try (ClientSession session = server.connect("runbook");
                ChannelExec channel = session.createExecChannel("hostname & echo a> C:\\Restore\\done & exit /b 4")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            channel.setOut(out);
            channel.open().verify(LabServer.LIMIT);
            await().atMost(LabServer.LIMIT)
                    .until(() -> server.windows.commandLog().typedCount() == 1);
            on(WindowsFaults.CUT_OFF, Map.of());
            Path done = server.windows.disk().resolve("C:\\Restore\\done", "C:\\");
            await().atMost(LabServer.LIMIT).until(() -> Files.exists(done));
            assertThat(out.size()).isZero();
            assertThat(channel.getExitStatus()).isNull();
            off(WindowsFaults.CUT_OFF);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LabServer.LIMIT);
            assertThat(channel.getExitStatus()).isEqualTo(4);
            assertThat(out.toString(WindowsServer.OEM)).isEqualTo("SSO02\r\n");
        }
    }

    @Test
    void aServerThatWasCutOffStillIsWhenTheLabStartsAgain() throws Exception {
        on(WindowsFaults.CUT_OFF, Map.of());
        server.close();
        server = new LabServer(home.resolve("server"));
        assertThat(server.windows.connected()).isFalse();
        assertNobodyAnswers();
        off(WindowsFaults.CUT_OFF);
        assertThat(server.type("hostname").exit()).isZero();
    }

    @Test
    void onASlowServerEachCommandWaits() {
        on(WindowsFaults.SLOW, Map.of("seconds", "0.8"));
        long before = System.nanoTime();
        assertThat(server.type("echo a").out()).isEqualTo("a\r\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aHangingProgramNeverEndsAndTaskkillEndsIt() throws Exception {
        on(WindowsFaults.HANGING, Map.of("program", "hostname"));
        try (ClientSession session = server.connect("runbook");
                ChannelExec channel = session.createExecChannel("hostname")) {
            channel.open().verify(LabServer.LIMIT);
            await().atMost(LabServer.LIMIT).until(() -> server.type("tasklist /nh /fi \"imagename eq hostname.exe\"")
                    .out()
                    .contains("hostname.exe"));
            Answer gentle = server.type("taskkill /im hostname.exe");
            assertThat(gentle.exit()).isOne();
            assertThat(channel.getExitStatus()).isNull();
            Answer answer = server.type("taskkill /f /im hostname.exe");
            assertThat(answer.exit()).isZero();
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LabServer.LIMIT);
            assertThat(channel.getExitStatus()).isOne();
        }
        assertThat(server.type("taskkill /f /im hostname.exe").exit()).isEqualTo(128);
    }

    @Test
    void aProgramThatHangsAfterItHasActedHasDoneItsWork() throws Exception {
        on(WindowsFaults.HANGING, Map.of("program", "reg.exe", "when", "after"));
        try (ClientSession session = server.connect("runbook");
                ChannelExec channel =
                        session.createExecChannel("reg add HKLM\\SOFTWARE\\Lab /v Done /t REG_DWORD /d 1 /f")) {
            channel.open().verify(LabServer.LIMIT);
            await().atMost(LabServer.LIMIT).until(() -> server.windows
                    .registry()
                    .string("HKLM\\SOFTWARE\\Lab", "Done")
                    .isPresent());
            assertThat(channel.getExitStatus()).isNull();
        }
    }

    @Test
    void aWrongClockStampsEventsAndW32tmShowsTheDifference() {
        on(WindowsFaults.CLOCK_WRONG, Map.of("minutes", "-90"));
        server.windows
                .applicationLog()
                .write("ENTSSO", 1, org.handover.lab.windows.EventLog.Level.ERROR, "x", java.util.List.of());
        Instant written = server.windows.applicationLog().events().get(0).at();
        assertThat(Duration.between(written, Instant.now())).isBetween(Duration.ofMinutes(89), Duration.ofMinutes(91));
        assertThat(server.type("w32tm /stripchart /computer:DC01 /samples:1 /dataonly")
                        .out())
                .contains(", +5400.0000000s");
        off(WindowsFaults.CLOCK_WRONG);
        assertThat(Duration.between(server.windows.clock().instant(), Instant.now())
                        .abs())
                .isLessThan(Duration.ofSeconds(5));
        assertThatIllegalArgumentException().isThrownBy(() -> on(WindowsFaults.CLOCK_WRONG, Map.of("minutes", "soon")));
    }

    @Test
    void onAFullDiskNothingCanBeWrittenButRead() throws Exception {
        server.type("echo kept> C:\\Restore\\kept");
        on(WindowsFaults.DISK_FULL, Map.of("bytes", "10"));
        assertThat(server.type("dir C:\\Restore").out())
                .containsPattern("1 Dir\\(s\\) +10 bytes free|Dir\\(s\\) +10 bytes free");
        assertThat(server.type("fsutil volume diskfree C:").out().lines())
                .containsExactly(
                        "Total # of free bytes : 10",
                        "Total # of bytes : 68719476736",
                        "Total # of avail free bytes : 10");
        assertThat(server.type("echo 12345> C:\\Restore\\small").exit()).isZero();
        Answer echo = server.type("echo this is longer than that> C:\\Restore\\f");
        assertThat(echo.exit()).isOne();
        assertThat(echo.err()).isNotBlank();
        assertThat(server.type("copy C:\\Restore\\kept C:\\Restore\\copy").exit())
                .isOne();
        assertThat(server.type("type C:\\Restore\\kept").out()).isEqualTo("kept\r\n");
        try (ClientSession session = server.connect("runbook");
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            assertThatThrownBy(() -> {
                        try (OutputStream out = sftp.write("/C:/Restore/g")) {
                            out.write(new byte[100]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        off(WindowsFaults.DISK_FULL);
        assertThat(server.type("echo this is longer than that> C:\\Restore\\f").exit())
                .isZero();
    }

    @Test
    void aFatVolumeSaysSoAndKnowsNoRights() {
        assertThat(server.type("fsutil fsinfo volumeinfo C:").out()).contains("File System Name : NTFS");
        on(WindowsFaults.FAT_VOLUME, Map.of("path", "C:\\Restore"));
        assertThat(server.type("fsutil fsinfo volumeinfo C:").out()).contains("File System Name : NTFS");
        assertThat(server.type("fsutil fsinfo volumeinfo C:\\Restore").out()).contains("File System Name : FAT32");
        Path file = server.windows.disk().resolve("C:\\Restore\\x.bak", "C:\\");
        assertThat(server.windows.disk().fileSystem(file)).isEqualTo(Disk.FAT32);
        server.type("echo a> C:\\Restore\\x.bak");
        assertThat(server.type("icacls C:\\Restore\\x.bak /inheritance:r").exit())
                .isNotZero();
        off(WindowsFaults.FAT_VOLUME);
        assertThat(server.type("icacls C:\\Restore\\x.bak /inheritance:r").exit())
                .isZero();
        assertThat(server.type("fsutil fsinfo volumeinfo D:").exit()).isOne();
    }

    @Test
    void aFilteredTokenLacksAdministratorsAndCannotStop() {
        on(WindowsFaults.NOT_ELEVATED, Map.of("account", "CONTOSO\\runbook"));
        Answer groups = server.type("whoami /groups /fo csv /nh");
        assertThat(groups.out()).contains("S-1-16-8192").doesNotContain("S-1-16-12288");
        assertThat(server.type("reg add HKLM\\SOFTWARE\\Lab /f").exit()).isOne();
        off(WindowsFaults.NOT_ELEVATED);
        assertThat(server.type("whoami /groups /fo csv /nh").out()).contains("S-1-16-12288");
        assertThat(server.type("reg add HKLM\\SOFTWARE\\Lab /f").exit()).isZero();
    }

    @Test
    void whenKeyLogonsAreRefusedAPasswordStillLogsOn() throws Exception {
        on(WindowsFaults.KEY_LOGON_REFUSED, Map.of());
        assertThat(keyLogsOn()).isFalse();
        assertThat(server.type("hostname").exit()).isZero();
        off(WindowsFaults.KEY_LOGON_REFUSED);
        assertThat(keyLogsOn()).isTrue();
    }

    private boolean keyLogsOn() throws IOException {
        try (ClientSession session = server.connectWithoutLogon("runbook")) {
            session.addPublicKeyIdentity(server.key);
            return session.auth().await(LabServer.LIMIT) && session.isAuthenticated();
        }
    }
}
