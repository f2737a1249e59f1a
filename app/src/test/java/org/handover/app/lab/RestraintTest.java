package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** What keeps tools from starting too much, and people not at all. */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestraintTest {

    private static final int USUAL = 5;

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Ledger ledger;

    @Autowired
    TransactionOperations newTransaction;

    private TestLab lab;

    @BeforeAll
    void startLab() {
        lab = TestLab.founded();
    }

    @AfterAll
    void stopLab() {
        lab.close();
        freePlaces();
    }

    @BeforeEach
    void freePlaces() {
        ToolPlaces.free(jdbc);
    }

    @Test
    void aToolsSecondStartWithinTheHourIsRefusedUntilAPersonHasAcknowledgedTheFirst() throws Exception {
        EstateName estate = estates.addReal(lab, "CONTOSO", USUAL);
        String first = id(start(estate, "CONTOSO"));
        Drive.Reply open = start(estate, "CONTOSO");
        assertThat(open.status()).as("while it is open").isEqualTo(409);
        assertThat(open.body().path("failover").asText()).isEqualTo("/api/failovers/" + first);
        withdraw(first);

        Drive.Reply refused = start(estate, "CONTOSO");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains(first, "acknowledges it");
        assertThat(refused.body().path("reason").asText()).isEqualTo("again-too-soon");
        assertThat(Instant.parse(refused.body().path("until").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(50)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(start(estate, "CONTOSO").status()).as("asked once more").isEqualTo(429);

        JsonNode listed = refusedOn(estate);
        assertThat(listed.path("count").asInt()).isEqualTo(2);
        assertThat(listed.path("askedBy").asText()).isEqualTo("pager");
        assertThat(ledger.entries(Ledger.HOUSE).stream()
                        .filter(entry -> entry.kind().equals("start.refused"))
                        .filter(entry -> "again-too-soon".equals(entry.data().get("reason")))
                        .filter(entry -> entry.data().toString().contains(first)))
                .as("entries in the ledger")
                .hasSize(1);
        assertThat(page("olga", "/board/tools").body()).contains(first, "A tool has started");
        assertThat(page("olga", "/board/start?system=" + estate + "/CONTOSO").body())
                .contains("A tool would be refused now; you are not.", first);

        String persons = personStarts(estate, first);
        withdraw(persons);

        assertThat(drive.call("pager", "POST", "/api/failovers/" + first + "/acknowledge", null)
                        .status())
                .isEqualTo(403);
        assertThat(drive.call(
                                "anna",
                                "POST",
                                "/api/failovers/" + first + "/acknowledge",
                                Map.of("words", "The alert was wrong."))
                        .body()
                        .path("startedByTool")
                        .path("acknowledgedBy")
                        .asText())
                .isEqualTo("anna");
        assertThat(drive.journal(first).path("items").findValuesAsText("kind")).contains("failover.acknowledged");
        assertThat(start(estate, "CONTOSO").status()).isEqualTo(201);
    }

    /** Warned, and not refused. */
    private String personStarts(EstateName estate, String first) {
        Drive.Reply person = drive.call("olga", "POST", "/api/failovers", Drive.request(estate, "SSO02"));
        assertThat(person.status()).isEqualTo(201);
        assertThat(person.body().path("warnings")).singleElement().satisfies(warning -> assertThat(warning.asText())
                .contains(first));
        String id = person.body().path("id").asText();
        assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/acknowledge", null)
                        .detail())
                .contains("nothing to acknowledge");
        return id;
    }

    @Test
    void whenTheHourIsOverAToolMayStartAgain() {
        EstateName estate = estates.addReal(lab, "CONTOSO", USUAL);
        String first = id(start(estate, "CONTOSO"));
        withdraw(first);
        assertThat(start(estate, "CONTOSO").status()).isEqualTo(429);

        jdbc.update(
                "update handover.tool_start set started_at = started_at - interval '1 hour' where failover_id = ?",
                first);

        assertThat(start(estate, "CONTOSO").status()).isEqualTo(201);
    }

    @Test
    void oneSwitchStopsWhatToolsStartAndNobodyElse() throws Exception {
        EstateName estate = estates.add(lab);
        Map<String, Object> off = Map.of("on", false, "reason", "The network is being rebuilt");
        assertThat(drive.call("pager", "PUT", "/api/switches/tool-starts", off).status())
                .isEqualTo(403);
        assertThat(drive.call("olga", "PUT", "/api/switches/tool-starts", Map.of("on", false))
                        .status())
                .as("without a reason")
                .isEqualTo(400);
        try {
            assertThat(drive.call("olga", "PUT", "/api/switches/tool-starts", off)
                            .status())
                    .isEqualTo(200);

            Drive.Reply refused = start(estate, "CONTOSO");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail())
                    .contains("olga", "The network is being rebuilt.")
                    .containsPattern("what tools start \\(\\d{1,2} [A-Z][a-z]{2} \\d{4}, [\\d:]{8} UTC\\)");
            Drive.Reply incident = new Webhook(drive)
                    .generic(
                            Webhook.incident(
                                    "INC-" + estate, "open", Map.of("estate", estate.value(), "sso_system", "CONTOSO")),
                            Instant.now());
            assertThat(incident.status()).isEqualTo(200);
            assertThat(incident.body().path("incidents").path(0).path("outcome").asText())
                    .isEqualTo("refused");
            assertThat(page("anna", "/board/tools").body())
                    .contains("Tools start nothing now", "The network is being rebuilt");
            assertThat(page("anna", "/board").body()).contains("olga has switched off what tools start");
            assertThat(drive.call("olga", "POST", "/api/failovers", Drive.request(estate, "SSO02"))
                            .status())
                    .isEqualTo(201);
        } finally {
            assertThat(drive.call(
                                    "root",
                                    "PUT",
                                    "/api/switches/tool-starts",
                                    Map.of("on", true, "reason", "It is rebuilt"))
                            .body()
                            .path("on")
                            .asBoolean())
                    .isTrue();
        }
        EstateName other = estates.add(lab);
        assertThat(start(other, "CONTOSO").status()).isEqualTo(201);
        assertThat(ledger.entries(Ledger.HOUSE).stream()
                        .filter(entry -> entry.kind().equals("tool-starts.switched"))
                        .map(entry -> entry.actor() + " " + entry.data().get("on")))
                .contains("olga false", "root true");
    }

    @Test
    void theSwitchIsThrownOnTheBoardToo() throws Exception {
        HttpClient olga = Browser.signedIn(environment, "olga");
        try {
            HttpResponse<String> thrown = turn(olga, "on=false&reason=Tonight+nobody+is+here");
            assertThat(thrown.headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).endsWith("/board/tools"));
            assertThat(drive.call("audrey", "GET", "/api/switches/tool-starts", null)
                            .body()
                            .path("reason")
                            .asText())
                    .isEqualTo("Tonight nobody is here");
        } finally {
            turn(olga, "on=true&reason=Somebody+is");
        }
        assertThat(turn(Browser.signedIn(environment, "anna"), "on=false&reason=x")
                        .statusCode())
                .isEqualTo(403);
        assertThat(drive.call("audrey", "GET", "/api/switches/tool-starts", null)
                        .body()
                        .path("on")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void inAMaintenanceWindowAToolStartsNothingAndIsToldItsEnd() {
        EstateName estate = estates.addReal(lab, HandoverOnLabTest.IN_MAINTENANCE, USUAL);

        Drive.Reply refused = start(estate, HandoverOnLabTest.IN_MAINTENANCE);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("reason").asText()).isEqualTo("window");
        assertThat(refused.detail()).contains("1 Jan 2126, 00:00:00 UTC", "the tests");
        assertThat(refusedOn(estate).path("reason").asText()).isEqualTo("window");
        Map<String, Object> body = Drive.request(estate, "SSO02");
        body.put("ssoSystem", HandoverOnLabTest.IN_MAINTENANCE);
        assertThat(drive.call("olga", "POST", "/api/failovers", body).status()).isEqualTo(201);
    }

    @Test
    void whatIsTooMuchWaitsAndStartsByItsPriorityWhenOthersEnd() throws Exception {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update(
                "update handover.tool_place set failover_id = ? where number < ?",
                holds,
                HandoverOnLabTest.OPEN_AT_ONCE);
        String last = id(start(estates.addReal(lab, "CONTOSO", USUAL), "CONTOSO"));

        EstateName later = estates.addReal(lab, "CONTOSO", USUAL);
        EstateName urgent = estates.addReal(lab, "CONTOSO", 1);
        EstateName dropped = estates.addReal(lab, "CONTOSO", 1);
        String key = UUID.randomUUID().toString();
        String waits = waiting(start(later, "CONTOSO", key));
        assertThat(waiting(start(later, "CONTOSO", key)))
                .as("the same once more")
                .isEqualTo(waits);
        Drive.Reply incident = new Webhook(drive)
                .generic(
                        Webhook.incident(
                                "INC-" + urgent, "open", Map.of("estate", urgent.value(), "sso_system", "CONTOSO")),
                        Instant.now());
        String urgentWaits =
                incident.body().path("incidents").path(0).path("start").asText();
        assertThat(urgentWaits).as(incident.toString()).startsWith("/api/starts/");
        String droppedWaits = waiting(start(dropped, "CONTOSO"));
        assertThat(drive.call("pager", "POST", droppedWaits + "/withdraw", null).status())
                .isEqualTo(403);
        assertThat(drive.call("olga", "POST", droppedWaits + "/withdraw", null)
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("withdrawn");
        assertThat(drive.call("olga", "POST", droppedWaits + "/withdraw", null).status())
                .isEqualTo(409);
        assertThat(page("olga", "/board/tools").body())
                .containsSubsequence("Waiting for their turn", urgent.value(), later.value(), "Refused");

        withdraw(last);
        String urgentRun = startedFrom(urgentWaits);
        assertThat(state(waits)).isEqualTo("waiting");
        assertThat(drive.failover(urgentRun).path("incidents").findValuesAsText("id"))
                .containsExactly("INC-" + urgent);
        withdraw(urgentRun);
        String run = startedFrom(waits);

        Drive.Reply again = start(later, "CONTOSO", key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("id").asText()).isEqualTo(run);
        assertThat(state(droppedWaits)).isEqualTo("withdrawn");
    }

    @Test
    void whatCannotBeStartedKeepsNobodyBehindItWaiting() {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update("update handover.tool_place set failover_id = ?", holds);
        Map<String, Object> notKept = Drive.request(estates.addReal(lab, "CONTOSO", USUAL), "SSO02");
        notKept.put("reason", "a\0b");
        assertThat(drive.call(
                                "pager",
                                "POST",
                                "/api/failovers",
                                notKept,
                                "Idempotency-Key",
                                UUID.randomUUID().toString())
                        .status())
                .isEqualTo(400);

        String fromBefore = waiting(start(estates.addReal(lab, "CONTOSO", USUAL), "CONTOSO"));
        String unreadable = waiting(start(estates.addReal(lab, "CONTOSO", USUAL), "CONTOSO"));
        String behind = waiting(start(estates.addReal(lab, "CONTOSO", USUAL), "CONTOSO"));
        jdbc.update(
                "update handover.held_start set request = replace(request, '\"reason\":\"', '\"reason\":\"\\u0000') where number = ?",
                number(fromBefore));
        jdbc.update("update handover.held_start set request = '{' where number = ?", number(unreadable));

        withdraw(holds);
        startedFrom(behind);
        assertThat(state(fromBefore)).isEqualTo("refused");
        assertThat(state(unreadable)).isEqualTo("waiting");
    }

    @Test
    void theLastPlaceIsTakenOnceHoweverManyAskForItAtOnce() throws Exception {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update(
                "update handover.tool_place set failover_id = ? where number < ?",
                holds,
                HandoverOnLabTest.OPEN_AT_ONCE);
        List<Callable<Integer>> starts = Stream.generate(() -> estates.addReal(lab, "CONTOSO", USUAL))
                .limit(8)
                .<Callable<Integer>>map(estate -> () -> start(estate, "CONTOSO").status())
                .toList();
        List<Integer> statuses = new ArrayList<>();
        ExecutorService tools = Executors.newFixedThreadPool(8);
        try {
            for (Future<Integer> status : tools.invokeAll(starts)) {
                statuses.add(status.get());
            }
        } finally {
            tools.shutdownNow();
        }

        assertThat(statuses).containsOnly(201, 202).containsOnlyOnce(201);
    }

    @Test
    void whatWaitsIsWithdrawnWhenToolsAreSwitchedOff() {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update("update handover.tool_place set failover_id = ?", holds);
        EstateName estate = estates.addReal(lab, "CONTOSO", USUAL);
        String key = UUID.randomUUID().toString();
        String waits = waiting(start(estate, "CONTOSO", key));
        try {
            drive.call("olga", "PUT", "/api/switches/tool-starts", Map.of("on", false, "reason", "A false alarm"));

            assertThat(state(waits)).isEqualTo("withdrawn");
            Drive.Reply again = start(estate, "CONTOSO", key);
            assertThat(again.status()).as("the same once more").isEqualTo(409);
            assertThat(again.detail()).contains("was withdrawn", "A false alarm");
        } finally {
            drive.call("olga", "PUT", "/api/switches/tool-starts", Map.of("on", true, "reason", "It is over"));
        }
    }

    @Test
    void whoeverStartsWhatWaitsTakesTheSwitchFirstAsWhoThrowsItDoes() {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update("update handover.tool_place set failover_id = ?", holds);
        String waits = waiting(start(estates.addReal(lab, "CONTOSO", USUAL), "CONTOSO"));

        newTransaction.executeWithoutResult(throwsIt -> {
            jdbc.queryForList("select from handover.switch where name = 'tool-starts' for update");
            newTransaction.executeWithoutResult(
                    own -> jdbc.update("update handover.tool_place set failover_id = null"));
            awaitSomebodyWhoWaitsFor("handover.switch");
            assertThat(jdbc.queryForList(
                            "select number from handover.held_start where number = ? for update nowait", number(waits)))
                    .hasSize(1);
        });

        startedFrom(waits);
    }

    @Test
    void theSwitchIsNotThrownWhileAStartIsPutIntoTheQueue() throws Exception {
        EstateName holder = estates.addReal(lab, "CONTOSO", USUAL);
        String holds = id(drive.call("olga", "POST", "/api/failovers", Drive.request(holder, "SSO02")));
        jdbc.update("update handover.tool_place set failover_id = ?", holds);
        EstateName estate = estates.addReal(lab, "CONTOSO", USUAL);
        ExecutorService tool = Executors.newSingleThreadExecutor();
        try {
            Future<Drive.Reply> queued = newTransaction.execute(own -> {
                jdbc.execute("lock table handover.held_start in share mode");
                Future<Drive.Reply> reply = tool.submit(() -> start(estate, "CONTOSO"));
                awaitSomebodyWhoWaitsFor("insert into handover.held_start");
                assertThat(jdbc.queryForList(
                                "select from handover.switch where name = 'tool-starts' for update skip locked"))
                        .isEmpty();
                return reply;
            });
            assertThat(queued.get().status()).isEqualTo(202);
        } finally {
            tool.shutdownNow();
        }
    }

    private void awaitSomebodyWhoWaitsFor(String what) {
        Awaitility.await("somebody waits for " + what)
                .atMost(Duration.ofSeconds(20))
                .until(() -> newTransaction.execute(own -> jdbc.queryForObject(
                        "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like ?)",
                        Boolean.class,
                        "%" + what + "%")));
    }

    @Test
    void whatIsAskedOfTheListsIsAnsweredWithASentence() {
        assertThat(drive.call("audrey", "GET", "/api/starts?state=lost", null).detail())
                .contains("The states are");
        assertThat(drive.call("audrey", "GET", "/api/starts/999999999", null).status())
                .isEqualTo(404);
        assertThat(drive.call("audrey", "GET", "/api/starts", null)
                        .body()
                        .path("total")
                        .isNumber())
                .isTrue();
    }

    private Drive.Reply start(EstateName estate, String ssoSystem) {
        return start(estate, ssoSystem, UUID.randomUUID().toString());
    }

    private Drive.Reply start(EstateName estate, String ssoSystem, String key) {
        Map<String, Object> body = Drive.request(estate, "SSO02");
        body.put("ssoSystem", ssoSystem);
        return drive.call("pager", "POST", "/api/failovers", body, "Idempotency-Key", key);
    }

    private static String id(Drive.Reply started) {
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        return started.body().path("id").asText();
    }

    private static String waiting(Drive.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        assertThat(reply.body().path("state").asText()).isEqualTo("waiting");
        return "/api/starts/" + reply.body().path("number").asText();
    }

    private static long number(String start) {
        return Long.parseLong(start.substring("/api/starts/".length()));
    }

    private String state(String start) {
        return drive.call("audrey", "GET", start, null).body().path("state").asText();
    }

    private String startedFrom(String start) {
        Awaitility.await(start + " has its turn").atMost(Duration.ofSeconds(30)).until(() -> state(start)
                .equals("started"));
        return drive.call("audrey", "GET", start, null).body().path("failover").asText();
    }

    private void withdraw(String run) {
        Drive.Reply reply = drive.call("olga", "POST", "/api/failovers/" + run + "/withdraw", null);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    private JsonNode refusedOn(EstateName estate) {
        for (JsonNode one : drive.call("audrey", "GET", "/api/starts?state=refused", null)
                .body()
                .path("items")) {
            if (one.path("estate").asText().equals(estate.value())) {
                return one;
            }
        }
        throw new AssertionError("No refused start is listed for " + estate);
    }

    private HttpResponse<String> page(String user, String path) throws Exception {
        return Browser.signedIn(environment, user)
                .send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> turn(HttpClient browser, String form) throws Exception {
        return browser.send(
                Browser.page(environment, "/board/tools/switch")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
