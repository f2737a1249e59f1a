package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FaultsOverHttpTest extends OneLabForAll {

    private List<String> switched(String server) throws Exception {
        return at.get("/servers/" + server + "/faults").path("switched").findValuesAsText("id");
    }

    @Test
    void the_catalogue_says_of_each_fault_what_it_means_where_it_comes_from_and_what_can_be_set() throws Exception {
        JsonNode catalogue = at.get("/systems/CONTOSO/servers/SSO02/faults").path("catalogue");

        assertThat(catalogue.size()).isGreaterThan(5);
        for (JsonNode fault : catalogue) {
            assertThat(fault.path("id").asText()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(fault.path("meaning").asText()).isNotBlank();
            assertThat(fault.path("source").asText()).startsWith("docs/");
            assertThat(fault.path("settings").isObject()).isTrue();
        }
    }

    @Test
    void where_a_fault_comes_from_can_be_read_up_in_the_section_and_the_row_that_it_names() throws Exception {
        Pattern named = Pattern.compile("(?<![A-Z0-9.])#?[0-9]+(\\.[0-9]+)?");
        for (JsonNode fault : at.get("/servers/SSO02/faults").path("catalogue")) {
            String source = fault.path("source").asText();
            int name = source.indexOf(".md") + ".md".length();
            String page = Files.readString(Path.of("..", source.substring(0, name)));
            if (source.startsWith("docs/windows-consoles.md")) {
                assertThat(page).as(source).contains("\n## " + source.substring(name + 2) + "\n");
                continue;
            }
            Matcher places = named.matcher(source.substring(name));
            while (places.find()) {
                String place = places.group();
                assertThat(page)
                        .as(source)
                        .containsPattern(
                                place.startsWith("#")
                                        ? "\n\\| " + place.substring(1) + " \\|"
                                        : "\n##+ " + Pattern.quote(place) + "[. ]");
            }
        }
    }

    @Test
    void the_readme_lists_the_faults_that_there_are_and_no_other() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("<!-- faults -->"), readme.indexOf("<!-- end of faults -->"));
        List<String> listed = table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(
                        at.get("/servers/SSO02/faults").path("catalogue").findValuesAsText("id"));
    }

    @Test
    void a_fault_is_switched_on_with_its_settings_seen_in_the_state_and_switched_off() throws Exception {
        JsonNode on = at.post("/servers/SSO02/faults", "{\"id\":\"slow\",\"settings\":{\"seconds\":0.6}}");
        assertThat(on.path("switched").get(0).path("settings").path("seconds").asText())
                .isEqualTo("0.6");
        assertThat(at.get("/systems/CONTOSO/servers/SSO02").path("faults").findValuesAsText("id"))
                .containsExactly("slow");
        assertThat(switched("SSO03")).isEmpty();
        long asked = System.nanoTime();
        user.type(at.server("SSO02"), "hostname");
        assertThat(System.nanoTime() - asked).isGreaterThan(600_000_000L);

        TestLab.Answer off =
                at.ask("DELETE", "/servers/SSO02/faults/slow", "", at.file().token());

        assertThat(off.status()).isEqualTo(200);
        assertThat(switched("SSO02")).isEmpty();
    }

    @Test
    void a_fault_that_waits_for_the_second_command_is_on_with_the_second_command() throws Exception {
        at.post("/servers/SSO03/faults", "{\"id\":\"slow\",\"settings\":{\"seconds\":\"0.6\"},\"atCommand\":2}");
        assertThat(at.get("/servers/SSO03/faults")
                        .path("switched")
                        .get(0)
                        .path("atCommand")
                        .asInt())
                .isEqualTo(2);

        user.type(at.server("SSO03"), "ver");
        assertThat(at.get("/servers/SSO03/faults")
                        .path("switched")
                        .get(0)
                        .path("atCommand")
                        .asInt())
                .isEqualTo(1);
        long asked = System.nanoTime();
        user.type(at.server("SSO03"), "ver");

        assertThat(System.nanoTime() - asked).isGreaterThan(600_000_000L);
        at.ask("DELETE", "/servers/SSO03/faults", "", at.file().token());
        assertThat(switched("SSO03")).isEmpty();
    }

    @Test
    void what_no_fault_can_be_made_of_is_refused_in_a_sentence() throws Exception {
        Map<String, Integer> refusals = Map.ofEntries(
                Map.entry("POST /servers/SSO02/faults {}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"earthquake\"}", 404),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"settings\":{\"seconds\":\"soon\"}}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"settings\":{\"seconds\":-5}}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"settings\":{\"colour\":\"red\"}}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"settings\":[]}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"atCommand\":-1}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"slow\",\"atCommand\":\"2\"}", 400),
                Map.entry("POST /servers/SSO02/faults {\"id\":\"hanging\",\"settings\":{\"when\":\"befor\"}}", 400),
                Map.entry("DELETE /servers/SSO02/faults/earthquake ", 404),
                Map.entry("GET /servers/SSO09/faults ", 404));
        for (Map.Entry<String, Integer> refusal : refusals.entrySet()) {
            List<String> words = List.of(refusal.getKey().split(" ", 3));

            TestLab.Answer answer =
                    at.ask(words.get(0), words.get(1), words.get(2), at.file().token());

            assertThat(answer.status()).as(refusal.getKey()).isEqualTo(refusal.getValue());
            assertThat(answer.body().path("error").asText()).endsWith(".");
        }
        assertThat(switched("SSO02")).isEmpty();
    }
}
