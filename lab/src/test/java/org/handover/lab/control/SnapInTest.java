package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.handover.lab.windows.EventLog;
import org.junit.jupiter.api.Test;

class SnapInTest extends OnALab {

    private static final String PASSWORD = "Zugang-für-Gäste";

    @Override
    void prepare() {
        environment.put("HANDOVER_LAB_CONSOLE_PASSWORD", PASSWORD);
    }

    private TestLab.Answer ask(String method, String server, String what, String session, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(at.file().http() + "/servers/CONTOSO/" + server + "/snap-in/" + what))
                .header("Authorization", "Bearer " + at.file().token())
                .header("Snap-In-Session", session)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new TestLab.Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
    }

    private String signIn(String server, String account) throws Exception {
        TestLab.Answer answer = ask(
                "POST",
                server,
                "sign-in",
                "none",
                "{\"account\":\"" + account.replace("\\", "\\\\") + "\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body().path("session").asText();
    }

    private void bringTheMasterBack() throws Exception {
        at.post("/servers/SSO01/power", "{\"on\":true}");
        org.awaitility.Awaitility.await()
                .until(() -> at.state("SSO01").path("role").asText().equals("MASTER"));
    }

    @Test
    void the_properties_are_what_ssomanage_shows_too() throws Exception {
        JsonNode system = ask("GET", "SSO02", "system", signIn("SSO02", "CONTOSO\\handover"), "")
                .body();

        assertThat(system.path("secretServer").asText()).isEqualTo("SSO01");
        assertThat(system.path("sqlServer").asText()).isEqualTo("SQL01");
        assertThat(system.path("ticketTimeoutMinutes").asInt()).isEqualTo(2);
        assertThat(system.path("credentialCacheMinutes").asInt()).isEqualTo(60);
        assertThat(system.path("administrators").asText()).isEqualTo("CONTOSO\\SSO Administrators");
        assertThat(system.path("mayChange").asBoolean()).isFalse();
        assertThat(system.path("servers").findValuesAsText("status")).containsExactly("OFFLINE", "RUNNING", "RUNNING");
        assertThat(system.path("applications").findValuesAsText("name")).contains("Payments");
    }

    @Test
    void off_the_master_secret_server_nothing_can_be_changed() throws Exception {
        TestLab.Answer refused = ask(
                "POST", "SSO02", "secret-server", signIn("SSO02", "CONTOSO\\handover"), "{\"secretServer\":\"SSO02\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("error").asText()).contains("on the master secret server only, which is SSO01");
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
        assertThat(at.changes("SSO02")).isEmpty();
    }

    @Test
    void on_the_master_secret_server_change_writes_the_database_the_event_and_the_log_of_changes() throws Exception {
        bringTheMasterBack();
        long typed = TestLab.of(at.get("/commands"), "SSO01").path("typedCount").asLong();
        List<String> before = at.changes("SSO01");

        TestLab.Answer changed =
                ask("POST", "SSO01", "secret-server", signIn("SSO01", "handover"), "{\"secretServer\":\"SSO02\"}");

        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.body().path("secretServer").asText()).isEqualTo("SSO02");
        assertThat(changed.body().path("mayChange").asBoolean()).isFalse();
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO02");
        List<EventLog.Event> events =
                lab.server("SSO01").orElseThrow().windows().applicationLog().events();
        EventLog.Event last = events.get(events.size() - 1);
        assertThat(last.id()).isEqualTo(10575);
        assertThat(last.parameters()).contains("SSO02", "SSO01", "CONTOSO\\handover");
        assertThat(at.changes("SSO01")
                        .subList(before.size(), at.changes("SSO01").size()))
                .as("the counter counts what was done once, not once for each way in which it can be said")
                .containsExactly("secretServer=SSO02 (was SSO01)");
        assertThat(TestLab.of(at.get("/commands"), "SSO01").path("typedCount").asLong())
                .isEqualTo(typed);
    }

    @Test
    void a_master_that_is_named_with_its_domain_can_still_be_changed_on_its_own_screen() throws Exception {
        bringTheMasterBack();
        String session = signIn("SSO01", "CONTOSO\\handover");

        TestLab.Answer named =
                ask("POST", "SSO01", "secret-server", session, "{\"secretServer\":\"sso01.contoso.example\"}");
        TestLab.Answer back = ask("POST", "SSO01", "secret-server", session, "{\"secretServer\":\"SSO01\"}");

        assertThat(named.body().path("mayChange").asBoolean()).isTrue();
        assertThat(back.status()).as(back.toString()).isEqualTo(200);
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
    }

    @Test
    void the_filtered_administrator_sees_and_is_refused_the_change() throws Exception {
        bringTheMasterBack();
        String session = signIn("SSO01", "CONTOSO\\filtered");

        assertThat(ask("GET", "SSO01", "system", session, "")
                        .body()
                        .path("secretServer")
                        .asText())
                .isEqualTo("SSO01");
        TestLab.Answer refused = ask("POST", "SSO01", "secret-server", session, "{\"secretServer\":\"SSO03\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("error").asText()).startsWith("0xC0002A13 : ");
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
    }

    @Test
    void a_stopped_service_and_a_dark_server_are_told_instead_of_properties() throws Exception {
        String session = signIn("SSO02", "CONTOSO\\handover");
        at.post("/servers/SSO02/service", "{\"name\":\"ENTSSO\",\"action\":\"stop\"}");

        TestLab.Answer stopped = ask("GET", "SSO02", "system", session, "");
        assertThat(stopped.body().path("error").asText())
                .contains("cannot reach the Enterprise Single Sign-On service on SSO02");
        assertThat(stopped.body().has("secretServer")).isFalse();

        TestLab.Answer dark = ask("GET", "SSO01", "system", session, "");
        assertThat(dark.status()).isEqualTo(409);
        assertThat(dark.body().path("error").asText()).contains("no power");
    }

    @Test
    void only_who_has_signed_in_on_this_very_server_gets_an_answer() throws Exception {
        assertThat(ask(
                                "POST",
                                "SSO02",
                                "sign-in",
                                "none",
                                "{\"account\":\"CONTOSO\\\\handover\",\"password\":\"guessed\"}")
                        .body()
                        .path("error")
                        .asText())
                .contains("not right");
        String session = signIn("SSO02", "CONTOSO\\handover");

        assertThat(ask("GET", "SSO03", "system", session, "").status()).isEqualTo(409);
        assertThat(ask("GET", "SSO02", "system", "made-up", "").status()).isEqualTo(409);
        ask("POST", "SSO02", "sign-out", session, "");
        assertThat(ask("GET", "SSO02", "system", session, "").status()).isEqualTo(409);
        assertThat(at.ask("GET", "/servers/CONTOSO/SSO02/snap-in/system", "", null)
                        .status())
                .isEqualTo(401);
    }
}
