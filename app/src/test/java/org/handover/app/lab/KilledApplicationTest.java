package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application as a process of its own, as {@code mvn spring-boot:run} starts it, and as {@code kill -9} ends it. */
class KilledApplicationTest {

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();

    @Test
    void afterAKillInTheMiddleOfARemoteStepTheRunGoesOnByItselfAndNothingIsTypedTwice() throws Exception {
        Path data = WORK.resolve("killed-" + ProcessHandle.current().pid());
        ApplicationProcess first = ApplicationProcess.start(data);
        TestLab lab = first.lab();
        String id = "FO-000001";
        first.drive().decides("approver", id, "approveChange", "approve", "");
        first.drive().passwordAndContinue("operator", id, ApplicationProcess.RESTORE_PASSWORD);
        lab.delay("SSO02", "net", Duration.ofSeconds(4));
        first.drive().decides("operator", id, "confirmFormerMasterIsDown", "down", "seen");
        Awaitility.await("net stop is being typed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> lab.typed("SSO02").stream().anyMatch(line -> line.contains("net stop")));
        first.killNine();

        ApplicationProcess second = ApplicationProcess.start(data);
        try {
            assertThat(second.output()).contains("Everything is as it was");
            second.drive().task(id, "giveRestorePassword");
            second.drive().passwordAndContinue("operator", id, ApplicationProcess.RESTORE_PASSWORD);
            second.drive().acceptAndEnd("operator", id);

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
            assertThat(second.output()).doesNotContain(ApplicationProcess.RESTORE_PASSWORD);
        } finally {
            second.stop();
        }
        assertThat(ProcessHandle.of(lab.handedOver().pid())).isEmpty();
    }

    @Test
    @Tag("long")
    void stoppedAsSoonAsItIsReadyItEndsWithoutAnError() throws Exception {
        Path log = WORK.resolve("stopped-" + ProcessHandle.current().pid() + ".log");
        Process process = ApplicationProcess.process(
                WORK.resolve("stopped-" + ProcessHandle.current().pid()), ApplicationProcess.freePort(), log, Map.of());
        Awaitility.await("the application is ready")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.readString(log).contains("Handover is ready") || !process.isAlive());

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(log).content().contains("Handover is ready").doesNotContain(" ERROR ", "Exception");
    }

    @Test
    @Tag("long")
    void aRehearsalGoesOnOnItsTwinAfterTheApplicationWasKilledAndTouchesNothingElse() throws Exception {
        Path data = WORK.resolve("rehearsal-" + ProcessHandle.current().pid());
        ApplicationProcess first = ApplicationProcess.start(data);
        TestLab lab = first.lab();
        Drive.Reply started = first.drive()
                .call(
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
        first.drive().task(id, "approveChange");
        first.drive().task("FO-000001", "approveChange");
        List<String> typed = lab.typed("SSO02");
        first.killNine();

        ApplicationProcess second = ApplicationProcess.start(data);
        try {
            second.drive().decides("approver", id, "approveChange", "approve", "");
            second.drive().passwordAndContinue("operator", id, ApplicationProcess.RESTORE_PASSWORD);
            second.drive().decides("operator", id, "confirmFormerMasterIsDown", "down", "The twin's is dead");
            second.drive().acceptAndEnd("operator", id);

            assertThat(second.drive().failover(id).path("estate").asText()).isEqualTo("rehearsal-" + id);
            assertThat(second.drive().failover(id).path("outcome").asText()).isEqualTo("new-proven");
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
            Process process = ApplicationProcess.process(
                    WORK.resolve("taken-" + ProcessHandle.current().pid()),
                    taken.getLocalPort(),
                    WORK.resolve("taken.log"),
                    Map.of());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            String said = Files.readString(WORK.resolve("taken.log"));
            assertThat(said)
                    .contains("Port " + taken.getLocalPort() + " is taken by another program")
                    .doesNotContain("\tat ");
        }
    }
}
