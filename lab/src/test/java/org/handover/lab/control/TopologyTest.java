package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.handover.lab.control.Topology.SystemPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {

    private static final String SHORTEST = "systems:\n- name: A\n  master: M1\n  members: [M2]\n";

    @Test
    void the_example_file_is_a_topology() throws Exception {
        Topology topology = Topology.read(Path.of("topology.example.yml"));

        assertThat(topology.systems()).extracting(SystemPlan::name).containsExactly("CONTOSO", "FABRIKAM");
        SystemPlan fabrikam = topology.systems().get(1);
        assertThat(fabrikam.serverNames()).containsExactly("FSSO1", "FSSO2", "FSSO3", "FSSO4");
        assertThat(fabrikam.down()).isEmpty();
        assertThat(fabrikam.bizTalkHosts()).containsExactly("FSSO3", "FSSO4");
        assertThat(fabrikam.serviceAccount()).isEqualTo("FABRIKAM\\sso-service");
        assertThat(fabrikam.pollSeconds()).isEqualTo(60);
        assertThat(fabrikam.server("FSSO4").language()).isEqualTo("de");
        assertThat(fabrikam.server("FSSO3").defaultShell()).endsWith("powershell.exe");
        assertThat(fabrikam.server("FSSO1").language()).isNull();
    }

    @Test
    void what_is_left_out_is_as_in_contoso() throws Exception {
        SystemPlan plan = new TopologyFile("t", SHORTEST).topology().systems().get(0);

        assertThat(plan)
                .isEqualTo(new SystemPlan(
                        "A",
                        "A",
                        "SQL01",
                        "SSODB",
                        "A\\svc-entsso",
                        "M1",
                        List.of("M2"),
                        List.of("M1"),
                        List.of("M2"),
                        null,
                        java.util.Map.of()));
    }

    @Test
    void json_is_taken_as_well() throws Exception {
        assertThat(new TopologyFile(
                                "t", "{\"systems\": [{\"name\": \"A\", \"master\": \"m1\", \"members\": [\"m2\"]}]}")
                        .topology()
                        .systems()
                        .get(0)
                        .serverNames())
                .containsExactly("M1", "M2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            systems: []                                                              | line 1: it has to name one SSO system
            system: []                                                               | line 1: The topology has no system
            systems:\\n- name: A\\n  master: M1                                      | line 2: An SSO system has to have members
            systems:\\n- name: A\\n  master: M1\\n  members: []                      | line 4: an SSO system has one member at least
            systems:\\n- name: A\\n  master: M1\\n  members: [M1]                    | line 4: the server M1 is there twice
            systems:\\n- name: A\\n  master: M1\\n  members: M2                      | line 4: members has to be a list
            systems:\\n- name: A\\n  master: M 1\\n  members: [M2]                   | line 3: a server's name has to be 1 to 15 letters, digits and hyphens, and "M 1" is not
            systems:\\n- name: A b\\n  master: M1\\n  members: [M2]                  | line 2: name has to be letters, digits and hyphens
            systems:\\n- name: A\\n  master: M1\\n  members: [M2]\\n  down: [M3]     | line 5: M3 is neither the master nor a member
            systems:\\n- name: A\\n  master: M1\\n  members: [M2]\\n  pollSeconds: x | line 5: pollSeconds has to be a number
            systems:\\n- name: A\\n  master: M1\\n  members: [M2]\\n  servers:\\n    M2: {language: fr} | line 6: language has to be one of de, en
            systems:\\n- name: A\\n  master: M1\\n  members: [M2]\\n  colour: red    | line 5: An SSO system has no colour
            systems:\\n- {name: A, master: M1, members: [M2]}\\n- {name: a, master: M1, members: [M2]} | line 3: the SSO system a is there twice
            systems:\\n- name: [                                                     | is no YAML, see line 2
            """)
    void a_wrong_file_gets_one_sentence_with_the_line(String text, String sentence) {
        assertThatThrownBy(() -> new TopologyFile("lab.yml", text.replace("\\n", "\n")).topology())
                .isInstanceOf(LabCannotStartException.class)
                .hasMessageStartingWith("The topology file lab.yml ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_file_that_is_not_there_or_empty_is_told_in_a_sentence(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Topology.read(folder.resolve("none.yml")))
                .isInstanceOf(LabCannotStartException.class)
                .hasMessageEndingWith("none.yml cannot be read.");
        Path empty = Files.writeString(folder.resolve("empty.yml"), "");
        assertThatThrownBy(() -> Topology.read(empty))
                .isInstanceOf(LabCannotStartException.class)
                .hasMessageEndingWith("empty.yml is empty.");
    }

    @Test
    void a_system_that_is_kept_cannot_lose_a_server_or_its_place_in_the_file() throws Exception {
        SystemPlan kept = Topology.contoso().systems().get(0);
        Topology without = new TopologyFile("t", SHORTEST).topology();
        Topology changed =
                new TopologyFile("t", "systems:\n- {name: CONTOSO, master: SSO01, members: [SSO02]}").topology();

        assertThatThrownBy(() -> without.withKept(List.of(kept)))
                .hasMessageContaining("keeps the SSO system CONTOSO, which the topology file no longer names");
        assertThatThrownBy(() -> changed.withKept(List.of(kept)))
                .hasMessageContaining("was founded with other servers");
        assertThat(Topology.contoso().withKept(List.of(kept))).containsExactly(kept);
    }
}
