package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.handover.app.HandoverApplication;
import org.handover.app.check.CheckCommand;
import org.handover.app.inventory.LabHandOver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    Path folder;

    @Test
    void checkLogsOnToEveryServerChangesNothingAndSaysWhatItCouldNotKnow() throws Exception {
        try (TestLab lab = TestLab.start()) {
            Path inventory = inventoryOf(lab);
            var changes = lab.commands().findValues("changes");

            Said dead = check("--handover.check", "--handover.inventory=" + inventory);
            assertThat(dead.exitCode()).isEqualTo(CheckCommand.NOT_FINE);
            assertThat(dead.text())
                    .contains("SSO01, SSO system CONTOSO of estate test-check")
                    .contains("SSO02, SSO system CONTOSO of estate test-check")
                    .contains("What this could not know:")
                    .contains("Nothing was changed.");

            assertThat(lab.commands().findValues("changes")).isEqualTo(changes);
            assertThat(lab.typed("SSO02")).isNotEmpty();
            assertThat(dead.text()).doesNotContain("Started").doesNotContain("\tat ");
        }
    }

    @Test
    @Tag("long")
    void asAProcessOfItsOwnItEndsWithOneForWhatNeedsAttentionAndSaysWhatItCouldNotSee() throws Exception {
        try (TestLab lab = TestLab.start()) {
            lab.withItsMaster();
            Path inventory = inventoryOf(lab);
            Said well = process("check", "--handover.inventory=" + inventory);
            assertThat(well.exitCode()).as(well.text()).isEqualTo(CheckCommand.FINE);
            assertThat(well.text())
                    .contains("Nothing of what could be seen needs attention.")
                    .contains("What this could not know:")
                    .doesNotContain("\tat ");

            lab.power("SSO03", false);
            Said down = process("check", "--handover.inventory=" + inventory);
            assertThat(down.exitCode()).isEqualTo(CheckCommand.NOT_FINE);
            assertThat(block(down, "SSO03"))
                    .contains("needs attention")
                    .contains("does not answer")
                    .contains("could not be checked");
            assertThat(block(down, "SSO02")).doesNotContain("does not answer");
            lab.power("SSO03", true);
            lab.awaitEntsso("SSO03", "RUNNING");

            int typed = lab.typed("SSO03").size();
            Files.writeString(
                    inventory,
                    Files.readString(inventory)
                            .replace(
                                    lab.handedOver().servers().get(2).hostKey(),
                                    lab.handedOver().servers().get(1).hostKey()));
            Said another = process("check", "--handover.inventory=" + inventory);
            assertThat(another.exitCode()).isEqualTo(CheckCommand.NOT_FINE);
            assertThat(block(another, "SSO03")).contains("host key");
            assertThat(lab.typed("SSO03"))
                    .as("nothing is typed behind a key that is not known")
                    .hasSize(typed);
        }
    }

    /** The part of the table that is about one server. */
    private static String block(Said said, String server) {
        String text = said.text();
        int from = text.indexOf("\n" + server + ", SSO system");
        int to = text.indexOf("\n\n", from);
        return text.substring(from, to);
    }

    private Said process(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                HandoverApplication.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void withoutAnInventoryItSaysSo() {
        Said said = check("check", "--handover.data=" + folder);
        assertThat(said.exitCode()).isEqualTo(CheckCommand.NOTHING_TO_CHECK);
        assertThat(said.text()).contains("There is no inventory to check");
        assertThat(folder).as("nothing was started or made").isEmptyDirectory();
    }

    @Test
    void aMistakeInTheInventoryIsSaidInASentence() throws Exception {
        Path wrong = folder.resolve("wrong.yml");
        Files.writeString(wrong, "estates: [{name: production}]");
        Said said = check("check", "--handover.inventory=" + wrong);
        assertThat(said.exitCode()).isEqualTo(CheckCommand.NOTHING_TO_CHECK);
        assertThat(said.text()).contains("wrong.yml").contains("ssoSystems");
    }

    private record Said(int exitCode, String text) {}

    private static Said check(String... arguments) {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        int exitCode = CheckCommand.run(new PrintStream(terminal, true, StandardCharsets.UTF_8), arguments);
        return new Said(exitCode, terminal.toString(StandardCharsets.UTF_8));
    }

    private Path inventoryOf(TestLab lab) throws Exception {
        StringBuilder yaml = new StringBuilder(
                """
                estates:
                  - name: test-check
                    ssoSystems:
                      - name: CONTOSO
                        masterSecretServer: SSO01
                        ssoServers:
                """);
        for (LabHandOver.Server server : lab.handedOver().servers()) {
            yaml.append(
                    """
                              - name: %s
                                host: %s
                                port: %d
                                hostKey: %s
                                account: '%s'
                                privateKey: %s
                    """
                            .formatted(
                                    server.name(),
                                    server.host(),
                                    server.port(),
                                    server.hostKey(),
                                    lab.handedOver().account(),
                                    lab.privateKey()));
        }
        LabHandOver.BackupFile file = lab.handedOver().restoreFile();
        yaml.append(
                """
                        restoreFiles:
                          - path: '%s'
                            sha256: %s
                            msid: %s
                """
                        .formatted(file.path(), file.sha256(), file.msid()));
        return Files.writeString(folder.resolve("inventory.yml"), yaml);
    }
}
