package org.handover.console.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.Credential;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshConsoleTest {
    private TestServer server;
    private SshConsoles consoles;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        consoles = new SshConsoles(Addresses.limits(), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        consoles.close();
        server.close();
    }

    private RemoteConsole console() {
        return consoles.on(Addresses.of(server));
    }

    private static TestServer.Program printing(String text, int exitCode) {
        return streams -> {
            streams.print(text);
            return exitCode;
        };
    }

    private static TestServer.Program hanging(CountDownLatch started) {
        return streams -> {
            streams.print("working\r\n");
            started.countDown();
            new CountDownLatch(1).await();
            return 0;
        };
    }

    @Test
    void a_line_arrives_as_it_was_written_and_its_output_errors_and_exit_code_come_back() throws Exception {
        String line =
                "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\" -updatedb \"C:\\Restore\\u 1.xml\"";
        server.on(line, streams -> {
            streams.print("first\r\n");
            streams.err().write("second\r\n".getBytes(Charset.forName("US-ASCII")));
            streams.err().flush();
            return 3;
        });

        Transcript transcript = console().type(line, Addresses.LIMIT);

        assertThat(server.typed).containsExactly(line);
        assertThat(transcript.commandLine()).isEqualTo(line);
        assertThat(transcript.output()).contains("first\n", "second\n").doesNotContain("\r");
        assertThat(transcript.exitCode()).isEqualTo(3);
    }

    @Test
    void without_a_terminal_output_is_read_in_the_oem_code_page() throws Exception {
        server.on("sc query", streams -> {
            streams.print("Ausführung läuft\r\n", Charset.forName("IBM850"));
            return 0;
        });

        assertThat(console().type("sc query", Addresses.LIMIT).output()).isEqualTo("Ausführung läuft\n");
    }

    @Test
    void bytes_that_are_no_characters_are_replaced() throws Exception {
        ConsoleLimits usual = Addresses.limits();
        ConsoleLimits utf8 = new ConsoleLimits(
                usual.connect(),
                usual.heartbeat(),
                2,
                usual.idle(),
                usual.total(),
                usual.transfer(),
                Charset.forName("UTF-8"));
        server.on("hostname", streams -> {
            streams.out().write(new byte[] {'A', (byte) 0xFF, 'B'});
            return 0;
        });
        try (SshConsoles strict = new SshConsoles(utf8, Clock.systemUTC())) {
            assertThat(strict.on(Addresses.of(server))
                            .type("hostname", Addresses.LIMIT)
                            .output())
                    .isEqualTo("A\uFFFDB");
        }
    }

    @Test
    void many_commands_share_one_connection() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        for (int i = 0; i < 5; i++) {
            console().type("hostname", Addresses.LIMIT);
        }

        assertThat(server.connections).hasValue(1);
        assertThat(server.typed).hasSize(5);
    }

    @Test
    void two_estates_with_a_server_of_one_name_share_no_connection() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        consoles.on(Addresses.in("house", server, server.hostKey(0), TestServer.PASSWORD))
                .type("hostname", Addresses.LIMIT);
        consoles.on(Addresses.in("twin", server, server.hostKey(0), TestServer.PASSWORD))
                .type("hostname", Addresses.LIMIT);

        assertThat(server.connections).hasValue(2);
    }

    @Test
    void a_server_with_another_host_key_gets_no_logon_and_no_command() throws Exception {
        String other = PublicKeyEntry.toString(TestServer.newKey("EC").getPublic());
        RemoteConsole console = consoles.on(Addresses.in("house", server, other, TestServer.PASSWORD));

        assertThatThrownBy(() -> console.type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.HostKeyMismatch.class)
                .hasMessageContaining("SSO02")
                .hasMessageContaining("SHA256:")
                .matches(e -> !((ConsoleException) e).commandMayHaveRun());
        assertThat(server.logons).hasValue(0);
        assertThat(server.typed).isEmpty();
    }

    @Test
    void a_host_key_line_that_is_none_is_refused_before_anything_is_connected() {
        RemoteConsole console =
                consoles.on(Addresses.in("house", server, "ecdsa-sha2-nistp256 AAAA", TestServer.PASSWORD));

        assertThatThrownBy(() -> console.type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.HostKeyMismatch.class);
        assertThat(server.connections).hasValue(0);
    }

    @Test
    void of_a_server_with_several_keys_the_one_in_the_inventory_is_asked_for() throws Exception {
        try (TestServer three = new TestServer("EC", "RSA", "Ed25519")) {
            three.on("hostname", printing("SSO02\r\n", 0));
            for (int key = 0; key < 3; key++) {
                ServerAddress address = Addresses.in("estate" + key, three, three.hostKey(key), TestServer.PASSWORD);
                assertThat(consoles.on(address)
                                .type("hostname", Addresses.LIMIT)
                                .output())
                        .isEqualTo("SSO02\n");
            }
        }
    }

    @Test
    void a_refused_logon_is_tried_once_and_not_again_until_somebody_allows_it() throws Exception {
        ServerAddress address = Addresses.in("house", server, server.hostKey(0), "wrong-logon-Passwort");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> consoles.on(address).type("hostname", Addresses.LIMIT))
                    .isInstanceOf(ConsoleException.LogonRefused.class)
                    .hasMessageContaining("CONTOSO\\handover")
                    .hasMessageNotContaining("wrong-logon");
        }
        assertThat(server.logons).hasValue(1);

        consoles.allowLogonAgain(EstateName.of("house"), SsoServerName.of("sso02"));
        assertThatThrownBy(() -> consoles.on(address).type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.LogonRefused.class);
        assertThat(server.logons).hasValue(2);
        assertThat(server.typed).isEmpty();
    }

    /** A server that restarts while somebody logs on has refused nothing. */
    @Test
    void a_connection_that_drops_during_the_logon_is_no_refusal_and_the_next_command_logs_on() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        server.dropsLogons = true;
        assertThatThrownBy(() -> console().type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.Unreachable.class)
                .hasMessageContaining("proved its host key")
                .matches(e -> ((ConsoleException) e).answered());
        assertThat(server.logons).hasValue(1);

        server.dropsLogons = false;
        assertThat(console().type("hostname", Addresses.LIMIT).output()).isEqualTo("SSO02\n");
    }

    /** Windows gives a logon the groups that its account is in at that moment. */
    @Test
    void once_a_logon_is_allowed_again_the_next_command_logs_on_afresh() throws Exception {
        ServerAddress address = Addresses.in("house", server, server.hostKey(0), TestServer.PASSWORD);
        server.on("hostname", printing("SSO02\r\n", 0));
        consoles.on(address).type("hostname", Addresses.LIMIT);
        consoles.on(address).type("hostname", Addresses.LIMIT);
        assertThat(server.logons).hasValue(1);

        consoles.allowLogonAgain(EstateName.of("house"), SsoServerName.of("sso02"));
        consoles.on(address).type("hostname", Addresses.LIMIT);
        consoles.on(address).type("hostname", Addresses.LIMIT);

        assertThat(server.logons).hasValue(2);
    }

    @Test
    void another_credential_in_the_inventory_is_tried_after_a_refused_one() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        assertThatThrownBy(() -> consoles.on(Addresses.in("house", server, server.hostKey(0), "wrong-logon-Passwort"))
                        .type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.LogonRefused.class);

        assertThat(console().type("hostname", Addresses.LIMIT).output()).isEqualTo("SSO02\n");
    }

    @Test
    void a_key_file_logs_on_without_a_password(@TempDir Path folder) throws Exception {
        KeyPair key = TestServer.newKey("EC");
        Path file = folder.resolve("id_handover");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "handover", null, out);
        }
        server.authorizing(key.getPublic()).on("hostname", printing("SSO02\r\n", 0));

        assertThat(consoles.on(withKey(file)).type("hostname", Addresses.LIMIT).output())
                .isEqualTo("SSO02\n");
        assertThat(server.logons).hasValue(0);
    }

    @Test
    void a_key_that_the_server_does_not_know_is_a_refused_logon(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("id_handover");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(TestServer.newKey("EC"), "handover", null, out);
        }

        assertThatThrownBy(() -> consoles.on(withKey(file)).type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.LogonRefused.class)
                .hasMessageContaining("refused the logon");
    }

    @Test
    void a_key_file_that_holds_no_key_ends_in_a_sentence_before_any_logon(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("id_handover"), "no key");

        assertThatThrownBy(() -> consoles.on(withKey(file)).type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.LogonRefused.class)
                .hasMessageContaining("key file id_handover");
    }

    private ServerAddress withKey(Path file) {
        return new ServerAddress(
                EstateName.of("house"),
                SsoServerName.of("SSO02"),
                "127.0.0.1",
                server.port(),
                server.hostKey(0),
                TestServer.ACCOUNT,
                new Credential.KeyFile(file));
    }

    @Test
    void a_server_that_is_down_is_unreachable_and_nothing_was_typed() throws Exception {
        ServerAddress address = Addresses.of(server);
        server.close();

        ConsoleException.Unreachable e = catchThrowableOfType(
                ConsoleException.Unreachable.class, () -> consoles.on(address).type("hostname", Addresses.LIMIT));
        assertThat(e.commandMayHaveRun()).isFalse();
        assertThat(e.answered()).isFalse();
        assertThat(e).hasMessageContaining("SSO02").hasMessageContaining("does not answer");
    }

    @Test
    void a_server_that_lets_the_logon_in_and_then_hangs_has_answered() throws Exception {
        server.on("echo %OS%", hanging(new CountDownLatch(1)));
        try (SshConsoles brief = new SshConsoles(impatient(), Clock.systemUTC())) {
            assertThatThrownBy(() -> brief.on(Addresses.of(server)).type("hostname", Addresses.LIMIT))
                    .isInstanceOf(ConsoleException.Unreachable.class)
                    .hasMessageContaining("which shell")
                    .matches(e -> ((ConsoleException) e).answered());
        }
        assertThat(server.typed).isEmpty();
    }

    @Test
    void a_server_that_swallows_everything_before_it_proves_its_host_key_is_silent() throws Exception {
        try (BlackHole network = new BlackHole(server.port());
                SshConsoles brief = new SshConsoles(impatient(), Clock.systemUTC())) {
            network.swallow();
            assertThatThrownBy(() -> brief.on(behind(network)).type("hostname", Addresses.LIMIT))
                    .isInstanceOf(ConsoleException.Unreachable.class)
                    .matches(e -> !((ConsoleException) e).answered());
        }
    }

    /** A dead server is found out on a connection that was kept to it, and then it is silent. */
    @Test
    void a_kept_connection_does_not_make_a_silent_server_one_that_answered() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        try (BlackHole network = new BlackHole(server.port());
                SshConsoles brief = new SshConsoles(impatient(), Clock.systemUTC())) {
            RemoteConsole console = brief.on(behind(network));
            console.type("hostname", Addresses.LIMIT);
            network.swallow();
            assertThatThrownBy(() -> console.type("hostname", Addresses.LIMIT))
                    .isInstanceOf(ConsoleException.Unreachable.class)
                    .matches(e -> !((ConsoleException) e).answered());
        }
    }

    private ServerAddress behind(BlackHole network) {
        ServerAddress direct = Addresses.of(server);
        return new ServerAddress(
                direct.estate(),
                direct.server(),
                direct.host(),
                network.port(),
                direct.hostKey(),
                direct.account(),
                direct.credential());
    }

    private static ConsoleLimits impatient() {
        ConsoleLimits usual = Addresses.limits();
        return new ConsoleLimits(
                Duration.ofSeconds(3),
                usual.heartbeat(),
                2,
                usual.idle(),
                usual.total(),
                usual.transfer(),
                usual.oemCodePage());
    }

    @Test
    void a_shell_that_is_neither_cmd_nor_powershell_is_refused() {
        server.withShell(TestServer.DefaultShell.BASH);

        assertThatThrownBy(() -> console().type("hostname", Addresses.LIMIT))
                .isInstanceOf(ConsoleException.UnknownShell.class)
                .hasMessageContaining("neither cmd.exe nor PowerShell");
        assertThat(server.typed).isEmpty();
    }

    @Test
    void through_powershell_cmd_gets_the_very_line() throws Exception {
        String line = "wevtutil qe Application /q:\"*[System[Provider[@Name='ENTSSO'] and EventRecordID>12]]\" /f:XML";
        server.withShell(TestServer.DefaultShell.POWERSHELL).on(line, printing("<Event/>\r\n", 7));

        Transcript transcript = console().type(line, Addresses.LIMIT);

        assertThat(server.typed).containsExactly(line);
        assertThat(transcript.exitCode()).isEqualTo(7);
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_leaves_what_was_seen_and_the_next_command_connects_anew()
            throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        server.on("net start ENTSSO", hanging(started)).on("hostname", printing("SSO02\r\n", 0));
        cutWhenStarted(started);

        ConsoleException.CutOff e = catchThrowableOfType(
                ConsoleException.CutOff.class, () -> console().type("net start ENTSSO", Addresses.LIMIT));
        assertThat(e.commandMayHaveRun()).isTrue();
        assertThat(e.partialOutput()).isEqualTo("working\n");

        assertThat(console().type("hostname", Addresses.LIMIT).output()).isEqualTo("SSO02\n");
        assertThat(server.connections).hasValue(2);
        assertThat(server.typed).containsExactly("net start ENTSSO", "hostname");
    }

    private void cutWhenStarted(CountDownLatch started) {
        new Thread(() -> {
                    try {
                        started.await();
                        server.cut();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    @Test
    void a_kept_connection_that_died_unnoticed_is_replaced_without_typing_anything_twice() throws Exception {
        server.on("hostname", printing("SSO02\r\n", 0));
        for (int i = 0; i < 10; i++) {
            console().type("hostname", Addresses.LIMIT);
            server.cut();
        }

        assertThat(server.typed).hasSize(10);
    }

    @Test
    void a_command_that_runs_too_long_is_given_up_and_the_connection_stays() throws Exception {
        server.on("net start ENTSSO", hanging(new CountDownLatch(1))).on("hostname", printing("SSO02\r\n", 0));

        ConsoleException.TimedOut e = catchThrowableOfType(
                ConsoleException.TimedOut.class, () -> console().type("net start ENTSSO", Duration.ofMillis(500)));
        assertThat(e.commandMayHaveRun()).isTrue();
        assertThat(e.partialOutput()).isEqualTo("working\n");
        console().type("hostname", Addresses.LIMIT);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void interrupting_the_thread_closes_the_channel() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        server.on("net start ENTSSO", hanging(started));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread typing = new Thread(() -> {
            try {
                console().type("net start ENTSSO", Addresses.LIMIT);
            } catch (ConsoleException | InterruptedException e) {
                thrown.set(e);
            }
        });
        typing.start();
        started.await();
        int before = server.ended.get();

        typing.interrupt();
        typing.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        await().until(() -> server.ended.get() > before);
    }

    @Test
    void a_network_that_swallows_everything_is_found_out_by_the_heartbeat() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        server.on("net start ENTSSO", hanging(started));
        try (BlackHole network = new BlackHole(server.port())) {
            ServerAddress address = behind(network);
            new Thread(() -> {
                        try {
                            started.await();
                            network.swallow();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();

            assertThatThrownBy(() -> consoles.on(address).type("net start ENTSSO", Duration.ofSeconds(50)))
                    .isInstanceOf(ConsoleException.CutOff.class);
        }
    }

    @Test
    void a_connection_that_nobody_uses_is_ended() throws Exception {
        ConsoleLimits usual = Addresses.limits();
        ConsoleLimits impatient = new ConsoleLimits(
                usual.connect(),
                usual.heartbeat(),
                2,
                Duration.ofMillis(300),
                usual.total(),
                usual.transfer(),
                usual.oemCodePage());
        server.on("hostname", printing("SSO02\r\n", 0));
        try (SshConsoles brief = new SshConsoles(impatient, Clock.systemUTC())) {
            brief.on(Addresses.of(server)).type("hostname", Addresses.LIMIT);
            await().until(() -> server.openSessions() == 0);
            brief.on(Addresses.of(server)).type("hostname", Addresses.LIMIT);
        }
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void a_command_line_of_two_lines_is_refused() {
        assertThatThrownBy(() -> console().type("hostname\r\nnet stop ENTSSO", Addresses.LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void files_are_written_read_seen_and_deleted(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("C:").resolve("Restore"));
        server.withDisk(root);
        WindowsPath file = WindowsPath.of("C:\\Restore\\update file.xml");
        RemoteConsole console = console();

        assertThat(console.exists(file)).isFalse();
        console.write(file, "long before".getBytes(Charset.forName("US-ASCII")));
        console.write(file, "now".getBytes(Charset.forName("US-ASCII")));
        assertThat(console.exists(file)).isTrue();
        assertThat(console.read(file, 3)).asString().isEqualTo("now");
        assertThatThrownBy(() -> console.read(file, 2))
                .isInstanceOf(ConsoleException.TransferFailed.class)
                .hasMessageContaining("larger than 2 bytes");
        console.delete(file);
        console.delete(file);
        assertThat(console.exists(file)).isFalse();
        assertThatThrownBy(() -> console.read(file, 10)).isInstanceOf(ConsoleException.FileNotFound.class);
        assertThatThrownBy(() -> console.write(WindowsPath.of("C:\\Nowhere\\x.xml"), new byte[1]))
                .isInstanceOf(ConsoleException.FileNotFound.class);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void a_server_whose_files_hang_is_one_that_opens_no_channel_for_them_and_nobody_was_interrupted() throws Exception {
        server.withHangingFiles().on("hostname", printing("SSO02\r\n", 0));
        try (SshConsoles brief = new SshConsoles(impatient(), Clock.systemUTC())) {
            RemoteConsole console = brief.on(Addresses.of(server));
            console.type("hostname", Addresses.LIMIT);

            assertThatThrownBy(() -> console.read(WindowsPath.of("C:\\Restore\\SSO01.bak"), 10))
                    .isInstanceOf(ConsoleException.Unreachable.class)
                    .hasMessageContaining("opens no channel for files");
            assertThat(console.type("hostname", Addresses.LIMIT).output()).isEqualTo("SSO02\n");
        }
        assertThat(server.connections).hasValue(1);
    }
}
