package org.handover.app.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handover.app.failover.FailoverRequest;
import org.handover.app.failover.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools' own formats say, and what a rule makes of it. */
final class WebhooksTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    private static final String ALERTMANAGER =
            """
            {"version":"4","groupKey":"{}:{alertname=\\"MasterSecretServerDown\\"}","truncatedAlerts":0,"status":"firing",
             "receiver":"handover","groupLabels":{"alertname":"MasterSecretServerDown"},
             "commonLabels":{"alertname":"MasterSecretServerDown"},"commonAnnotations":{},
             "externalURL":"http://alertmanager.contoso.example:9093","alerts":[
              {"status":"firing","labels":{"alertname":"MasterSecretServerDown","sso_system":"CONTOSO","severity":"page"},
               "annotations":{"summary":"SSO01 does not answer"},"startsAt":"2026-11-23T02:58:31.123Z",
               "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.contoso.example:9090/graph?g0.expr=up",
               "fingerprint":"7b7b2e0c3d4f5a66"},
              {"status":"resolved","labels":{"alertname":"MasterSecretServerDown","sso_system":"FABRIKAM","severity":"page"},
               "annotations":{},"startsAt":"2026-11-23T02:50:00+01:00","endsAt":"2026-11-23T02:59:00Z",
               "generatorURL":"javascript:alert(1)","fingerprint":"0011223344556677"}]}""";

    @Test
    void aBodyThatIsBrokenUtf32IsNoJson() {
        byte[] broken = {0, 0, 0, '{', 0x7F, -1, -1, -1};

        assertThatThrownBy(() -> Webhooks.pagerDuty(broken)).isInstanceOf(ProblemException.class);
    }

    @Test
    void eachAlertOfAGroupIsAnIncidentFromWhenItBegan() {
        List<ReportedIncident> incidents = Webhooks.alertmanager(bytes(ALERTMANAGER));

        assertThat(incidents).hasSize(2);
        ReportedIncident firing = incidents.get(0);
        assertThat(firing.told().id()).isEqualTo("7b7b2e0c3d4f5a66@2026-11-23T02:58:31.123Z");
        assertThat(firing.told().title()).isEqualTo("SSO01 does not answer");
        assertThat(firing.told().url()).startsWith("http://prometheus.contoso.example");
        assertThat(firing.told().resolved()).isFalse();
        assertThat(firing.mayStart()).isTrue();
        assertThat(firing.fields())
                .containsEntry("labels.sso_system", "CONTOSO")
                .containsEntry("receiver", "handover");

        ReportedIncident resolved = incidents.get(1);
        assertThat(resolved.told().resolved()).isTrue();
        assertThat(resolved.mayStart()).isFalse();
        assertThat(resolved.told().title()).isEqualTo("MasterSecretServerDown");
        assertThat(resolved.told().at()).isEqualTo(Instant.parse("2026-11-23T02:59:00Z"));
        assertThat(resolved.told().url())
                .as("an address that a person can follow")
                .isEqualTo("http://alertmanager.contoso.example:9093");
    }

    @ParameterizedTest
    @CsvSource({
        "incident.triggered, incident, triggered, true, false",
        "incident.reopened, incident, triggered, true, false",
        "incident.acknowledged, incident, acknowledged, false, false",
        "incident.priority_updated, incident, triggered, false, false",
        "incident.resolved, incident, resolved, false, true"
    })
    void onlyWhatPagerDutyRaisesAnewMayStartSomething(
            String event, String type, String status, boolean mayStart, boolean resolved) {
        List<ReportedIncident> incidents = Webhooks.pagerDuty(bytes(pagerDuty(event, type, status)));

        assertThat(incidents).singleElement().satisfies(one -> {
            assertThat(one.told().id()).isEqualTo("Q1");
            assertThat(one.told().at()).isEqualTo(NOW);
            assertThat(one.mayStart()).isEqualTo(mayStart);
            assertThat(one.told().resolved()).isEqualTo(resolved);
            assertThat(one.fields())
                    .containsEntry("service.summary", "Single sign-on")
                    .containsEntry("event_type", event);
        });
    }

    @ParameterizedTest
    @CsvSource({"incident.annotated, incident_note", "pagey.ping, ping", "service.updated, service"})
    void whatPagerDutySaysOfOtherThingsSaysNothingOfAnIncident(String event, String type) {
        assertThat(Webhooks.pagerDuty(bytes(pagerDuty(event, type, "triggered"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                                           | The body is not JSON.",
                "[]                                                 | not a JSON object",
                "{}                                                 | status has to be",
                "{\"status\":\"perhaps\"}                           | open or resolved",
                "{\"status\":\"open\"}                              | The field id",
                "{\"status\":\"open\",\"id\":\"1\"}                 | The field title",
                "{\"status\":\"open\",\"id\":{},\"title\":\"x\"}    | The field id",
                "{\"status\":\"open\",\"id\":\"1\",\"title\":\"x\",\"source\":\"pagerduty\"} | a door of its own",
            })
    void whatIsNotAsItHasToBeIsRefusedWithTheNameOfTheField(String body, String sentence) {
        assertThatThrownBy(() -> Webhooks.generic(bytes(body), NOW))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.sentence())
                        .contains(sentence));
    }

    @Test
    void aCharacterThatTheDatabaseCannotKeepIsLeftOut() {
        String body = "{\"id\":\"1\",\"status\":\"open\",\"title\":\"a\\u0000b\",\"url\":\"https://x/\\u0000\"}";

        assertThat(Webhooks.generic(bytes(body), NOW)).singleElement().satisfies(one -> {
            assertThat(one.told().title()).isEqualTo("ab");
            assertThat(one.told().url()).isNull();
            assertThat(one.fields()).containsEntry("title", "ab");
        });
    }

    @Test
    void noTextEndsInHalfACharacterOrHoldsOneWhichTheLedgerCouldNotWrite() throws Exception {
        String body =
                "{\"id\":\"1\",\"status\":\"open\",\"title\":\"%s\",\"url\":\"https://x/\\ud83d\",\"labels\":{\"a\":\"\\ude00b\"}}"
                        .formatted("x".repeat(998) + "\uD83D\uDE00 and more");

        ReportedIncident read = Webhooks.generic(bytes(body), NOW).get(0);

        assertThat(read.told().title()).isEqualTo("x".repeat(998) + "…");
        assertThat(read.fields()).containsEntry("labels.a", "?b");
        assertThat(new ObjectMapper()
                        .writeValueAsBytes(List.of(
                                read.fields(), String.valueOf(read.told().url()))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "2026-11-23"})
    void aTimeThatIsNoneOrThatTheDatabaseCannotKeepIsRefused(String time) {
        String body = ALERTMANAGER.replaceFirst("(\"startsAt\":\")[^\"]+", "$1" + time);

        assertThatThrownBy(() -> Webhooks.alertmanager(bytes(body)))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.sentence())
                        .contains("alerts.0.startsAt has to be a time"));
    }

    @Test
    void theFieldOfAnAlertThatIsWrongIsNamedByItsPlace() {
        assertThatThrownBy(() -> Webhooks.alertmanager(bytes(ALERTMANAGER.replace("02:50:00+01:00", "yesterday"))))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.sentence())
                        .contains("alerts.1.startsAt"));
        assertThatThrownBy(() -> Webhooks.alertmanager(bytes(ALERTMANAGER.replace("\"4\"", "\"3\""))))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.sentence())
                        .contains("version"));
    }

    @Test
    void aRuleIsFilledWithWhatTheIncidentSays() {
        ReportedIncident incident = Webhooks.alertmanager(bytes(ALERTMANAGER)).get(0);

        Optional<FailoverRequest> asked = rule("severity", "page|critical").ask(incident);

        assertThat(asked).hasValueSatisfying(request -> {
            assertThat(request.ssoSystem()).isEqualTo("CONTOSO");
            assertThat(request.newMasterSecretServer()).isEqualTo("SSO02");
            assertThat(request.situation()).isEqualTo("master-lost");
            assertThat(request.estate()).isNull();
            assertThat(request.reason()).contains("7b7b2e0c3d4f5a66", "alertmanager", "SSO01 does not answer");
        });
    }

    @Test
    void aRuleIsAboutNoIncidentThatLacksAFieldOrHasAnotherValueInIt() {
        ReportedIncident incident = Webhooks.alertmanager(bytes(ALERTMANAGER)).get(0);

        assertThat(rule("severity", "critical").ask(incident)).isEmpty();
        assertThat(rule("no_such_label", ".*").ask(incident)).isEmpty();
        assertThat(new IncidentRule(null, List.of(), "{labels.estate}", "CONTOSO", "SSO02", "master-lost", null, null)
                        .ask(incident))
                .isEmpty();
        assertThat(new IncidentRule("pagerduty", List.of(), null, "CONTOSO", "SSO02", "master-lost", null, null)
                        .ask(incident))
                .isEmpty();
    }

    private static IncidentRule rule(String label, String value) {
        return new IncidentRule(
                "alertmanager",
                List.of(new IncidentRule.Condition("labels." + label, value)),
                null,
                "{labels.sso_system}",
                "SSO02",
                "master-lost",
                null,
                null);
    }

    private static String pagerDuty(String event, String type, String status) {
        return """
                {"event":{"id":"01E","event_type":"%s","resource_type":"incident","occurred_at":"%s","agent":null,"client":null,
                 "data":{"id":"Q1","type":"%s","html_url":"https://contoso.pagerduty.com/incidents/Q1","number":7,"status":"%s",
                 "title":"SSO01 does not answer","service":{"id":"P1","summary":"Single sign-on"},"assignees":[]}}}"""
                .formatted(event, NOW, type, status);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
