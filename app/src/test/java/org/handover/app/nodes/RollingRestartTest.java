package org.handover.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.handover.app.lab.Drive;
import org.handover.app.lab.TestLab;
import org.handover.app.lab.Webhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node after the other is stopped and started again while a failover runs and others read and report. */
@Tag("faults")
class RollingRestartTest {

    private static final int CLIENTS = 4;
    private static final long ASKS_EVERY_MILLIS = 100;

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS + 1);
    private TwoNodes nodes;
    private Balancer balancer;

    @BeforeEach
    void start() throws Exception {
        nodes = new TwoNodes(
                "rolling", Map.of("handover.drain", "PT2S", "handover.incidents.generic.secret", Webhook.SECRET));
        balancer = new Balancer(nodes.a(), nodes.b());
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        balancer.close();
        nodes.close();
    }

    @Test
    void noRequestFailsAndNoStepIsLost() throws Exception {
        List<Future<?>> asking = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String incident = "INC-" + i;
            asking.add(clients.scheduleWithFixedDelay(
                    () -> readAndReport(incident), 0, ASKS_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        }
        nodes.production().delay("SSO02", "net", Duration.ofSeconds(3));
        nodes.lab().delay("SSO02", "net", Duration.ofSeconds(3));
        String second = startOnProduction();

        Future<?> demonstration = clients.submit(() -> answerAllTasks("FO-000001"));
        nodes.lab().awaitTyped("SSO02", "net stop");
        nodes.restartA();
        demonstration.get();

        Future<?> production = clients.submit(() -> answerAllTasks(second));
        nodes.production().awaitTyped("SSO02", "net stop");
        nodes.restartB();
        production.get();

        asking.forEach(client -> client.cancel(false));
        clients.shutdown();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(failed).isEmpty();
        assertThat(answered).hasValueGreaterThan(100);
        for (TestLab lab : List.of(nodes.lab(), nodes.production())) {
            assertThat(lab.typed("SSO02").stream().filter(line -> line.contains("-updatedb")))
                    .hasSize(1);
            assertThat(lab.changes("SSO02").stream().filter("ENTSSO stopped"::equals))
                    .hasSize(1);
            assertThat(lab.changes("SSO02").stream().filter("ENTSSO started"::equals))
                    .hasSize(1);
        }
        assertThat(nodes.a().output() + nodes.b().output()).doesNotContain(" ERROR ");
    }

    private String startOnProduction() {
        Drive.Reply started = balancer.ask(drive -> drive.call(
                "operator",
                "POST",
                "/api/failovers",
                Map.of(
                        "estate", TwoNodes.ESTATE,
                        "ssoSystem", "CONTOSO",
                        "newMasterSecretServer", "SSO02",
                        "situation", "master-lost",
                        "reason", "SSO01 does not answer")));
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        return started.body().path("id").asText();
    }

    private void readAndReport(String incident) {
        expect(200, "GET list", drive -> drive.call("auditor", "GET", "/api/failovers", null));
        expect(200, "GET one", drive -> drive.call("auditor", "GET", "/api/failovers/FO-000001", null));
        expect(200, "POST incident", drive -> new Webhook(drive)
                .generic(Webhook.incident(incident, "open", Map.of("host", "WEB01")), Instant.now()));
    }

    private void expect(int status, String what, Function<Drive, Drive.Reply> request) {
        try {
            Drive.Reply reply = balancer.ask(request);
            if (reply.status() != status) {
                failed.add(what + ": " + reply);
            }
            answered.incrementAndGet();
        } catch (RuntimeException e) {
            failed.add(what + ": " + e);
        }
    }

    /** As people do who see what is asked: also a second time, where the node that had the password was stopped. */
    private void answerAllTasks(String id) {
        Awaitility.await(id + " has succeeded")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode run = get(id);
                    for (JsonNode task : run.path("tasks")) {
                        answer(id, task.path("key").asText(), task.path("id").asText());
                    }
                    return run.path("state").asText().equals("succeeded");
                });
    }

    private JsonNode get(String id) {
        return balancer.ask(drive -> drive.call("auditor", "GET", "/api/failovers/" + id, null))
                .body();
    }

    private void answer(String id, String key, String task) {
        if (key.equals("giveRestorePassword")) {
            answered(balancer.ask(drive -> drive.call(
                    "operator",
                    "PUT",
                    "/api/failovers/" + id + "/restore-password",
                    Map.of("password", TestLab.RESTORE_PASSWORD))));
        }
        String decision =
                switch (key) {
                    case "approveChange" -> "approve";
                    case "giveRestorePassword" -> "continue";
                    case "confirmFormerMasterIsDown" -> "down";
                    case "confirmResult" -> "accept";
                    case "takeFreshBackup" -> "skip";
                    default -> throw new AssertionError(id + " asks for " + key);
                };
        answered(balancer.ask(drive -> drive.call(
                key.equals("approveChange") ? "approver" : "operator",
                "POST",
                "/api/tasks/" + task + "/decision",
                Map.of("decision", decision, "justification", "seen"))));
    }

    /** What was answered in between, or is not in custody any more, is refused in words; that is an answer. */
    private void answered(Drive.Reply reply) {
        if (reply.status() >= 500) {
            failed.add(reply.toString());
        }
    }
}
