package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What a program relies on: problems for every bad request, answers that need not be sent twice, events that can be taken up again. */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    Ledger ledger;

    private TestLab lab;
    private String waiting;

    @BeforeAll
    void aRunThatWaits() {
        lab = TestLab.founded();
        waiting = drive.start(estates.add(lab), "SSO02");
        drive.task(waiting, "approveChange");
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/nowhere                            | 404 | nothing at /api/nowhere",
                "GET    | /api/failovers/FO-000000/journal        | 404 | list of failovers",
                "GET    | /api/failovers/FO-000000/events         | 404 | list of failovers",
                "GET    | /api/sso-systems/NOWHERE                | 404 | GET /api/sso-systems",
                "DELETE | /api/failovers                          | 405 | takes GET, POST",
                "GET    | /api/failovers?page=-1                  | 400 | page must be greater than or equal to 0",
                "GET    | /api/failovers?page=1000001             | 400 | page must be less than or equal to 1000000",
                "GET    | /api/failovers?page=first               | 400 | page is a whole number, not 'first'",
                "GET    | /api/failovers?rehearsal=perhaps        | 400 | rehearsal is true or false",
                "GET    | /api/failovers?state=lost               | 400 | The states are",
                "GET    | /api/failovers?status=rejected          | 400 | It takes: [state, ssoSystem, rehearsal, page]",
                "GET    | /api/failovers?ssoSystem=a%00b          | 400 | number zero",
                "GET    | /api/sso-systems?page=x                 | 400 | whole number",
            })
    void aRequestThatCannotBeAnsweredIsAProblemThatSaysWhatToDo(
            String method, String path, int status, String sentence) {
        Drive.Reply reply = drive.call("olga", method, path, null);

        isProblem(reply, status, path.replaceAll("\\?.*", ""));
        assertThat(reply.detail()).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void aBodyThatIsNotJsonIsAProblem(String type) throws Exception {
        HttpResponse<String> reply = send(request("olga", "/api/failovers")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("reason=x")));

        assertThat(reply.statusCode()).isEqualTo(415);
        assertThat(JSON.readTree(reply.body()).path("detail").asText()).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failovers", "/api/failovers/%s/restore-password"})
    void aBodyThatIsTooLargeIsNotReadToItsEnd(String path) throws Exception {
        HttpResponse<String> reply = send(request("olga", path.formatted(waiting))
                .header("Content-Type", "application/json")
                .method(
                        path.endsWith("password") ? "PUT" : "POST",
                        HttpRequest.BodyPublishers.ofString("{\"reason\":\"" + "x".repeat(2_000_000) + "\"}")));

        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(JSON.readTree(reply.body()).path("detail").asText()).contains("Send less");
    }

    @Test
    void aTextWithACharacterThatCannotBeKeptIsAProblemAndStartsNothing() {
        EstateName own = estates.add(lab);
        Map<String, Object> body = Drive.request(own, "SSO02");
        body.put("reason", "a\0b");

        Drive.Reply refused = drive.call("olga", "POST", "/api/failovers", body);

        isProblem(refused, 400, "/api/failovers");
        assertThat(refused.detail()).contains("number zero");
        body.put("reason", "SSO01 does not answer");
        body.put("incident", Map.of("source", "pagerduty", "id", "Q\0"));
        Drive.Reply incident = drive.call("olga", "POST", "/api/failovers", body);
        isProblem(incident, 400, "/api/failovers");
        assertThat(incident.detail()).contains("number zero");
        assertThat(drive.call("olga", "POST", "/api/tasks/" + drive.task(waiting, "approveChange") + "/decision", "{")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoIsNotSignedInOrMayNotIsToldAsAProblemToo() {
        isProblem(drive.call(null, "GET", "/api/failovers", null), 401, "/api/failovers");
        isProblem(drive.call("audrey", "POST", "/api/failovers", Map.of()), 403, "/api/failovers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failovers/%s", "/api/failovers/%s/journal", "/api/failovers?state=awaiting-approval"})
    void whoHasTheAnswerAlreadyIsNotSentItAgainUntilItIsAnotherOne(String form) throws Exception {
        EstateName own = estates.add(lab);
        String id = drive.start(own, "SSO02");
        drive.task(id, "approveChange");
        String path = form.formatted(id);
        AtomicReference<String> tag = new AtomicReference<>("");

        Awaitility.await("nothing changes meanwhile").untilAsserted(() -> {
            tag.set(send(request("audrey", path)).headers().firstValue("ETag").orElseThrow());
            HttpResponse<String> again = send(request("audrey", path).header("If-None-Match", tag.get()));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        });

        drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null);
        HttpResponse<String> changed = send(request("audrey", path).header("If-None-Match", tag.get()));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag.get());
    }

    @Test
    void theJournalIsToldFromAnEntryOn() {
        JsonNode all = drive.journal(waiting);
        long second = all.path("items").get(1).path("seq").asLong();

        JsonNode later = drive.call(
                        "audrey", "GET", "/api/failovers/%s/journal?after=%d".formatted(waiting, second), null)
                .body();

        assertThat(later.path("items").size()).isEqualTo(all.path("items").size() - 2);
        assertThat(later.path("items").get(0).path("seq").asLong()).isEqualTo(second + 1);
        assertThat(later.path("total")).isEqualTo(all.path("total"));
    }

    @Test
    @Tag("long")
    void aToolWithATokenFollowsARunToItsEndAndTakesItUpAgainWhereItWasCutOff() throws Exception {
        String id = drive.start(estates.add(lab), "SSO02");
        String task = drive.task(id, "approveChange");
        String token = drive.call(
                        "root", "POST", "/api/tokens", Map.of("tool", "follower", "scopes", List.of("read"), "days", 1))
                .body()
                .path("token")
                .asText();
        HttpRequest.Builder follow = Browser.page(environment, "/api/failovers/" + id + "/events")
                .header("Authorization", "Bearer " + token);

        List<Event> seen = new ArrayList<>();
        try (Scanner first = stream(follow.build())) {
            readUntil(first, seen, event -> event.name().equals("task"));
            assertThat(seen).extracting(Event::name).containsSubsequence("journal", "state", "task");
            Event open = seen.get(seen.size() - 1);
            assertThat(open.data().path("open").asBoolean()).isTrue();
            assertThat(open.data().path("task").path("id").asText()).isEqualTo(task);

            drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null);
            readUntil(first, seen, event -> event.data().path("state").asText().equals("withdrawn"));
            readUntil(first, seen, event -> false);
        }

        List<Long> told = seen.stream()
                .filter(event -> event.name().equals("journal"))
                .map(event -> Long.parseLong(event.id()))
                .toList();
        assertThat(told)
                .as("every entry once, in its order")
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(seen)
                .anyMatch(event -> event.name().equals("task")
                        && !event.data().path("open").asBoolean());

        long middle = told.get(told.size() / 2);
        List<Event> rest = new ArrayList<>();
        try (Scanner second = stream(
                follow.copy().header("Last-Event-ID", Long.toString(middle)).build())) {
            readUntil(second, rest, event -> false);
        }
        assertThat(rest.stream().filter(event -> event.name().equals("journal")).map(Event::id))
                .isNotEmpty()
                .first()
                .isEqualTo(Long.toString(middle + 1));

        String last = Long.toString(ledger.tip(new FailoverId(id).value()).seq());
        assertThat(send(follow.copy().header("Last-Event-ID", last)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void anIdThatIsNoneOfItsEventsIsAProblem() throws Exception {
        HttpResponse<String> refused = send(request("audrey", "/api/failovers/" + waiting + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "yesterday"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("they are numbers");
    }

    /** @param id empty where the event has none */
    private record Event(String name, String id, JsonNode data) {}

    @FunctionalInterface
    private interface Wanted {
        boolean is(Event event);
    }

    /** Reads until the wanted one, or to the end. */
    private static void readUntil(Scanner from, List<Event> into, Wanted wanted) throws Exception {
        String name = "";
        String id = "";
        JsonNode data = JSON.createObjectNode();
        while (from.hasNextLine()) {
            String line = from.nextLine();
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("id:")) {
                id = line.substring("id:".length()).strip();
            } else if (line.startsWith("data:")) {
                data = JSON.readTree(line.substring("data:".length()));
            } else if (line.isEmpty() && !name.isEmpty()) {
                Event event = new Event(name, id, data);
                into.add(event);
                name = "";
                id = "";
                if (wanted.is(event)) {
                    return;
                }
            }
        }
    }

    private static Scanner stream(HttpRequest request) throws Exception {
        HttpResponse<InputStream> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new Scanner(reply.body(), StandardCharsets.UTF_8);
    }

    private static void isProblem(Drive.Reply reply, int status, String instance) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
        assertThat(reply.body().path("type").asText()).isEqualTo("about:blank");
        assertThat(reply.body().path("title").asText()).isNotEmpty();
        assertThat(reply.detail()).endsWith(".").hasSizeGreaterThan(15);
        assertThat(reply.body().path("instance").asText()).isEqualTo(instance);
    }

    private HttpRequest.Builder request(String user, String path) {
        String basic = user + ":" + HandoverOnLabTest.PASSWORD;
        return Browser.page(environment, path)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
