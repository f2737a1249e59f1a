package org.handover.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstatesTest {

    private static final Path EXAMPLE = Path.of("..", "inventory.example.yml");

    @TempDir
    Path folder;

    @Test
    void theExampleOfTheRepositoryIsAnInventory() {
        Inventory inventory = Estates.of(EXAMPLE);

        assertThat(inventory.ssoSystems()).isNotEmpty().allSatisfy(system -> {
            assertThat(system.ssoServers()).contains(system.masterSecretServer());
            assertThat(system.restoreFiles()).isNotEmpty();
            system.ssoServers().forEach(server -> assertThat(
                            inventory.address(system.estate(), server).host())
                    .isNotBlank());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "masterSecretServer: A1    | masterSecretServer: Z9       | is not among its ssoServers",
                "- name: A2                | - name: A1                   | is listed twice",
                "approvalValidity: PT15M   | approvalValidity: soon       | is no duration",
                "approvalValidity: PT15M   | changeTimeLimit: long        | is no duration",
                "approvalValidity: PT15M   | changeTimeLimit: PT3H        | is two hours, PT2H, at most",
                "approvalValidity: PT15M   | changeTimeLimit: -PT1S       | is two hours, PT2H, at most",
                "- name: production        | - name: demonstration        | is kept for the lab",
                "- name: production        | - name: rehearsal-FO-000001  | or for rehearsals",
                "hostKey: ssh-ed25519 AAAA | port: 22                     | needs host and hostKey, or console: none",
                "host: 10.0.0.1            | console: telnet              | is none, or left out",
                "restoreFiles: []          | restoreFiles: [{sha256: 3f0a5c1be9d84f7c2a6d0e95b7483c11d2f6a8904be57c3310fa92d86e4b5c07, msid: 8f3c1a52-6d0e-4b7a-9c21-5e7f00a4d6b3}] | either a path on the servers or a storeFile",
                "name: A1                  | nmae: A1                     | ssoServers.[0].name: Missing",
                "approvalValidity: PT15M   | aprovalValidity: PT15M       | aprovalValidity",
                "privateKey: key           | port: 22                     | needs privateKey or passwordFile",
                "name: CONTOSO             | name:                        | ssoSystems.[0].name",
                "restoreFiles: []          | restoreFiles: [~]            | restoreFiles",
                "- name: production        | - name: no name              | The name of an estate",
            })
    void aMistakeIsSaidWithThePlace(String right, String wrong, String sentence) throws IOException {
        Path file = folder.resolve("inventory.yml");
        Files.writeString(file, INVENTORY.replaceFirst(Pattern.quote(right), wrong));

        assertThatThrownBy(() -> Estates.of(file))
                .isInstanceOf(UnusableInventoryException.class)
                .hasMessageContaining("inventory.yml")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "host: 10.0.0.2, host: 10.0.0.3",
        "hostKey: ssh-ed25519 AAAA, hostKey: ssh-ed25519 BBBB",
        "privateKey: key, privateKey: another",
        "port: 22, port: 2222"
    })
    void aServerOfTwoSystemsIsTheSameMachineInBoth(String right, String wrong) throws IOException {
        Path file = folder.resolve("inventory.yml");
        String first = INVENTORY.substring(INVENTORY.indexOf("      - name: CONTOSO"));
        String second = first.replace("name: CONTOSO", "name: FABRIKAM")
                .replaceFirst("host: 10.0.0.2", "host: 10.0.0.2\n            port: 22");
        Files.writeString(file, INVENTORY + second);
        assertThat(Estates.of(file).ssoSystems()).hasSize(2);

        int ofA2 = second.indexOf("name: A2");
        Files.writeString(
                file,
                INVENTORY + second.substring(0, ofA2) + second.substring(ofA2).replaceFirst(right, wrong));
        assertThatThrownBy(() -> Estates.of(file))
                .isInstanceOf(UnusableInventoryException.class)
                .hasMessageContaining("SSO system FABRIKAM of estate production: the server A2 is reached otherwise")
                .hasMessageContaining("than in SSO system CONTOSO of the same estate");
    }

    @Test
    void aServerWithoutAConsoleNeedsNoAddress() throws IOException {
        Path file = folder.resolve("inventory.yml");
        Files.writeString(
                file,
                INVENTORY.replaceFirst(
                        Pattern.quote("host: 10.0.0.1\n            hostKey: ssh-ed25519 AAAA"), "console: none"));

        Inventory inventory = Estates.of(file);

        EstateName production = EstateName.of("production");
        assertThat(inventory.hasConsole(production, SsoServerName.of("A1"))).isFalse();
        assertThat(inventory.hasConsole(production, SsoServerName.of("A2"))).isTrue();
        assertThat(inventory.address(production, SsoServerName.of("A1")).account())
                .isEqualTo("CONTOSO\\handover");
    }

    @Test
    void aRestoreFileOfTheStoreIsPutInAFolderOfItsOwn() {
        SsoSystem.RestoreFile file =
                Estates.of(EXAMPLE).ssoSystems().get(0).restoreFiles().get(1);

        assertThat(file.inStore()).isTrue();
        assertThat(file.storeFile()).isEqualTo("CONTOSO-2026-03.bak");
        assertThat(file.path().value()).endsWith("\\CONTOSO-2026-03.bak");
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\n", "null", "# nothing yet\n---\n~\n"})
    void aFileWithNothingInItIsSaid(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("inventory.yml"), content);

        assertThatThrownBy(() -> Estates.of(file))
                .isInstanceOf(UnusableInventoryException.class)
                .hasMessageContaining("inventory.yml: there is nothing in it");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> Estates.of(folder.resolve("none.yml")))
                .isInstanceOf(UnusableInventoryException.class)
                .hasMessageContaining("cannot be read");
    }

    private static final String INVENTORY =
            """
            estates:
              - name: production
                ssoSystems:
                  - name: CONTOSO
                    masterSecretServer: A1
                    approvalValidity: PT15M
                    ssoServers:
                      - name: A1
                        host: 10.0.0.1
                        hostKey: ssh-ed25519 AAAA
                        account: CONTOSO\\handover
                        privateKey: key
                      - name: A2
                        host: 10.0.0.2
                        hostKey: ssh-ed25519 AAAA
                        account: CONTOSO\\handover
                        privateKey: key
                    restoreFiles: []
            """;
}
