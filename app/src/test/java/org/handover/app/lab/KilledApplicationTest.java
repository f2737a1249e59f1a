package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.handover.app.HandoverApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** The application as a process of its own, as {@code mvn spring-boot:run} starts it, and as {@code kill -9} ends it. */
class KilledApplicationTest {

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();

    @Test
    void afterAKillInTheMiddleOfARemoteStepTheRunGoesOnByItselfAndNothingIsTypedTwice() throws Exception {
        Path data = WORK.resolve("killed-" + ProcessHandle.current().pid());
        Application first = Application.start(data);
        TestLab lab = first.lab();
        String id = "FO-000001";
        first.drive.decides("approver", id, "approveChange", "approve", "");
        first.drive.passwordAndContinue("operator", id, Application.RESTORE_PASSWORD);
        lab.delay("SSO02", "net", Duration.ofSeconds(4));
        first.drive.decides("operator", id, "confirmFormerMasterIsDown", "down", "seen");
        Awaitility.await("net stop is being typed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> lab.typed("SSO02").stream().anyMatch(line -> line.contains("net stop")));
        first.killNine();

        Application second = Application.start(data);
        try {
            assertThat(second.output()).contains("Everything is as it was");
            second.drive.task(id, "giveRestorePassword");
            second.drive.passwordAndContinue("operator", id, Application.RESTORE_PASSWORD);
            second.drive.acceptAndEnd("operator", id);

            List<String> typed = lab.typed("SSO02");
            assertThat(typed.stream().filter(line -> line.contains("&& net stop")))
                    .hasSize(1);
            assertThat(typed.stream().filter(line -> line.contains("&& net start ENTSSO")))
                    .hasSize(1);
            assertThat(typed.stream().filter(line -> line.contains("-updatedb")))
                    .hasSize(1);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO stopped"))
                    .isEqualTo(1);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO started"))
                    .isEqualTo(1);
            assertThat(Files.readString(second.log)).doesNotContain(Application.RESTORE_PASSWORD);
        } finally {
            second.stop();
        }
        assertThat(ProcessHandle.of(lab.handedOver().pid())).isEmpty();
    }

    @Test
    @Tag("long")
    void aRehearsalGoesOnOnItsTwinAfterTheApplicationWasKilledAndTouchesNothingElse() throws Exception {
        Path data = WORK.resolve("rehearsal-" + ProcessHandle.current().pid());
        Application first = Application.start(data);
        TestLab lab = first.lab();
        Drive.Reply started = first.drive.call(
                "operator",
                "POST",
                "/api/failovers",
                Map.of(
                        "ssoSystem", "CONTOSO",
                        "newMasterSecretServer", "SSO02",
                        "situation", "master-lost",
                        "rehearsal", true,
                        "reason", "Before the real one"));
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        String id = started.body().path("id").asText();
        first.drive.task(id, "approveChange");
        first.drive.task("FO-000001", "approveChange");
        List<String> typed = lab.typed("SSO02");
        first.killNine();

        Application second = Application.start(data);
        try {
            second.drive.decides("approver", id, "approveChange", "approve", "");
            second.drive.passwordAndContinue("operator", id, Application.RESTORE_PASSWORD);
            second.drive.decides("operator", id, "confirmFormerMasterIsDown", "down", "The twin's is dead");
            second.drive.acceptAndEnd("operator", id);

            assertThat(second.drive.failover(id).path("estate").asText()).isEqualTo("rehearsal-" + id);
            assertThat(second.drive.failover(id).path("outcome").asText()).isEqualTo("new-proven");
            assertThat(lab.typed("SSO02"))
                    .as("on the servers that are rehearsed")
                    .isEqualTo(typed);
            assertThat(lab.changes("SSO02")).isEmpty();
            Awaitility.await("the twin is gone")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !lab.systems().toString().contains("twin-"));
        } finally {
            second.stop();
        }
    }

    @Test
    void aPortThatIsTakenGetsASentence() throws Exception {
        try (var taken = new ServerSocket(0)) {
            Process process = Application.process(
                    WORK.resolve("taken-" + ProcessHandle.current().pid()),
                    taken.getLocalPort(),
                    WORK.resolve("taken.log"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            String said = Files.readString(WORK.resolve("taken.log"));
            assertThat(said)
                    .contains("Port " + taken.getLocalPort() + " is taken by another program")
                    .doesNotContain("\tat ");
        }
    }

    private static final class Application {

        static final String PASSWORD = HandoverOnLabTest.PASSWORD;
        static final String RESTORE_PASSWORD = "restore-me-please";

        private final Process process;
        private final Path data;
        private final Path log;
        private final Drive drive;

        private Application(Process process, Path data, Path log, Drive drive) {
            this.process = process;
            this.data = data;
            this.log = log;
            this.drive = drive;
        }

        static Process process(Path data, int port, Path log) throws Exception {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    HandoverApplication.class.getName(),
                    "--server.port=" + port,
                    "--handover.data=" + data,
                    "--handover.lab.classes="
                            + Path.of("..", "lab", "target", "classes")
                                    .toAbsolutePath()
                                    .normalize(),
                    "--handover.agreement-wait=PT2S",
                    "--handover.lab.poll-seconds=0.3",
                    "--handover.lab.start-seconds=0.2");
            Map<String, String> environment = builder.environment();
            environment.put(
                    "CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            environment.put("HANDOVER_DEMO_PASSWORD", PASSWORD);
            environment.put("HANDOVER_DEMO_RESTORE_PASSWORD", RESTORE_PASSWORD);
            return builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        }

        static Application start(Path data) throws Exception {
            int port;
            try (var socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            Path log = data.resolveSibling(data.getFileName() + "-" + port + ".log");
            Process process = process(data, port, log);
            Awaitility.await("the application is ready")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> Files.readString(log).contains("Failover FO-000001") || !process.isAlive());
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            MockEnvironment environment = new MockEnvironment();
            environment.setProperty("local.server.port", Integer.toString(port));
            return new Application(process, data, log, new Drive(environment, "auditor"));
        }

        TestLab lab() {
            return TestLab.foundIn(data.resolve("lab"));
        }

        String output() throws Exception {
            return Files.readString(log, StandardCharsets.UTF_8);
        }

        void killNine() throws Exception {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        void stop() throws Exception {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
