package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class TwinAndResetTest extends OnALab {

    private static final String UPDATE = "C:\\Restore\\update.xml";

    private static LabFile.Server server(JsonNode inventory, String name) {
        JsonNode found = TestLab.of(inventory, name);
        return new LabFile.Server(
                name,
                found.path("host").asText(),
                found.path("port").asInt(),
                found.path("hostKey").asText());
    }

    private void failOver(LabFile.Server sso02) throws Exception {
        assertThat(user.type(
                                sso02,
                                "echo ^<sso^>^<globalInfo^>^<secretServer^>SSO02^</secretServer^>^</globalInfo^>^</sso^>> "
                                        + UPDATE + "&& " + SshUser.TOOLS + "ssomanage -updatedb " + UPDATE
                                        + " && net stop ENTSSO /y && net start ENTSSO")
                        .exitCode())
                .isZero();
        assertThat(user.typeWithPrompt(
                                sso02,
                                SshUser.TOOLS + "ssoconfig -restoresecret C:\\Restore\\SSO01.bak",
                                "Password : ",
                                TestLab.PASSWORD)
                        .exitCode())
                .isZero();
    }

    @Test
    void a_twin_has_the_same_servers_on_ports_and_with_host_keys_of_its_own() throws Exception {
        JsonNode twin = at.post("/systems/CONTOSO/twin", "");

        assertThat(twin.path("name").asText()).isEqualTo("CONTOSO-twin-1");
        assertThat(twin.path("twinOf").asText()).isEqualTo("CONTOSO");
        assertThat(twin.path("ssoSystem").asText()).isEqualTo("CONTOSO");
        assertThat(twin.path("account").asText()).isEqualTo("CONTOSO\\handover");
        assertThat(twin.path("masterSecretServer").asText()).isEqualTo("SSO01");
        assertThat(twin.path("restorePassword").asText()).isEqualTo(TestLab.PASSWORD);
        assertThat(twin.has("token")).isFalse();
        assertThat(twin.path("restoreFile").path("sha256").asText())
                .isEqualTo(at.file().restoreFile().sha256());
        for (LabFile.Server original : at.file().servers()) {
            LabFile.Server copy = server(twin, original.name());
            assertThat(copy.port()).isNotEqualTo(original.port());
            assertThat(copy.hostKey()).startsWith("ecdsa-sha2-nistp256 ").isNotEqualTo(original.hostKey());
        }
        assertThat(user.type(server(twin, "SSO02"), "hostname").screen()).isEqualTo("SSO02\r\n");
        assertThat(user.type(server(twin, "SSO02"), "certutil -hashfile C:\\Restore\\SSO01.bak SHA256")
                        .screen())
                .contains(twin.path("restoreFile").path("sha256").asText());
    }

    @Test
    void a_twin_is_in_the_state_of_its_original_and_goes_its_own_way_from_there() throws Exception {
        user.type(at.server("SSO03"), "echo kept> C:\\Restore\\mark.txt");
        at.post("/servers/SSO03/service", "{\"name\":\"ENTSSO\",\"action\":\"stop\"}");
        JsonNode before = at.get("/state");

        JsonNode twin = at.post("/systems/CONTOSO/twin", "{\"as\":\"now\"}");
        assertThat(at.get("/systems/CONTOSO-twin-1/state")).isEqualTo(at.get("/systems/CONTOSO/state"));
        assertThat(user.type(server(twin, "SSO03"), "type C:\\Restore\\mark.txt")
                        .screen())
                .startsWith("kept");
        failOver(server(twin, "SSO02"));

        assertThat(at.get("/systems/CONTOSO-twin-1/state")
                        .path("masterSecretServer")
                        .asText())
                .isEqualTo("SSO02");
        assertThat(TestLab.of(at.get("/systems/CONTOSO-twin-1/credentials"), "SSO02")
                        .path("decryptable")
                        .asInt())
                .isEqualTo(15);
        assertThat(at.get("/systems/CONTOSO/state").path("servers")).isEqualTo(before.path("servers"));
        assertThat(at.get("/state").path("masterSecretServer").asText()).isEqualTo("SSO01");
    }

    @Test
    void the_rehearsal_on_a_twin_is_counted_on_the_twin_only() throws Exception {
        user.type(at.server("SSO02"), "hostname");
        JsonNode commands = at.get("/commands");

        JsonNode twin = at.post("/systems/CONTOSO/twin", "");
        user.type(server(twin, "SSO02"), "ver");

        JsonNode ofTwin = TestLab.of(at.get("/systems/CONTOSO-twin-1/commands"), "SSO02");
        assertThat(ofTwin.path("typed").findValuesAsText("commandLine")).containsExactly("ver");
        assertThat(ofTwin.path("typedCount").asInt()).isEqualTo(1);
        assertThat(at.get("/commands")).isEqualTo(commands);
    }

    @Test
    void a_twin_as_founded_knows_nothing_of_what_became_of_its_original() throws Exception {
        JsonNode founded = at.get("/systems/CONTOSO/state");
        failOver(at.server("SSO02"));

        JsonNode twin = at.post("/systems/CONTOSO/twin", "{\"as\":\"founded\"}");

        assertThat(at.get("/systems/CONTOSO-twin-1/state")).isEqualTo(founded);
        failOver(server(twin, "SSO02"));
        assertThat(TestLab.of(at.get("/systems/CONTOSO-twin-1/credentials"), "SSO03")
                        .path("total")
                        .asInt())
                .isEqualTo(15);
    }

    @Test
    void a_reset_takes_everything_back_but_the_counters_the_ports_and_the_host_keys() throws Exception {
        JsonNode founded = at.get("/state");
        failOver(at.server("SSO02"));
        await().until(() ->
                at.changes("SSO02").stream().anyMatch(change -> change.contains("credentials re-encrypted")));
        JsonNode before = TestLab.of(at.get("/commands"), "SSO02");

        at.post("/systems/CONTOSO/reset", "");

        assertThat(at.get("/state")).isEqualTo(founded);
        assertThat(TestLab.read(home).file().servers()).isEqualTo(at.file().servers());
        JsonNode after = TestLab.of(at.get("/commands"), "SSO02");
        assertThat(after.path("typedCount").asLong())
                .isEqualTo(before.path("typedCount").asLong());
        assertThat(after.path("changeCount").asLong())
                .isEqualTo(before.path("changeCount").asLong() + 1);
        assertThat(user.type(at.server("SSO02"), "if not exist " + UPDATE + " echo gone")
                        .screen())
                .isEqualTo("gone\r\n");
        failOver(at.server("SSO02"));
        await().until(() ->
                TestLab.of(at.get("/credentials"), "SSO03").path("decryptable").asInt() == 15);
    }

    @Test
    void a_twin_is_found_again_by_the_next_start_and_gone_when_it_is_removed() throws Exception {
        JsonNode twin = at.post("/systems/CONTOSO/twin", "");
        assertThat(at.get("/systems").path("systems").findValuesAsText("name")).contains("CONTOSO", "CONTOSO-twin-1");
        lab.close();
        open();

        assertThat(at.file().systems())
                .extracting(LabFile.SystemInventory::name)
                .containsExactly("CONTOSO", "CONTOSO-twin-1");
        assertThat(at.file().systems().get(1).servers()).contains(server(twin, "SSO03"));
        assertThat(at.file().ssoSystem()).isEqualTo("CONTOSO");

        assertThat(at.ask("DELETE", "/systems/CONTOSO-twin-1", "", at.file().token())
                        .status())
                .isEqualTo(200);
        assertThat(at.ask("GET", "/systems/CONTOSO-twin-1", "", at.file().token())
                        .status())
                .isEqualTo(404);
        assertThat(home.resolve("systems").resolve("CONTOSO-twin-1")).doesNotExist();
        assertThat(TestLab.read(home).file().systems()).hasSize(1);
    }

    @Test
    void what_cannot_be_done_to_a_system_is_refused_in_a_sentence() throws Exception {
        Map<String, Integer> refusals = Map.of(
                "POST /systems/NOWHERE/twin {}", 404,
                "POST /systems/CONTOSO/twin {\"as\":\"yesterday\"}", 400,
                "POST /systems/CONTOSO/twin {\"as\":1}", 400,
                "POST /systems/CONTOSO/twin []", 400,
                "DELETE /systems/CONTOSO ", 409,
                "POST /systems/CONTOSO ", 404,
                "GET /systems/CONTOSO/reset ", 404,
                "POST /systems/CONTOSO/servers/SSO09/power {\"on\":false}", 404);
        for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
            List<String> words = List.of(refusal.getKey().split(" ", 3));

            TestLab.Answer answer =
                    at.ask(words.get(0), words.get(1), words.get(2), at.file().token());

            assertThat(answer.status()).as(refusal.getKey()).isEqualTo(refusal.getValue());
            assertThat(answer.body().path("error").asText()).endsWith(".");
        }
        assertThat(at.get("/systems").path("systems").size()).isEqualTo(1);
    }

    @Test
    void several_systems_stand_in_the_inventory_and_the_first_where_it_always_stood() throws Exception {
        lab.close();
        Path topology = Files.writeString(
                home.resolve("two.yml"),
                """
                systems:
                - {name: CONTOSO, master: SSO01, members: [SSO02, SSO03]}
                - name: FABRIKAM
                  master: F1
                  members: [F2]
                  down: []
                  biztalkHosts: [F2]
                  serviceAccount: FABRIKAM\\sso
                  servers: {F2: {defaultShell: powershell}}
                """);
        environment.put("HANDOVER_LAB_TOPOLOGY", topology.toString());
        open();

        JsonNode inventory = new ObjectMapper().readTree(at.get("/inventory").toString());
        assertThat(inventory.path("ssoSystem").asText()).isEqualTo("CONTOSO");
        assertThat(inventory.path("servers").size()).isEqualTo(3);
        assertThat(inventory.path("systems").findValuesAsText("ssoSystem")).containsExactly("CONTOSO", "FABRIKAM");
        LabFile.SystemInventory fabrikam = at.file().systems().get(1);
        assertThat(fabrikam.account()).isEqualTo("FABRIKAM\\handover");
        LabFile.Server f2 = fabrikam.servers().get(1);
        assertThat(user.type(f2, "FABRIKAM\\handover", "nonsense").screen()).contains("CommandNotFoundException");
        JsonNode state = at.get("/systems/FABRIKAM/state");
        assertThat(TestLab.of(state, "F1").path("role").asText()).isEqualTo("MASTER");
        assertThat(TestLab.of(state, "F2").path("role").asText()).isEqualTo("MEMBER");
        assertThat(user.type(fabrikam.servers().get(0), "FABRIKAM\\handover", "sc qc ENTSSO")
                        .screen())
                .contains("FABRIKAM\\sso\r\n");
        lab.close();
        environment.remove("HANDOVER_LAB_TOPOLOGY");
        open();
        assertThat(at.get("/systems/FABRIKAM/state")).isEqualTo(state);
    }
}
