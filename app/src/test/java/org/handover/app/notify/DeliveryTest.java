package org.handover.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.awaitility.Awaitility;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.FailoverId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that really receives, and what comes of it when it does not. */
class DeliveryTest {

    private static final String SECRET = "a-secret-of-this-test";

    private final Told told = new Told();
    private Receiver receiver;
    private FailoverId run;

    @BeforeEach
    void receives() throws Exception {
        receiver = new Receiver();
        run = told.run();
    }

    @AfterEach
    void close() {
        receiver.close();
        told.close();
    }

    @Test
    void aWebhookIsSignedAndLeadsStraightToTheTask() throws Exception {
        Target target = Told.target("hook", webhook(receiver.at("/hook?key=of-the-path")));
        Outbox outbox = told.outbox(target);
        told.happens(outbox, run, Occasion.TASK_WAITING);

        assertThat(told.delivery(outbox, target).next()).isTrue();

        Receiver.Request request = receiver.requests.get(0);
        assertThat(signature(request)).isEqualTo(request.header("webhook-signature"));
        JsonNode body = Told.JSON.readTree(request.body());
        assertThat(body.path("id").asText()).isEqualTo(request.header("webhook-id"));
        assertThat(body.path("title").asText()).isEqualTo("FO-000001 (CONTOSO) waits for somebody: Approve the change");
        assertThat(body.path("task").path("url").asText())
                .isEqualTo(Told.URL + "/camunda/app/tasklist/default/#/?task=4711");
        assertThat(body.path("url").asText()).isEqualTo(Told.URL + "/board/failovers/FO-000001");
        assertThat(outbox.list(Outbox.State.SENT, run, 10, 0)).hasSize(1);
        assertThat(told.database.ledger.entries(run.value())).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("notification.sent");
            assertThat(entry.data()).containsEntry("target", "hook").containsEntry("to", "localhost");
            assertThat(entry.data().toString()).doesNotContain("of-the-path", SECRET);
        });
    }

    /** github.com/standard-webhooks, spec/standard-webhooks.md. */
    @Test
    void theSignatureIsTheOneOfTheSpecification() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(WebhookChannel.key("whsec_plJ3nmyCDGBKInavdOK15jsl"));
        byte[] signed =
                mac.doFinal("msg_loFOjxBNrRLzqYUf.1731705121.{\"event_type\":\"ping\",\"data\":{\"success\":true}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getEncoder().encodeToString(signed))
                .isEqualTo("rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    /** The line of docs/operations.md, as a shell has it. */
    @Test
    void whatTheDocumentationSaysToCheckASignatureWithFindsTheSame(@TempDir Path folder) throws Exception {
        Target target = Told.target("hook", webhook(receiver.at("/")));
        Outbox outbox = told.outbox(target);
        told.happens(outbox, run, Occasion.TASK_WAITING);
        told.delivery(outbox, target).next();
        Receiver.Request request = receiver.requests.get(0);
        Files.writeString(folder.resolve("body.json"), request.body());
        String line = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .filter(one -> one.strip().startsWith("printf '%s.%s.%s'"))
                .findFirst()
                .orElseThrow();
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", line).directory(folder.toFile());
        shell.environment().put("webhook_id", request.header("webhook-id"));
        shell.environment().put("webhook_timestamp", request.header("webhook-timestamp"));
        shell.environment().put("secret", SECRET);

        Process ran = shell.start();

        assertThat("v1," + new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(request.header("webhook-signature"));
    }

    @Test
    void aReceiverInTroubleIsToldLaterUnderTheSameId() throws Exception {
        receiver.answers(500).answers(429);
        Target target = Told.target("hook", webhook(receiver.at("/")));
        Outbox outbox = told.outbox(target);
        Delivery delivery = told.delivery(outbox, target);
        told.happens(outbox, run, Occasion.SUCCEEDED);

        assertThat(delivery.next()).isTrue();
        Notification putOff = outbox.list(Outbox.State.WAITING, run, 10, 0).get(0);
        assertThat(putOff.lastError()).isEqualTo("localhost answers 500.");
        assertThat(putOff.dueAt()).isAfterOrEqualTo(putOff.at().plusSeconds(5).minusMillis(100));
        told.timePasses();
        assertThat(delivery.next()).isTrue();
        told.timePasses();
        assertThat(delivery.next()).isTrue();

        assertThat(receiver.requests).hasSize(3);
        assertThat(receiver.requests.stream().map(request -> request.header("webhook-id")))
                .containsOnly(receiver.requests.get(0).header("webhook-id"));
        assertThat(outbox.list(Outbox.State.SENT, run, 10, 0))
                .singleElement()
                .satisfies(sent -> assertThat(sent.attempts()).isEqualTo(3));
    }

    @Test
    void whatANodeSentBeforeItDiedIsSentAgainUnderTheSameId() throws Exception {
        WebhookChannel hook = webhook(receiver.at("/"));
        Target dying = Told.target("hook", message -> {
            hook.deliver(message);
            throw new AssertionError("the node is killed here");
        });
        Target next = Told.target("hook", hook);
        Outbox outbox = told.outbox(next);
        told.happens(outbox, run, Occasion.SUCCEEDED);

        assertThatThrownBy(() -> told.delivery(outbox, dying).next()).hasMessage("the node is killed here");
        told.timePasses();
        assertThat(told.delivery(outbox, next).next()).isTrue();

        assertThat(receiver.requests).hasSize(2);
        assertThat(receiver.requests.get(1).header("webhook-id"))
                .isEqualTo(receiver.requests.get(0).header("webhook-id"));
        assertThat(told.database.kinds(run.value())).containsExactly("notification.sent");
    }

    @Test
    void whatIsRefusedIsShownAsNotDeliveredAndCanBeTriedAgain() throws Exception {
        receiver.answers(404);
        Target target = Told.target("hook", webhook(receiver.at("/gone")));
        Outbox outbox = told.outbox(target);
        Delivery delivery = told.delivery(outbox, target);
        told.happens(outbox, run, Occasion.SUCCEEDED);

        delivery.next();

        Notification lost = outbox.list(Outbox.State.UNDELIVERED, run, 10, 0).get(0);
        assertThat(lost.lastError()).isEqualTo("localhost answers 404.");
        told.timePasses();
        assertThat(delivery.next()).as("it is not tried by itself").isFalse();

        assertThat(outbox.tryAgain(lost.id(), "root")).isTrue();
        assertThat(outbox.tryAgain(lost.id(), "root")).isFalse();
        assertThat(delivery.next()).isTrue();
        assertThat(outbox.list(Outbox.State.SENT, run, 10, 0)).hasSize(1);
        assertThat(told.database.kinds(run.value()))
                .containsExactly("notification.undelivered", "notification.retried", "notification.sent");
    }

    @Test
    void whoCannotBeReachedForTooLongIsGivenUp() throws Exception {
        Target target = Told.target("hook", webhook(receiver.at("/")));
        receiver.close();
        Outbox outbox = told.outbox(target);
        Delivery early = told.delivery(outbox, target);
        told.happens(outbox, run, Occasion.SUCCEEDED);
        early.next();
        assertThat(outbox.count(Outbox.State.WAITING, run)).isEqualTo(1);

        told.timePasses();
        Clock inTwoDays = Clock.fixed(Instant.now().plus(Duration.ofDays(2)), ZoneOffset.UTC);
        new Delivery(target, outbox, told.messages, inTwoDays, told.settings).next();

        assertThat(outbox.list(Outbox.State.UNDELIVERED, run, 10, 0).get(0).lastError())
                .isEqualTo("localhost cannot be reached.");
        assertThat(told.database.kinds(run.value())).containsExactly("notification.undelivered");
    }

    /** It accepts and says nothing. Whoever writes to the outbox does not notice, and the other target is told at once. */
    @Test
    void aReceiverThatHangsHoldsUpNobody() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Target hanging = Told.target("hanging", webhook(URI.create("http://localhost:" + silent.getLocalPort())));
            Target well = Told.target("well", webhook(receiver.at("/")));
            Outbox outbox = told.outbox(hanging, well);
            Deliveries deliveries = new Deliveries(
                    new Targets(List.of(hanging, well)),
                    outbox,
                    told.database.node("this one"),
                    told.messages,
                    LedgerDatabase.CLOCK,
                    told.settings);
            deliveries.start();
            try {
                for (int i = 0; i < 10; i++) {
                    told.happens(outbox, run, Occasion.TASK_WAITING);
                }
                Awaitility.await("the other one is told of all of it")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> outbox.count(Outbox.State.SENT, run) == 10);
                Awaitility.await("the attempt at the silent one ends")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> outbox.list(Outbox.State.WAITING, run, 10, 9)
                                        .get(0)
                                        .lastError()
                                != null);
                assertThat(outbox.list(Outbox.State.WAITING, run, 10, 9).get(0).lastError())
                        .isEqualTo("localhost does not answer within 2 s.");
            } finally {
                deliveries.stop();
            }
        }
    }

    private static WebhookChannel webhook(URI address) {
        return new WebhookChannel(
                new HttpCalls(Duration.ofSeconds(2)),
                address,
                Optional.of(WebhookChannel.key(SECRET)),
                WebhookBody::generic,
                Told.JSON,
                LedgerDatabase.CLOCK);
    }

    /** As a receiver checks it. */
    private static String signature(Receiver.Request request) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(WebhookChannel.key(SECRET));
        String signed =
                "%s.%s.%s".formatted(request.header("webhook-id"), request.header("webhook-timestamp"), request.body());
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
