package org.handover.app.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.journal.FailoverId;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystemName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What chats and PagerDuty are sent, as it arrives over HTTP. */
class ChatsAndIncidentsTest {

    private static final HttpCalls HTTP = new HttpCalls(Duration.ofSeconds(5));
    private static final String KEY = "a-key-of-pagerduty";

    private final Told told = new Told();
    private Receiver receiver;

    @BeforeEach
    void receives() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        told.close();
    }

    @Test
    void teamsGetsACardWhoseWordsAreNoMarkupAndWhoseButtonsLeadToTaskAndRun() throws Exception {
        webhook(ChatBodies::teams).deliver(message(told.run(true, null), Occasion.TASK_WAITING, Told.waits()));

        JsonNode attachment = body(0).path("attachments").path(0);
        assertThat(body(0).path("type").asText()).isEqualTo("message");
        assertThat(attachment.path("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        JsonNode card = attachment.path("content");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.path("body").findValuesAsText("type")).containsOnly("RichTextBlock", "TextRun");
        assertThat(card.path("body").findValuesAsText("text"))
                .contains(
                        "REHEARSAL: FO-000001 (CONTOSO) waits for somebody: Approve the change",
                        "REHEARSAL: no real server is touched.",
                        "An approver who did not ask for it answers the task 'Approve the change'.");
        assertThat(card.path("actions").findValuesAsText("url"))
                .containsExactly(
                        Told.URL + "/camunda/app/tasklist/default/#/?task=4711",
                        Told.URL + "/board/failovers/FO-000001");
    }

    @Test
    void whatIsAboutNoRunLeadsToTheBoardAndSaysWhichSsoSystem() throws Exception {
        Message message = message(
                new Subject.OfSystem(EstateName.of("production"), SsoSystemName.of("CONTOSO")),
                Occasion.TWO_MASTERS,
                said("SSO01, SSO02."));
        webhook(ChatBodies::slack).deliver(message);
        webhook(WebhookBody::generic).deliver(message);

        assertThat(body(0).path("text").asText()).isEqualTo("CONTOSO (production) HAS TWO MASTERS");
        assertThat(body(0).toString()).contains("<%s/board|The board>".formatted(Told.URL));
        assertThat(body(1).path("kind").asText()).isEqualTo("master.two");
        assertThat(body(1).path("ssoSystem").asText()).isEqualTo("CONTOSO");
        assertThat(body(1).path("url").asText()).isEqualTo(Told.URL + "/board");
        assertThat(body(1).has("failover")).isFalse();
    }

    @Test
    void slackGetsBlocksWithinItsLimits() throws Exception {
        Happening wordy =
                new Happening("Because <https://evil.example|of this> " + "x".repeat(4000), List.of(), List.of(), null);
        webhook(ChatBodies::slack).deliver(message(told.run(), Occasion.GLASS_BROKEN, wordy));

        JsonNode blocks = body(0).path("blocks");
        assertThat(body(0).path("text").asText()).isEqualTo("FO-000001 (CONTOSO) GOES ON WITH ONE PERSON");
        assertThat(blocks.findValuesAsText("type"))
                .containsExactlyInAnyOrder("header", "plain_text", "section", "plain_text", "section", "mrkdwn");
        assertThat(blocks.path(1).path("text").path("text").asText())
                .hasSize(3000)
                .contains("<https://evil.example|of this>");
        assertThat(blocks.path(2).path("text").path("text").asText())
                .isEqualTo("<%s/board/failovers/FO-000001|The run>".formatted(Told.URL));
    }

    /** 28 KB a message; names and values as schema 1.4 of Adaptive Cards has them, beside the width, which is Teams' own. */
    @Test
    void teamsGetsNoMoreThanItTakesAndOnlyWhatTheSchemaOfCardsKnows() throws Exception {
        Happening wordy = new Happening(
                "\uD83D\uDE00漢\"".repeat(6000),
                List.of(),
                List.of(),
                Told.waits().task());
        webhook(ChatBodies::teams).deliver(message(told.run(true, null), Occasion.GLASS_BROKEN, wordy));

        assertThat(receiver.requests.get(0).body().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(28 * 1024);
        JsonNode card = body(0).path("attachments").path(0).path("content");
        assertThat(names(card))
                .containsExactlyInAnyOrder("$schema", "type", "version", "fallbackText", "msteams", "body", "actions");
        assertThat(card.path("version").asText()).isEqualTo("1.4");
        assertThat(card.path("msteams").toString()).isEqualTo("{\"width\":\"Full\"}");
        for (JsonNode block : card.path("body")) {
            assertThat(names(block)).containsExactlyInAnyOrder("type", "inlines");
            for (JsonNode run : block.path("inlines")) {
                assertThat(names(run)).isSubsetOf("type", "text", "weight", "size", "color", "isSubtle");
                assertThat(run.path("weight").asText("Bolder")).isEqualTo("Bolder");
                assertThat(run.path("size").asText("Medium")).isEqualTo("Medium");
                assertThat(run.path("color").asText("Attention")).isEqualTo("Attention");
                assertThat(run.path("isSubtle").isTextual()).isFalse();
            }
        }
        for (JsonNode action : card.path("actions")) {
            assertThat(names(action)).containsExactlyInAnyOrder("type", "title", "url");
            assertThat(action.path("type").asText()).isEqualTo("Action.OpenUrl");
        }
    }

    /** 150 letters a header, 3,000 a section, 50 blocks a message; a text beside them for where blocks are not shown. */
    @ParameterizedTest
    @ValueSource(ints = {2990, 2991, 2992, 2998, 2999, 3000, 3001})
    void slackGetsNoHalfCharacterWhereverItsLimitLies(int letters) throws Exception {
        Happening wordy = new Happening(
                "x".repeat(letters) + "\uD83D\uDE00".repeat(20),
                List.of(),
                List.of(),
                Told.waits().task());
        webhook(ChatBodies::slack).deliver(message(told.run(), Occasion.GLASS_BROKEN, wordy));

        assertThat(body(0).path("text").asText()).isNotBlank();
        assertThat(body(0).path("blocks").size()).isLessThanOrEqualTo(50);
        for (JsonNode block : body(0).path("blocks")) {
            assertThat(block.path("text").path("text").asText())
                    .hasSizeLessThanOrEqualTo(block.path("type").asText().equals("header") ? 150 : 3000)
                    .doesNotContain("\uFFFD");
        }
    }

    @Test
    void anIncidentOfPagerDutyGetsANoteAndIsResolvedWhenTheRunHasSucceeded() throws Exception {
        FailoverId run = told.run();
        receiver.answers(200, "{\"notes\":[]}");

        assertThat(pagerDuty().deliver(message(run, Occasion.ROLLED_BACK, said("SSO01 is master again."))))
                .isEqualTo("incident Q1");
        assertThat(calls()).containsExactly("GET /incidents/Q1/notes", "POST /incidents/Q1/notes");
        assertThat(body(1).path("note").path("content").asText())
                .contains(
                        "FO-000001 (CONTOSO) was rolled back", "SSO01 is master again.", "/board/failovers/FO-000001");
        assertThat(receiver.requests).allSatisfy(request -> {
            assertThat(request.header("Authorization")).isEqualTo("Token token=" + KEY);
            assertThat(request.header("From")).isEqualTo("oncall@contoso.example");
            assertThat(request.header("Accept")).isEqualTo("application/vnd.pagerduty+json;version=2");
        });

        receiver.requests.clear();
        receiver.answers(200, "{\"notes\":[]}")
                .answers(201, "{}")
                .answers(200, "{\"incident\":{\"status\":\"acknowledged\"}}");
        pagerDuty().deliver(message(run, Occasion.SUCCEEDED, said("SSO02 is master.")));
        assertThat(calls())
                .containsExactly(
                        "GET /incidents/Q1/notes",
                        "POST /incidents/Q1/notes",
                        "GET /incidents/Q1",
                        "PUT /incidents/Q1");
        assertThat(body(3))
                .isEqualTo(
                        Told.JSON.readTree("{\"incident\":{\"type\":\"incident_reference\",\"status\":\"resolved\"}}"));
    }

    @Test
    void whatAnEarlierAttemptHasDoneIsNotDoneAgain() throws Exception {
        Message message = message(told.run(), Occasion.SUCCEEDED, said("SSO02 is master."));
        receiver.answers(200, "{\"notes\":[{\"content\":\"said (notification %s)\"}]}".formatted(message.id()))
                .answers(200, "{\"incident\":{\"status\":\"resolved\"}}");

        pagerDuty().deliver(message);

        assertThat(calls()).containsExactly("GET /incidents/Q1/notes", "GET /incidents/Q1");
    }

    @Test
    void aRefusalNamesNeitherKeyNorPath() {
        receiver.answers(401, "{\"error\":\"bad key\"}");
        assertThatThrownBy(() -> pagerDuty().deliver(message(told.run(), Occasion.SUCCEEDED, said("Done."))))
                .hasMessage("localhost answers 401.");
        receiver.close();
        assertThatThrownBy(() ->
                        webhook(ChatBodies::slack).deliver(message(told.run(), Occasion.SUCCEEDED, said("Done."))))
                .hasMessage("localhost cannot be reached.");
    }

    private WebhookChannel webhook(WebhookBody body) {
        return new WebhookChannel(
                HTTP, receiver.at("/services/T0/B0/x"), Optional.empty(), body, Told.JSON, LedgerDatabase.CLOCK);
    }

    private PagerDutyChannel pagerDuty() {
        return new PagerDutyChannel(HTTP, receiver.at("/"), KEY, "oncall@contoso.example", true, Told.JSON);
    }

    private static Happening said(String sentence) {
        return new Happening(sentence, List.of(), List.of(), null);
    }

    private Message message(FailoverId run, Occasion occasion, Happening happening) {
        return message(new Subject.OfRun(run, "Q1"), occasion, happening);
    }

    private Message message(Subject subject, Occasion occasion, Happening happening) {
        Notification notification = new Notification(
                1,
                UUID.randomUUID(),
                subject,
                "target",
                occasion,
                happening,
                LedgerDatabase.CLOCK.instant(),
                1,
                null,
                LedgerDatabase.CLOCK.instant(),
                null,
                null,
                null);
        return told.messages.of(notification);
    }

    private JsonNode body(int number) throws Exception {
        return Told.JSON.readTree(receiver.requests.get(number).body());
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private List<String> calls() {
        return receiver.requests.stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }
}
