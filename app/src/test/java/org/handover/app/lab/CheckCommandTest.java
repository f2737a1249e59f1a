package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.handover.app.check.CheckCommand;
import org.handover.app.inventory.LabHandOver;
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
