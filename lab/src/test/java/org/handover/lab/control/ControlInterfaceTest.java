package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.handover.lab.entsso.TestPostgres;
import org.junit.jupiter.api.Test;

class ControlInterfaceTest extends OnALab {

    private static final String BIZTALK = "BTSSvc$BizTalkServerApplication";

    @Test
    void everything_but_health_wants_the_token() throws Exception {
        assertThat(at.ask("GET", "/health", "", null).body().path("status").asText())
                .isEqualTo("UP");
        for (String path : List.of("/inventory", "/state", "/commands", "/credentials", "/nothing")) {
            assertThat(at.ask("GET", path, "", null).status()).isEqualTo(401);
            assertThat(at.ask("GET", path, "", "guessed").status()).isEqualTo(401);
        }
        assertThat(at.ask("POST", "/servers/SSO02/power", "{\"on\":false}", null)
                        .status())
                .isEqualTo(401);
        assertThat(at.state("SSO02").path("poweredOn").asBoolean()).isTrue();
    }

    @Test
    void the_inventory_is_the_ready_file_without_the_token() throws Exception {
        JsonNode inventory = at.get("/inventory");

        assertThat(inventory.has("token")).isFalse();
        assertThat(inventory.path("servers").size()).isEqualTo(3);
        assertThat(inventory.path("restoreFile").path("path").asText()).isEqualTo("C:\\Restore\\SSO01.bak");
        assertThat(inventory.path("restoreFile").path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(user.type(at.server("SSO03"), "certutil -hashfile C:\\Restore\\SSO01.bak SHA256")
                        .screen())
                .contains(inventory.path("restoreFile").path("sha256").asText());
    }

    @Test
    void the_state_shows_a_dead_master_and_two_members_with_the_secret_in_memory() throws Exception {
        JsonNode master = at.state("SSO01");
        assertThat(master.path("poweredOn").asBoolean()).isFalse();
        assertThat(master.path("entsso").asText()).isEqualTo("STOPPED");
        assertThat(master.path("role").isNull()).isTrue();
        assertThat(master.path("ssoss").size()).isEqualTo(2);
        for (String member : List.of("SSO02", "SSO03")) {
            JsonNode state = at.state(member);
            assertThat(state.path("role").asText()).isEqualTo("MEMBER");
            assertThat(state.path("ssoss").size()).isZero();
            assertThat(state.path("msidsInMemory").get(0).asText())
                    .isEqualTo(at.file().restoreFile().msid());
            assertThat(state.path("dependents").path(BIZTALK).asText()).isEqualTo("RUNNING");
        }
    }

    @Test
    void a_server_without_power_cannot_be_reached_and_comes_back_on_the_same_port() throws Exception {
        assertThatThrownBy(() -> user.type(at.server("SSO01"), "hostname"))
                .hasRootCauseInstanceOf(ConnectException.class);

        at.post("/servers/SSO01/power", "{\"on\":true}");

        assertThat(user.type(at.server("SSO01"), "hostname").screen()).isEqualTo("SSO01\r\n");
        await().until(() -> at.state("SSO01").path("role").asText().equals("MASTER"));
        assertThat(TestLab.of(at.get("/credentials"), "SSO01")
                        .path("decryptable")
                        .asInt())
                .isEqualTo(15);
    }

    @Test
    void which_server_has_power_is_known_to_the_next_start() throws Exception {
        at.post("/servers/SSO01/power", "{\"on\":true}");
        await().until(() -> at.state("SSO01").path("role").asText().equals("MASTER"));
        at.post("/servers/SSO03/power", "{\"on\":false}");
        lab.close();

        open();

        assertThat(at.state("SSO01").path("role").asText()).isEqualTo("MASTER");
        assertThat(at.state("SSO03").path("poweredOn").asBoolean()).isFalse();
    }

    @Test
    void services_are_stopped_and_started_with_what_depends_on_them() throws Exception {
        JsonNode stopped = at.post("/servers/SSO02/service", "{\"name\":\"ENTSSO\",\"action\":\"stop\"}");
        assertThat(stopped.path("entsso").asText()).isEqualTo("STOPPED");
        assertThat(stopped.path("dependents").path(BIZTALK).asText()).isEqualTo("STOPPED");
        assertThat(TestLab.of(at.get("/credentials"), "SSO02")
                        .path("decryptable")
                        .isNull())
                .isTrue();

        JsonNode started = at.post("/servers/SSO02/service", "{\"name\":\"ENTSSO\",\"action\":\"start\"}");
        assertThat(started.path("role").asText()).isEqualTo("MEMBER_WITHOUT_SECRET");
        assertThat(TestLab.of(at.get("/credentials"), "SSO02")
                        .path("decryptable")
                        .asInt())
                .isZero();
    }

    @Test
    void connections_are_cut_on_request() throws Exception {
        try (ClientSession session = user.logOn(at.server("SSO02"), "CONTOSO\\handover")) {
            at.post("/servers/SSO02/cut", "");

            await().until(session::isClosed);
        }
        assertThat(user.type(at.server("SSO02"), "hostname").screen()).isEqualTo("SSO02\r\n");
    }

    @Test
    void a_program_waits_as_long_as_it_was_told_to() throws Exception {
        at.post("/servers/SSO02/delay", "{\"program\":\"hostname\",\"seconds\":0.7}");

        long asked = System.nanoTime();
        user.type(at.server("SSO02"), "hostname");

        assertThat(System.nanoTime() - asked).isGreaterThan(700_000_000L);
    }

    @Test
    void what_was_typed_is_counted_and_shown() throws Exception {
        long before =
                TestLab.of(at.get("/commands"), "SSO02").path("typedCount").asLong();

        user.type(at.server("SSO02"), "hostname & ver");

        JsonNode commands = TestLab.of(at.get("/commands"), "SSO02");
        assertThat(commands.path("typedCount").asLong()).isEqualTo(before + 1);
        JsonNode last = commands.path("typed").get(commands.path("typed").size() - 1);
        assertThat(last.path("commandLine").asText()).isEqualTo("hostname & ver");
        assertThat(last.path("account").asText()).isEqualTo("CONTOSO\\handover");
        assertThat(last.path("pty").asBoolean()).isFalse();
    }

    @Test
    void what_cannot_be_done_is_refused_in_a_sentence() throws Exception {
        Map<String, Integer> refusals = Map.ofEntries(
                Map.entry("/servers/SSO09/power {\"on\":true}", 404),
                Map.entry("/servers/SSO02/explode {}", 404),
                Map.entry("/servers/SSO02 {}", 404),
                Map.entry("/servers/SSO02/power {}", 400),
                Map.entry("/servers/SSO02/power {\"on\":\"yes\"}", 400),
                Map.entry("/servers/SSO02/power [true]", 400),
                Map.entry("/servers/SSO02/power {\"on\":", 400),
                Map.entry("/servers/SSO02/delay {\"program\":\"net\",\"seconds\":-1}", 400),
                Map.entry("/servers/SSO02/delay {\"program\":\"net\",\"seconds\":\"5\"}", 400),
                Map.entry("/servers/SSO02/service {\"name\":\"W32Time\",\"action\":\"stop\"}", 404),
                Map.entry("/servers/SSO02/service {\"name\":\"ENTSSO\",\"action\":\"pause\"}", 400),
                Map.entry("/servers/SSO01/service {\"name\":\"ENTSSO\",\"action\":\"start\"}", 409),
                Map.entry("/servers/SSO02/restore-file {\"path\":\"C:\\\\x.bak\",\"kind\":\"good\"}", 400),
                Map.entry("/servers/SSO02/restore-file {\"path\":\"Z:\\\\x.bak\",\"kind\":\"damaged\"}", 400),
                Map.entry(
                        "/servers/SSO02/restore-file {\"path\":\"..\\\\..\\\\..\\\\<x>\",\"kind\":\"damaged\"}", 400));
        for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
            String path = refusal.getKey().substring(0, refusal.getKey().indexOf(' '));
            String body = refusal.getKey().substring(path.length() + 1);

            TestLab.Answer answer = at.ask("POST", path, body, at.file().token());

            assertThat(answer.status()).as(refusal.getKey()).isEqualTo(refusal.getValue());
            assertThat(answer.body().path("error").asText()).endsWith(".");
        }
        assertThat(at.ask("GET", "/nothing", "", at.file().token()).status()).isEqualTo(404);
    }

    @Test
    void a_file_that_is_no_backup_any_more_cannot_be_damaged_and_that_is_said() throws Exception {
        user.type(at.server("SSO02"), "echo nothing > C:\\Restore\\SSO01.bak");

        TestLab.Answer answer = at.ask(
                "POST",
                "/servers/SSO02/restore-file",
                "{\"path\":\"C:\\\\Restore\\\\D.bak\",\"kind\":\"damaged\"}",
                at.file().token());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asText()).contains("cannot be made on SSO02");
    }

    @Test
    void a_lab_whose_database_is_away_starts_and_answers_all_the_same() throws Exception {
        lab.close();
        TestPostgres.letIn(environment.getOrDefault("HANDOVER_LAB_DB_URL", ""), false);

        open();

        assertThat(at.get("/state").path("masterSecretServer").isNull()).isTrue();
        assertThat(at.state("SSO03").path("role").asText()).isEqualTo("MEMBER");
        TestPostgres.letIn(environment.getOrDefault("HANDOVER_LAB_DB_URL", ""), true);
        await().until(() ->
                TestLab.of(at.get("/credentials"), "SSO03").path("decryptable").asInt() == 15);
    }

    @Test
    void a_set_up_that_was_cut_short_is_cleared_away_and_done_again() throws Exception {
        lab.close();
        Files.delete(home.resolve("systems").resolve("CONTOSO").resolve("setup.json"));

        open();

        assertThat(TestLab.of(at.get("/credentials"), "SSO02")
                        .path("decryptable")
                        .asInt())
                .isEqualTo(15);
    }

    @Test
    void the_database_of_another_lab_is_left_alone() {
        lab.close();
        environment.put("HANDOVER_LAB_HOME", home.resolve("another").toString());

        assertThatThrownBy(() -> Lab.open(LabConfiguration.from(environment)))
                .isInstanceOf(LabCannotStartException.class)
                .hasMessageContaining("another lab");
    }

    @Test
    void a_console_password_lets_the_same_account_log_on_without_a_key() throws Exception {
        lab.close();
        environment.put("HANDOVER_LAB_CONSOLE_PASSWORD", "Zugang-für-Gäste");
        environment.remove("HANDOVER_LAB_CONSOLE_PUBLIC_KEY");
        open();

        assertThat(user.typeWithPassword(at.server("SSO02"), "Zugang-für-Gäste", "hostname")
                        .screen())
                .isEqualTo("SSO02\r\n");
        assertThatThrownBy(() -> user.type(at.server("SSO02"), "hostname")).hasMessageContaining("authentication");
    }
}
