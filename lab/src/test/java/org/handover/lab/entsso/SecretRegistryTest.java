package org.handover.lab.entsso;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.handover.lab.windows.WindowsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretRegistryTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ACCOUNT = "CONTOSO\\svc-entsso";
    private final SecretPair pair = new SecretPair(MasterSecret.generate(RANDOM), MasterSecret.generate(RANDOM));

    @Test
    void the_same_server_and_account_load_what_was_stored_whatever_the_case_of_the_account(@TempDir Path home) {
        SecretRegistry secrets = secretsOf("SSO01", home.resolve("SSO01"));

        secrets.store(pair, ACCOUNT);

        assertThat(secrets.load("contoso\\SVC-ENTSSO")).isEqualTo(new SecretRegistry.Found.Secrets(pair));
        assertThat(secrets.keys())
                .containsExactlyInAnyOrder(pair.current().msid().toString(), pair.previousMsidText());
    }

    @Test
    void an_empty_registry_holds_nothing(@TempDir Path home) {
        assertThat(secretsOf("SSO01", home.resolve("SSO01")).load(ACCOUNT))
                .isEqualTo(new SecretRegistry.Found.Nothing());
    }

    @Test
    void another_service_account_cannot_open_it(@TempDir Path home) {
        SecretRegistry secrets = secretsOf("SSO01", home.resolve("SSO01"));
        secrets.store(pair, ACCOUNT);

        assertThat(secrets.load("CONTOSO\\svc-other")).isInstanceOf(SecretRegistry.Found.Unreadable.class);
    }

    @Test
    void another_server_that_was_given_a_copy_of_the_folder_cannot_open_it(@TempDir Path home) throws Exception {
        secretsOf("SSO01", home.resolve("SSO01")).store(pair, ACCOUNT);
        Files.createDirectories(home.resolve("SSO02"));
        Files.copy(home.resolve("SSO01/registry.json"), home.resolve("SSO02/registry.json"));

        SecretRegistry.Found found = secretsOf("SSO02", home.resolve("SSO02")).load(ACCOUNT);

        assertThat(found).isInstanceOf(SecretRegistry.Found.Unreadable.class);
    }

    @Test
    void storing_another_pair_leaves_no_other_key_behind(@TempDir Path home) {
        SecretRegistry secrets = secretsOf("SSO01", home.resolve("SSO01"));
        secrets.store(pair, ACCOUNT);
        SecretPair other = new SecretPair(MasterSecret.generate(RANDOM), null);

        secrets.store(other, ACCOUNT);

        assertThat(secrets.load(ACCOUNT)).isEqualTo(new SecretRegistry.Found.Secrets(other));
        assertThat(secrets.keys()).containsExactly(other.current().msid().toString());
    }

    @Test
    void the_file_of_the_registry_holds_no_key_in_clear(@TempDir Path home) throws Exception {
        secretsOf("SSO01", home.resolve("SSO01")).store(pair, ACCOUNT);

        String file = Files.readString(home.resolve("SSO01/registry.json"));

        assertThat(file).contains(pair.current().msid().toString());
        assertThat(file)
                .doesNotContain(java.util.Base64.getEncoder()
                        .encodeToString(pair.current().key()))
                .doesNotContainIgnoringCase(
                        java.util.HexFormat.of().formatHex(pair.current().key()));
    }

    private static SecretRegistry secretsOf(String name, Path folder) {
        WindowsServer server = WindowsServer.create(name, folder, Clock.systemUTC());
        return new SecretRegistry(name, server.registry(), server.clock(), RANDOM);
    }
}
