package org.handover.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Awaitility.with;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.handover.lab.ssh.LabServer.Answer;
import org.handover.lab.windows.CommandLog;
import org.handover.lab.windows.ProcessTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypingWithoutPtyTest {

    @TempDir
    Path home;

    private LabServer server;

    @BeforeEach
    void open() {
        server = new LabServer(home);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCommandAnswersWithOutputErrorsAndExitCode() {
        assertThat(server.type("echo a&type nosuch.txt"))
                .isEqualTo(new Answer("a\r\n", "The file does not exist.\r\n", 1));
        assertThat(server.type("exit /b 7").exit()).isEqualTo(7);
        assertThat(server.type("nosuch").exit()).isEqualTo(1);
    }

    @Test
    void theServerSaysThatItIsOpenSshForWindows() throws IOException {
        try (ClientSession session = server.connect("runbook")) {
            assertThat(session.getServerVersion()).startsWith("SSH-2.0-OpenSSH_for_Windows_");
        }
    }

    @Test
    void outputIsInTheOemCodePage() {
        assertThat(server.type("echo Grüße & echo 5 €").out()).isEqualTo("Grüße \r\n5 ?\r\n");
    }

    @Test
    void anAccountLogsOnByPasswordWithAndWithoutItsDomain() throws IOException {
        server.connect("CONTOSO\\runbook").close();
        server.connect("RUNBOOK").close();
        try (ClientSession session = server.connectWithoutLogon("runbook")) {
            session.addPasswordIdentity("wrong");
            assertThatThrownBy(() -> session.auth().verify(LabServer.LIMIT)).isInstanceOf(SshException.class);
        }
    }

    @Test
    void aKeyLogsOnOnlyTheAccountThatItWasGivenTo() throws IOException {
        try (ClientSession session = server.connectWithoutLogon("runbook")) {
            session.addPublicKeyIdentity(server.key);
            session.auth().verify(LabServer.LIMIT);
            assertThat(LabServer.type(session, "whoami /groups /fo csv /nh", "").out())
                    .contains("\"S-1-18-2\"");
        }
        try (ClientSession session = server.connectWithoutLogon("user")) {
            session.addPublicKeyIdentity(server.key);
            assertThatThrownBy(() -> session.auth().verify(LabServer.LIMIT)).isInstanceOf(SshException.class);
        }
    }

    @Test
    void aProgramThatReadsTheConsoleHangsUntilTheServerLosesPower() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        server.windows.install("C:\\Windows\\System32\\ask.exe", invocation -> {
            try {
                invocation.console().readConsoleLine("Password : ", true);
                return 0;
            } finally {
                ended.countDown();
            }
        });
        try (ClientSession session = server.connect("runbook")) {
            ChannelExec channel = session.createExecChannel("ask");
            channel.setIn(
                    new java.io.ByteArrayInputStream("typed\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            channel.open().verify(LabServer.LIMIT);
            assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ofMillis(400)))
                    .contains(ClientChannelEvent.TIMEOUT);
            assertThat(running()).contains("ask.exe", "cmd.exe");
            session.close(true).await(LabServer.LIMIT);
            assertThat(running()).contains("ask.exe");

            server.windows.powerOff();
            ended.await();
            await().until(() -> !running().contains("ask.exe"));
        }
    }

    @Test
    void aCommandOutlivesItsConnection() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        server.windows.install("C:\\Windows\\System32\\slow.exe", invocation -> {
            invocation.console().outLine("begun");
            cut.await();
            invocation.console().outLine("nobody hears this");
            invocation.server().commandLog().changed("slow was done");
            return 0;
        });
        try (ClientSession session = server.connect("runbook")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ChannelExec channel = session.createExecChannel("slow && md C:\\Restore\\after");
            channel.setOut(out);
            channel.open().verify(LabServer.LIMIT);
            await().until(() -> out.size() > 0);

            server.door.cutConnections();
            assertThat(channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LabServer.LIMIT))
                    .contains(ClientChannelEvent.CLOSED);
            assertThat(channel.getExitStatus()).isNull();
        }
        assertThat(server.type("tasklist /fi \"imagename eq slow.exe\" /fo csv /nh")
                        .out())
                .startsWith("\"slow.exe\",\"");
        cut.countDown();
        await().until(() -> server.windows.commandLog().changes().stream()
                .map(CommandLog.Change::what)
                .toList()
                .containsAll(List.of("slow was done", "folder made C:\\Restore\\after")));
    }

    @Test
    void whatACommandPrintsIntoAFileIsThereAfterTheConnectionWasCut() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        server.windows.install("C:\\Windows\\System32\\slow.exe", invocation -> {
            cut.await();
            invocation.console().outLine("what came of it");
            return 0;
        });
        try (ClientSession session = server.connect("runbook")) {
            ChannelExec channel = session.createExecChannel("slow > C:\\outcome.txt 2>&1 & echo done>C:\\done.txt");
            channel.open().verify(LabServer.LIMIT);
            await().until(() -> running().contains("slow.exe"));
            server.door.cutConnections();
            cut.countDown();
            await().until(() -> server.type("type C:\\done.txt").out().equals("done\r\n"));
            assertThat(server.type("type C:\\outcome.txt").out()).isEqualTo("what came of it\r\n");
        }
    }

    @Test
    void anEleventhChannelIsRefusedAndTheConnectionGoesOn() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        server.windows.install("C:\\Windows\\System32\\hold.exe", invocation -> {
            hold.await();
            return 0;
        });
        try (ClientSession session = server.connect("runbook")) {
            for (int i = 0; i < 10; i++) {
                session.createExecChannel("hold").open().verify(LabServer.LIMIT);
            }
            ChannelExec eleventh = session.createExecChannel("hold");
            assertThatThrownBy(() -> eleventh.open().verify(LabServer.LIMIT)).isInstanceOf(SshException.class);
            hold.countDown();
            await().ignoreExceptions().untilAsserted(() -> assertThat(
                            LabServer.type(session, "hostname", "").out())
                    .isEqualTo("SSO02\r\n"));
        }
    }

    @Test
    void ofManyThatMakeTheSameDirectoryAtOnceExactlyOneDoesTheAct() throws Exception {
        try (ClientSession session = server.connect("runbook")) {
            for (int round = 0; round < 5; round++) {
                String claim = "C:\\Handover\\claim-" + round;
                List<CompletableFuture<Answer>> racing = IntStream.range(0, 6)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> typeIn(
                                session,
                                "md \"" + (i % 2 == 0 ? claim : claim.toUpperCase(java.util.Locale.ROOT))
                                        + "\" && echo acted")))
                        .toList();
                List<Answer> answers =
                        racing.stream().map(CompletableFuture::join).toList();
                assertThat(answers)
                        .filteredOn(answer -> answer.exit() == 0)
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.out()).isEqualTo("acted\r\n"));
                assertThat(answers).filteredOn(answer -> answer.exit() == 1).hasSize(5);
            }
        }
    }

    @Test
    void powerOffClosesThePortAndPowerOnOpensTheSameOne() throws Exception {
        int port = server.door.port();
        String key = server.door.hostKeyLine();
        server.windows.powerOff();
        assertThatThrownBy(() -> server.connect("runbook")).isInstanceOf(IOException.class);
        server.windows.powerOn();
        assertThat(server.door.port()).isEqualTo(port);
        assertThat(server.door.hostKeyLine()).isEqualTo(key);
        assertThat(server.type("hostname").out()).isEqualTo("SSO02\r\n");
    }

    @Test
    void aDelayedProgramActsLater() {
        server.door.setDelay("hostname", Duration.ofMillis(300));
        long before = System.nanoTime();
        assertThat(server.type("hostname").exit()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void everyLineThatIsTypedIsCountedAlsoAfterTheLabStartsAgain() {
        server.type("echo one");
        server.type("nosuch two");
        assertThat(server.windows.commandLog().typed())
                .extracting(CommandLog.Typed::commandLine)
                .containsExactly("echo one", "nosuch two");
        server.close();

        server = new LabServer(home);
        server.type("echo three");
        assertThat(server.windows.commandLog().typed())
                .extracting(CommandLog.Typed::number, CommandLog.Typed::account, CommandLog.Typed::commandLine)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "CONTOSO\\runbook", "echo one"),
                        org.assertj.core.groups.Tuple.tuple(2L, "CONTOSO\\runbook", "nosuch two"),
                        org.assertj.core.groups.Tuple.tuple(3L, "CONTOSO\\runbook", "echo three"));
    }

    @Test
    void theHostKeyIsTheSameAfterTheLabStartsAgain() {
        String before = server.door.hostKeyLine();
        assertThat(before).startsWith("ecdsa-sha2-nistp256 ");
        server.close();
        server = new LabServer(home);
        assertThat(server.door.hostKeyLine()).isEqualTo(before);
    }

    @Test
    void anOpenSessionAnswersACommandWithoutTheDelayOfSmallPackets() throws IOException {
        try (ClientSession session = server.connect("runbook")) {
            LabServer.type(session, "echo warm", "");
            with().pollDelay(Duration.ZERO).await().untilAsserted(() -> {
                long before = System.nanoTime();
                LabServer.type(session, "echo x", "");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(40));
            });
        }
    }

    private List<String> running() {
        return server.windows.processes().list().stream()
                .map(ProcessTable.Entry::image)
                .toList();
    }

    private static Answer typeIn(ClientSession session, String command) {
        try {
            return LabServer.type(session, command, "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
