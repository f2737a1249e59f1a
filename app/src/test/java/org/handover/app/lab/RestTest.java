package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    private TestLab lab;
    private EstateName estate;

    @BeforeAll
    void startLab() {
        lab = TestLab.founded();
        estate = estates.add(lab);
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Test
    void aRequestThatIsSentAgainIsAnsweredWithTheSameFailoverAndAnotherOneIsRefused() throws Exception {
        EstateName own = estates.add(lab);
        Map<String, Object> body = Drive.request(own, "SSO03");
        String key = "incident-" + own;

        Set<String> started = new HashSet<>();
        List<Integer> statuses = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Drive.Reply>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                calls.add(() -> drive.call("pager", "POST", "/api/failovers", body, "Idempotency-Key", key));
            }
            for (Future<Drive.Reply> reply : callers.invokeAll(calls)) {
                statuses.add(reply.get().status());
                started.add(reply.get().body().path("id").asText());
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(started).hasSize(1);
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses).containsOnly(200, 201);

        Map<String, Object> other = Drive.request(own, "SSO02");
        Drive.Reply otherBody = drive.call("pager", "POST", "/api/failovers", other, "Idempotency-Key", key);
        assertThat(otherBody.status()).isEqualTo(422);
        assertThat(otherBody.detail()).contains("was used for another request");

        Drive.Reply second = drive.call("pager", "POST", "/api/failovers", body, "Idempotency-Key", "incident-2");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("failover").asText())
                .isEqualTo("/api/failovers/" + started.iterator().next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"ssoSystem\":\"CONTOSO\"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"broken\",\"reason\":\"x\"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\",\"reason\":\" \"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\",\"reason\":\"x\",\"path\":\"sideways\"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\",\"reason\":\"x\",\"newMaster\":\"SSO03\"}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\",\"reason\":\"x\",\"incident\":{\"source\":\"pagerduty\"}}",
                "{\"ssoSystem\":\"CONTOSO\",\"newMasterSecretServer\":\"SSO02\",\"situation\":\"master-lost\",\"reason\":\"x\",\"rehearsal\":\"perhaps\"}"
            })
    void aBodyThatIsNotAsItHasToBeIsRefusedWithASentence(String body) {
        Drive.Reply reply = drive.call("pager", "POST", "/api/failovers", body, "Idempotency-Key", "bad-body");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).endsWith(".").hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssoSystem             | NOWHERE               | has no SSO system NOWHERE",
                "newMasterSecretServer | SQL01                 | is not an SSO server of CONTOSO",
                "newMasterSecretServer | 10.0.0.1              | is not an SSO server of CONTOSO",
                "newMasterSecretServer | SSO01                 | is the master secret server of CONTOSO already",
                "path                  | snap-in               | cannot be changed in the snap-in",
                "restoreFile           | \\\\nas\\share\\x.bak | network path",
                "restoreFile           | C:\\Other\\x.bak      | does not record the restore file",
                "estate                | elsewhere             | has no SSO system CONTOSO",
            })
    void aRequestThatCannotBeCarriedOutSaysWhy(String field, String value, String sentence) {
        Map<String, Object> body = Drive.request(estate, "SSO02");
        body.put(field, value);
        Drive.Reply reply = drive.call("pager", "POST", "/api/failovers", body, "Idempotency-Key", "wrong-" + value);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.detail()).contains(sentence);
    }

    @Test
    void aToolNeedsAnIdempotencyKeyAndMayStartAndReadAndNothingElse() {
        EstateName own = estates.add(lab);
        assertThat(drive.call("pager", "POST", "/api/failovers", Drive.request(own, "SSO02"))
                        .detail())
                .contains("Idempotency-Key");
        String id = drive.start(own, "SSO02");
        String task = drive.task(id, "approveChange");

        assertThat(drive.call("pager", "GET", "/api/failovers/" + id, null).status())
                .isEqualTo(200);
        Map<String, String> yes = Map.of("decision", "approve");
        assertThat(drive.call("pager", "POST", "/api/tasks/" + task + "/decision", yes)
                        .status())
                .isEqualTo(403);
        assertThat(drive.call("pager", "POST", "/api/failovers/" + id + "/withdraw", null)
                        .status())
                .isEqualTo(403);
        assertThat(drive.call("pager", "PUT", "/api/failovers/" + id + "/restore-password", Map.of("password", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyDecidesOnTheirOwnRequestAndAnOperatorDoesNotApprove() {
        EstateName own = estates.add(lab);
        Drive.Reply started = drive.call("both", "POST", "/api/failovers", Drive.request(own, "SSO02"));
        assertThat(started.status()).isEqualTo(201);
        String id = started.body().path("id").asText();

        assertThat(drive.decide("both", id, "approveChange", "approve", "").detail())
                .contains("somebody else has to decide");
        assertThat(drive.decide("olga", id, "approveChange", "approve", "").status())
                .isIn(403, 422);
        assertThat(drive.decide("root", id, "approveChange", "approve", "").status())
                .isEqualTo(403);
        assertThat(drive.decide("anna", id, "approveChange", "reject", "").detail())
                .contains("Say why");
        drive.decides("anna", id, "approveChange", "reject", "Not tonight");
        drive.awaitState(id, "rejected");
        assertThat(drive.failover(id).path("outcome").asText()).isEqualTo("unchanged");
        assertThat(drive.journal(id).toString()).contains("decision.refused");
    }

    @Test
    void aRunThatHasChangedNothingCanBeWithdrawnAndThenTheSystemIsFree() {
        EstateName own = estates.add(lab);
        String id = drive.start(own, "SSO02");
        drive.task(id, "approveChange");

        assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null)
                        .status())
                .isEqualTo(200);
        assertThat(drive.failover(id).path("state").asText()).isEqualTo("withdrawn");
        assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null)
                        .status())
                .isEqualTo(409);
        drive.start(own, "SSO03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", ""})
    void aPasswordThatNoRestoreFileCanHaveIsRefusedAtTheDoor(String password) {
        EstateName own = estates.add(lab);
        String id = drive.start(own, "SSO02");
        assertThat(drive.givePassword(id, "long enough").status()).isEqualTo(409);
        drive.decides("anna", id, "approveChange", "approve", "");
        drive.task(id, "giveRestorePassword");

        Drive.Reply nothing = drive.call("olga", "PUT", "/api/failovers/" + id + "/restore-password", "null");
        assertThat(nothing.status()).as(nothing.toString()).isEqualTo(400);
        assertThat(nothing.detail()).contains("has to be JSON of the form");

        Drive.Reply refused = drive.givePassword(id, password);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).contains("7");
    }

    @Test
    void aBackupPasswordIsTakenOnlyWhereItIsAskedForAndNeverWithAReminderThatTellsIt() {
        EstateName own = estates.add(lab);
        String id = drive.start(own, "SSO02");
        drive.task(id, "approveChange");
        String path = "/api/failovers/" + id + "/backup-password";
        assertThat(drive.call("olga", "PUT", path, Map.of("password", "long enough", "reminder", "x"))
                        .detail())
                .contains("does not ask for the backup password now");
        assertThat(drive.call("audrey", "GET", path, null).status()).isEqualTo(403);
        assertThat(drive.call("pager", "PUT", path, Map.of("password", "long enough", "reminder", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatComesAfterARunIsRefusedWithASentenceBeforeItsEnd() {
        EstateName own = estates.add(lab);
        String id = drive.start(own, "SSO02");
        drive.task(id, "approveChange");
        assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/failback", null)
                        .detail())
                .contains("has not succeeded");
        assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/settle", Map.of("words", "x"))
                        .detail())
                .contains("was not left open");
        assertThat(drive.call("pager", "POST", "/api/failovers/" + id + "/failback", null)
                        .status())
                .isEqualTo(403);
        assertThat(drive.call("audrey", "POST", "/api/failovers/" + id + "/settle", null)
                        .status())
                .isEqualTo(403);
        Drive.Reply settled = drive.call(
                "olga",
                "POST",
                "/api/sso-systems/CONTOSO/former-settled",
                Map.of("estate", own.value(), "server", "SSO02", "words", "x"));
        assertThat(settled.status()).as(settled.toString()).isEqualTo(409);
        assertThat(settled.detail()).contains("SSO02 is not watched");
        assertThat(drive.call(
                                "olga",
                                "POST",
                                "/api/sso-systems/NOWHERE/former-settled",
                                Map.of("server", "SSO01", "words", "x"))
                        .status())
                .isEqualTo(404);
    }

    /** Written by hand, because Java's HTTP client does not send such a character. */
    @Test
    void aHeaderWithAControlCharacterIsRefusedWithASentence() throws Exception {
        String olga = "olga:" + HandoverOnLabTest.PASSWORD;
        String request =
                """
                PUT /api/switches/tool-starts HTTP/1.1\r
                Host: localhost\r
                Connection: close\r
                Authorization: Basic %s\r
                Content-Type: application/json\r
                Content-Length: 2\r
                Odd: a\u0085b\r
                \r
                {}"""
                        .formatted(Base64.getEncoder().encodeToString(olga.getBytes(StandardCharsets.UTF_8)));
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("a header, holds characters that nothing here uses");
        }
    }

    @Test
    void listsArePagedAndFilteredAndUnknownThingsAreSaid() throws Exception {
        JsonNode list = drive.call("audrey", "GET", "/api/failovers?state=rejected", null)
                .body();
        assertThat(list.has("items")).isTrue();
        assertThat(list.path("total").isNumber()).isTrue();
        assertThat(drive.call("audrey", "GET", "/api/failovers?state=lost", null)
                        .detail())
                .contains("The states are");
        assertThat(drive.call("audrey", "GET", "/api/failovers/FO-000000", null).status())
                .isEqualTo(404);
        assertThat(drive.call("audrey", "GET", "/api/failovers/x", null).detail())
                .contains("There is no failover x");
        assertThat(drive.call("audrey", "GET", "/api/sso-systems/CONTOSO", null)
                        .body()
                        .path("ssoServers")
                        .toString())
                .isEqualTo(JSON.writeValueAsString(List.of("SSO01", "SSO02", "SSO03")));
        JsonNode openApi = drive.call("audrey", "GET", "/v3/api-docs", null).body();
        for (String path : List.of(
                "/api/failovers",
                "/api/failovers/{id}/failback",
                "/api/failovers/{id}/settle",
                "/api/failovers/{id}/backup-password",
                "/api/sso-systems/{name}/former-settled")) {
            assertThat(openApi.path("paths").has(path)).as(path).isTrue();
        }
    }
}
