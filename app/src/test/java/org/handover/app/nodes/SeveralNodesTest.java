package org.handover.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.handover.app.lab.Browser;
import org.handover.app.lab.Drive;
import org.handover.app.lab.TestLab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two nodes that were started together on an empty database; each test goes on where the one before it ended. Who follows a run
 * is told of nothing by looking: the nodes look once an hour.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralNodesTest {

    private static final String DEMONSTRATION = "FO-000001";

    private static TwoNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = new TwoNodes("several-nodes", Map.of("handover.live.look-every", "PT1H"));
    }

    @AfterAll
    static void stop() throws Exception {
        nodes.close();
    }

    @Test
    @Order(1)
    void whatAnInstallationHasOnceIsMadeOnce() throws Exception {
        assertThat(count("select count(*) from handover.failover")).isEqualTo(1);
        assertThat(count("select count(*) from public.act_re_deployment")).isEqualTo(1);
        assertThat(count("select max(version_) from public.act_re_procdef")).isEqualTo(1);
        assertThat(count("select count(*) from public.act_id_user")).isEqualTo(5);
        assertThat(count("select count(*) from public.act_id_membership")).isEqualTo(5);
        assertThat(count("select count(*) from public.act_id_group")).isEqualTo(5);
        assertThat(count("select count(*) from public.act_ru_filter")).isEqualTo(4);
        assertThat(count("select count(*) - count(distinct (group_id_, resource_type_, resource_id_, type_))"
                        + " from public.act_ru_authorization where group_id_ is not null"))
                .as("rights that a group was given twice")
                .isZero();
        Awaitility.await("the ledger is signed").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(count("select count(*) from handover.signing_key")).isEqualTo(1);
            assertThat(count("select count(*) from handover.signed_head")).isPositive();
        });
        assertThat(Stream.of(nodes.a().output(), nodes.b().output()))
                .allSatisfy(output -> assertThat(output).doesNotContain(" ERROR "))
                .anySatisfy(output -> assertThat(output).contains("Users, with the password that was given"))
                .anySatisfy(output -> assertThat(output).contains("Everything is as it was"));
        assertThat(
                        count(
                                "select count(*) from pg_stat_activity where application_name like 'handover node %' and datname = 'handover'"))
                .as("nodes that listen")
                .isEqualTo(2);
    }

    @Test
    @Order(2)
    void whoIsSignedInAtOneNodeIsSignedInAtTheOther() throws Exception {
        HttpClient browser = Browser.signedIn(nodes.a().environment(), "approver");
        for (String path : List.of(
                "/api/failovers/" + DEMONSTRATION,
                "/board/failovers/" + DEMONSTRATION,
                "/camunda/api/engine/engine/default/task?maxResults=10",
                "/camunda/app/tasklist/default/")) {
            HttpResponse<String> page = browser.send(
                    Browser.page(nodes.b().environment(), path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(path).as("not the sign-in page").startsWith(page.uri().getPath());
        }
    }

    @Test
    @Order(3)
    void whoFollowsARunAtOneNodeHearsWhatHappensAtTheOther() throws Exception {
        nodes.a().drive().task(DEMONSTRATION, "approveChange");
        HttpClient browser = Browser.signedIn(nodes.b().environment(), "auditor");
        Queue<String> heard = follow(browser, "/api/failovers/" + DEMONSTRATION + "/events");
        Queue<String> shown = follow(browser, "/board/failovers/" + DEMONSTRATION + "/live");
        Awaitility.await("the streams have begun")
                .atMost(Duration.ofSeconds(30))
                .until(() -> heard.stream().anyMatch(line -> line.contains("approveChange")) && states(shown) > 0);
        long before = states(shown);

        nodes.a().drive().decides("approver", DEMONSTRATION, "approveChange", "approve", "");

        Awaitility.await("they are told of the approval")
                .atMost(Duration.ofSeconds(30))
                .until(() -> heard.stream()
                                .anyMatch(line -> line.contains("\"kind\":\"decision\"") && line.contains("approve"))
                        && states(shown) > before);
    }

    @Test
    @Order(4)
    void theNodeThatWasGivenThePasswordTypesItWhicheverNodeIsAskedToGoOn() {
        Drive onA = nodes.a().drive();
        Drive onB = nodes.b().drive();
        String first = onB.task(DEMONSTRATION, "giveRestorePassword");
        give(onA, DEMONSTRATION, "another-password");
        assertThat(isHeld(onB)).as("said by the other node").isTrue();

        onB.decides("operator", DEMONSTRATION, "giveRestorePassword", "continue", "");
        onB.decides("operator", DEMONSTRATION, "confirmFormerMasterIsDown", "down", "seen");
        onB.nextTask(DEMONSTRATION, "giveRestorePassword", first);
        assertThat(isHeld(onB)).as("once it was refused").isFalse();

        give(onA, DEMONSTRATION, TestLab.RESTORE_PASSWORD);
        assertThat(isHeld(onB)).isTrue();
        onB.decides("operator", DEMONSTRATION, "giveRestorePassword", "continue", "");
        onB.acceptAndEnd("operator", DEMONSTRATION);

        assertThat(decisions(DEMONSTRATION, "giveRestorePassword")).isEqualTo(2);
        assertThat(typed(nodes.lab(), "-restoresecret")).isEqualTo(2);
        assertThat(typed(nodes.lab(), "-updatedb")).isEqualTo(1);
    }

    private static boolean isHeld(Drive on) {
        return on.call("operator", "GET", "/api/failovers/" + DEMONSTRATION + "/restore-password", null)
                .body()
                .path("held")
                .asBoolean();
    }

    @Test
    @Order(5)
    void whereTheNodeThatWasGivenThePasswordIsGoneItIsAskedForOnceMore() throws Exception {
        Drive onB = nodes.b().drive();
        Drive.Reply started = nodes.a()
                .drive()
                .call(
                        "operator",
                        "POST",
                        "/api/failovers",
                        Map.of(
                                "estate", TwoNodes.ESTATE,
                                "ssoSystem", "CONTOSO",
                                "newMasterSecretServer", "SSO02",
                                "situation", "master-lost",
                                "reason", "SSO01 does not answer"));
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        String id = started.body().path("id").asText();
        onB.decides("approver", id, "approveChange", "approve", "");
        String first = onB.task(id, "giveRestorePassword");
        nodes.a().drive().passwordAndContinue("operator", id, TestLab.RESTORE_PASSWORD);
        onB.task(id, "confirmFormerMasterIsDown");
        nodes.a().killNine();

        onB.decides("operator", id, "confirmFormerMasterIsDown", "down", "seen");
        onB.nextTask(id, "giveRestorePassword", first);
        assertThat(typed(nodes.production(), "-updatedb"))
                .as("before the password is in hand")
                .isZero();
        onB.passwordAndContinue("operator", id, TestLab.RESTORE_PASSWORD);
        onB.decides("operator", id, "confirmFormerMasterIsDown", "down", "seen again");
        onB.acceptAndEnd("operator", id);

        assertThat(decisions(id, "giveRestorePassword")).isEqualTo(2);
        assertThat(typed(nodes.production(), "-restoresecret")).isEqualTo(1);
        assertThat(typed(nodes.production(), "-updatedb")).isEqualTo(1);
        assertThat(onB.failover(id).path("outcome").asText()).isEqualTo("new-proven");
    }

    private static void give(Drive drive, String id, String password) {
        Drive.Reply given = drive.call(
                "operator", "PUT", "/api/failovers/" + id + "/restore-password", Map.of("password", password));
        assertThat(given.status()).as(given.toString()).isEqualTo(204);
    }

    private static long decisions(String id, String task) {
        long made = 0;
        for (JsonNode entry : nodes.b().drive().journal(id).path("items")) {
            if (entry.path("kind").asText().equals("decision")
                    && entry.path("data").path("task").asText().equals(task)) {
                made++;
            }
        }
        return made;
    }

    private static long typed(TestLab lab, String part) {
        return lab.typed("SSO02").stream().filter(line -> line.contains(part)).count();
    }

    /** Of how many states the stream of a page has told. */
    private static long states(Queue<String> stream) {
        return stream.stream()
                .filter(line -> line.startsWith("data:"))
                .distinct()
                .count();
    }

    /** What node b tells. */
    private static Queue<String> follow(HttpClient browser, String path) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpRequest request = Browser.page(nodes.b().environment(), path)
                .header("Accept", "text/event-stream")
                .build();
        Thread reader = new Thread(
                () -> {
                    try {
                        browser.send(request, HttpResponse.BodyHandlers.ofLines())
                                .body()
                                .forEach(lines::add);
                    } catch (IOException | InterruptedException | java.io.UncheckedIOException ended) {
                        lines.add("ended: " + ended);
                    }
                },
                "follower");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    private static long count(String query) {
        return nodes.database().sql(query).query(Long.class).single();
    }
}
