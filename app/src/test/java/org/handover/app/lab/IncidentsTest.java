package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Incidents that tools report over their webhooks, against the whole application. */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentsTest {

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

    private Webhook webhook;
    private TestLab lab;

    @BeforeAll
    void startLab() {
        lab = TestLab.founded();
        webhook = new Webhook(drive);
    }

    @AfterAll
    void stopLab() {
        lab.close();
        freePlaces();
    }

    @BeforeEach
    void freePlaces() {
        ToolPlaces.free(jdbc);
        jdbc.update("delete from handover.sign_in_attempt");
    }

    @Test
    void aStormOfThreeToolsMakesOneRunAndEveryToolGetsItsLink() throws Exception {
        EstateName estate = estates.addReal(lab, "CONTOSO", 5);
        String token = token();
        List<Callable<Drive.Reply>> storm = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = estate + "-" + i;
            storm.add(
                    switch (i % 3) {
                        case 0 ->
                            () -> webhook.pagerDuty(
                                    estate.value(), id, "incident.triggered", "triggered", Instant.now());
                        case 1 -> () -> webhook.alertmanager(token, estate.value(), id);
                        default -> () -> webhook.generic(Webhook.incident(id, "open", of(estate)), Instant.now());
                    });
        }
        Set<String> runs = new TreeSet<>();
        ExecutorService tools = Executors.newFixedThreadPool(16);
        try {
            for (Future<Drive.Reply> reply : tools.invokeAll(storm)) {
                assertThat(reply.get().status()).as(reply.get().toString()).isEqualTo(200);
                runs.add(reply.get().body().path("failover").asText());
            }
        } finally {
            tools.shutdownNow();
        }

        assertThat(runs).singleElement().asString().startsWith("/api/failovers/FO-");
        String run = runs.iterator().next().substring("/api/failovers/".length());
        JsonNode failover = drive.failover(run);
        assertThat(failover.path("incidentsInAll").asInt()).isEqualTo(200);
        assertThat(failover.path("incidents")).hasSize(20);
        assertThat(jdbc.queryForObject(
                        "select count(*) from handover.failover where estate = ?", Integer.class, estate.value()))
                .isEqualTo(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from handover.held_start where estate = ?", Integer.class, estate.value()))
                .as("starts that were refused or wait")
                .isZero();
        assertThat(kinds(run, "incident.attached"))
                .as("entries in the run's chain")
                .isEqualTo(100);
        assertThat(kinds(run, "incident.more")).isEqualTo(1);
    }

    @Test
    void whatIsToldAgainIsCountedAndWhatIsResolvedIsShownAndEndsNothing() {
        EstateName estate = estates.add(lab);
        String id = "INC-" + estate;
        Map<String, Object> open = Webhook.incident(id, "open", of(estate));
        Instant began = Instant.now().minusSeconds(60);
        String run = run(webhook.generic(open, began));
        assertThat(run(webhook.generic(open, began))).isEqualTo(run);

        Drive.Reply resolved = webhook.generic(Webhook.incident(id, "resolved", of(estate)), Instant.now());
        assertThat(run(resolved)).isEqualTo(run);
        assertThat(run(webhook.generic(open, began))).as("sent once more, late").isEqualTo(run);

        JsonNode failover = drive.failover(run);
        assertThat(failover.path("finishedAt").isMissingNode()).isTrue();
        assertThat(failover.path("incidents")).singleElement().satisfies(incident -> {
            assertThat(incident.path("status").asText()).isEqualTo("resolved");
            assertThat(incident.path("count").asInt()).isEqualTo(4);
            assertThat(incident.path("url").asText()).contains("contoso.service-now.com");
        });
        assertThat(kinds(run, "incident.attached")).isEqualTo(1);
        assertThat(kinds(run, "incident.changed")).isEqualTo(1);
        assertThat(ledger.firstBroken(run)).isEmpty();
    }

    @Test
    void anotherToolsWordThatItIsResolvedBelongsToTheRunToo() {
        EstateName estate = estates.add(lab);
        String run = run(webhook.generic(Webhook.incident("INC-" + estate, "open", of(estate)), Instant.now()));

        Drive.Reply resolved =
                webhook.pagerDuty(estate.value(), "Q-" + estate, "incident.resolved", "resolved", Instant.now());

        assertThat(run(resolved)).isEqualTo(run);
        assertThat(drive.failover(run).path("incidents").findValuesAsText("status"))
                .containsExactlyInAnyOrder("open", "resolved");
    }

    @Test
    void whatIsResolvedOrOnlyTalkedAboutStartsNothing() {
        EstateName estate = estates.add(lab);
        Drive.Reply resolved =
                webhook.generic(Webhook.incident("INC-" + estate, "resolved", of(estate)), Instant.now());
        Drive.Reply acknowledged = webhook.pagerDuty(
                estate.value(), "Q-" + estate, "incident.acknowledged", "acknowledged", Instant.now());

        for (Drive.Reply reply : List.of(resolved, acknowledged)) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(outcome(reply)).isEqualTo("no-run");
        }
        assertThat(drive.call("audrey", "GET", "/api/incidents?outcome=no-run", null)
                        .body()
                        .path("items")
                        .findValuesAsText("id"))
                .contains("INC-" + estate, "Q-" + estate);
    }

    @Test
    void thatItIsOpenStartsNothingWhenItComesAfterThatItIsResolved() {
        EstateName estate = estates.add(lab);
        Instant resolved = Instant.now();
        String id = "INC-" + estate;
        webhook.generic(Webhook.incident(id, "resolved", of(estate)), resolved);

        Drive.Reply late = webhook.generic(Webhook.incident(id, "open", of(estate)), resolved.minusSeconds(30));
        assertThat(outcome(late)).as(late.toString()).isEqualTo("no-run");

        Drive.Reply again = webhook.generic(Webhook.incident(id, "open", of(estate)), resolved.plusSeconds(30));
        assertThat(run(again)).as("open once more").startsWith("FO-");
    }

    @Test
    void whatOpensAgainAfterItsRunHasEndedAsksUntilItHasAnotherOne() {
        EstateName estate = estates.add(lab);
        Map<String, Object> open = Webhook.incident("INC-" + estate, "open", of(estate));
        Instant began = Instant.now().minusSeconds(90);
        String ended = rejected(webhook.generic(open, began));
        Drive.Reply resolved =
                webhook.generic(Webhook.incident("INC-" + estate, "resolved", of(estate)), began.plusSeconds(30));
        assertThat(run(resolved)).isEqualTo(ended);

        SsoSystem system = estates.remove(estate);
        Drive.Reply refused = webhook.generic(open, began.plusSeconds(60));
        assertThat(outcome(refused)).as(refused.toString()).isEqualTo("refused");

        estates.putBack(system);
        assertThat(run(webhook.generic(open, began.plusSeconds(60))))
                .as("sent once more")
                .startsWith("FO-")
                .isNotEqualTo(ended);
    }

    @Test
    void anOutageWhileAFormerMasterIsEnabledDoesNotBelongToTheRunThatHasEnded() {
        EstateName estate = estates.add(lab);
        String ended = rejected(webhook.generic(Webhook.incident("INC-" + estate, "open", of(estate)), Instant.now()));
        jdbc.update(
                "insert into handover.reservation (estate, sso_system, failover_id) values (?, 'CONTOSO', ?)",
                estate.value(),
                ended);
        Map<String, Object> outage = Webhook.incident("Q2-" + estate, "open", of(estate));

        Drive.Reply meanwhile = webhook.generic(outage, Instant.now());
        assertThat(outcome(meanwhile)).as(meanwhile.toString()).isEqualTo("refused");
        assertThat(meanwhile.body().path("incidents").path(0).path("says").asText())
                .startsWith(ended + " has ended and holds SSO system CONTOSO");
        assertThat(drive.failover(ended).path("incidentsInAll").asInt()).isEqualTo(1);

        jdbc.update("delete from handover.reservation where failover_id = ?", ended);
        assertThat(run(webhook.generic(outage, Instant.now())))
                .startsWith("FO-")
                .isNotEqualTo(ended);
    }

    @Test
    void anIncidentThatNoRuleIsAboutIsWrittenDownAndIsNoErrorToTheTool() throws Exception {
        String id = "no-rule-" + UUID.randomUUID();
        Drive.Reply reply = webhook.generic(Webhook.incident(id, "open", Map.of("host", "WEB01")), Instant.now());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(outcome(reply)).isEqualTo("no-rule");
        assertThat(drive.call("audrey", "GET", "/api/incidents?outcome=no-rule", null)
                        .body()
                        .path("items")
                        .findValuesAsText("id"))
                .contains(id);
        assertThat(page("olga", "/board/tools").body()).contains(id, "Incidents that no rule is about");
        assertThat(drive.call("audrey", "GET", "/api/incidents?outcome=lost", null)
                        .detail())
                .contains("The outcomes are");
    }

    @Test
    void aRuleThatAsksForWhatCannotBeDoneIsNoErrorToTheToolEither() {
        String estate = "nowhere-" + UUID.randomUUID().toString().substring(0, 8);
        Drive.Reply reply = webhook.generic(
                Webhook.incident("INC-" + estate, "open", Map.of("estate", estate, "sso_system", "CONTOSO")),
                Instant.now());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(outcome(reply)).isEqualTo("refused");
        assertThat(reply.body().path("incidents").path(0).path("says").asText()).contains("has no SSO system CONTOSO");
    }

    @Test
    void aSignatureThatDoesNotHoldOpensNothingIsRecordedAndIsMadeToWait() {
        String body = Webhook.write(Webhook.incident("forged", "open", Map.of()));
        Drive.Reply unsigned = drive.call(null, "POST", "/api/incidents/pagerduty", body);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.detail()).contains("X-PagerDuty-Signature is missing");
        assertThat(webhook.generic(body, Instant.now(), "v1=" + "0".repeat(64)).status())
                .isEqualTo(401);
        assertThat(webhook.generic(body, Instant.now().minus(Duration.ofMinutes(6)), null)
                        .detail())
                .contains("off the clock here");
        assertThat(drive.call(null, "POST", "/api/incidents/alertmanager", "{}").status())
                .isIn(401, 403);
        assertThat(drive.call("olga", "POST", "/api/incidents/alertmanager", "{}")
                        .status())
                .as("a person")
                .isEqualTo(403);
        assertThat(ledger.entries(Ledger.HOUSE)).anySatisfy(entry -> assertThat(entry.kind() + " " + entry.actor())
                .isEqualTo("sign-in.failed signed message"));

        Drive.Reply last = unsigned;
        for (int i = 0; i < 8; i++) {
            last = webhook.generic(body, Instant.now(), "v1=" + i);
        }
        assertThat(last.status()).isEqualTo(429);
        EstateName estate = estates.add(lab);
        assertThat(run(webhook.generic(Webhook.incident("INC-" + estate, "open", of(estate)), Instant.now())))
                .as("one that holds is not made to wait")
                .startsWith("FO-");
    }

    @Test
    void whatIsSignedAndCannotBeReadIsRefusedWithTheNameOfTheFieldAndWhatIsTooLongIsNotRead() {
        Drive.Reply malformed = webhook.generic("{\"status\":\"open\"}", Instant.now(), null);
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.detail()).contains("The field id");

        Drive.Reply tooLong = webhook.generic("{\"x\":\"" + "x".repeat(300_000) + "\"}", Instant.now(), null);
        assertThat(tooLong.status()).isEqualTo(413);
        assertThat(tooLong.detail()).contains("bytes");
    }

    @Test
    void anIncidentApprovesNothingNorDoesWhoeverItWasReportedFor() {
        EstateName estate = estates.add(lab);
        Map<String, String> labels = Map.of("estate", estate.value(), "sso_system", "CONTOSO", "person", "anna");
        String run = run(webhook.generic(Webhook.incident("INC-" + estate, "open", labels), Instant.now()));

        assertThat(drive.failover(run).path("requestedBy").asText()).isEqualTo("incident-generic");
        assertThat(drive.failover(run).path("requestedFor").asText()).isEqualTo("anna");
        assertThat(drive.decide("anna", run, "approveChange", "approve", "").detail())
                .contains("somebody else has to decide");
        drive.decides("alan", run, "approveChange", "reject", "Only a test");
        drive.awaitState(run, "rejected");
    }

    @Test
    void theRunsPageShowsWhatBelongsToIt() throws Exception {
        EstateName estate = estates.addReal(lab, "CONTOSO", 5);
        String run = run(webhook.generic(Webhook.incident("INC-" + estate, "open", of(estate)), Instant.now()));

        String page = page("olga", "/board/failovers/" + run).body();

        assertThat(page)
                .contains(
                        "INC-" + estate,
                        "https://contoso.service-now.com",
                        "Acknowledge that a tool started this",
                        "no tool starts another failover of this SSO system before",
                        "The incident INC-" + estate + " of servicenow belongs to this run");
    }

    private String rejected(Drive.Reply started) {
        String run = run(started);
        drive.decides("alan", run, "approveChange", "reject", "Only a test");
        drive.awaitState(run, "rejected");
        return run;
    }

    private static Map<String, String> of(EstateName estate) {
        return Map.of("estate", estate.value(), "sso_system", "CONTOSO");
    }

    private String token() {
        return drive.call(
                        "root",
                        "POST",
                        "/api/tokens",
                        Map.of("tool", "alertmanager", "scopes", List.of("start"), "days", 1))
                .body()
                .path("token")
                .asText();
    }

    private static String run(Drive.Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.body().path("failover").asText().replace("/api/failovers/", "");
    }

    private static String outcome(Drive.Reply reply) {
        return reply.body().path("incidents").path(0).path("outcome").asText();
    }

    private long kinds(String run, String kind) {
        return StreamSupport.stream(drive.journal(run).path("items").spliterator(), false)
                .filter(entry -> entry.path("kind").asText().equals(kind))
                .count();
    }

    private HttpResponse<String> page(String user, String path) throws Exception {
        return Browser.signedIn(environment, user)
                .send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());
    }
}
