package org.handover.app.nodes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.handover.app.inventory.LabHandOver;
import org.handover.app.lab.ApplicationProcess;
import org.handover.app.lab.TestLab;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes, each a process with a data folder of its own, on one PostgreSQL. A lab is their demonstration, and its twin the SSO
 * system CONTOSO of the estate "production", which their inventory names.
 */
final class TwoNodes {

    static final String ESTATE = "production";

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();
    private static final String DATABASE_PASSWORD = "of-the-roles";

    private final EmbeddedPostgres postgres;
    private final TestLab lab;
    private final TestLab production;
    private final Path home;
    private final Map<String, String> environment;
    private final int portOfA;
    private final int portOfB;
    private ApplicationProcess a;
    private ApplicationProcess b;

    /** @param settings beside those that say where database, lab, inventory and keystore are */
    TwoNodes(String name, Map<String, Object> settings) throws IOException {
        this.home = Files.createDirectories(
                WORK.resolve(name + "-" + ProcessHandle.current().pid()));
        this.postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("postgres").toFile())
                .setServerConfig("unix_socket_directories", "")
                .start();
        for (String statement : List.of(
                "create role handover_owner login password '%s'".formatted(DATABASE_PASSWORD),
                "create role handover_app login password '%s'".formatted(DATABASE_PASSWORD),
                "create database handover owner handover_owner",
                "revoke connect on database handover from public",
                "grant connect on database handover to handover_app")) {
            JdbcClient.create(postgres.getPostgresDatabase()).sql(statement).update();
        }
        this.lab = TestLab.start();
        this.production = lab.twin();
        this.environment = environment(settings);
        this.portOfA = ApplicationProcess.freePort();
        this.portOfB = ApplicationProcess.freePort();
        CompletableFuture<ApplicationProcess> first = CompletableFuture.supplyAsync(this::startedA);
        CompletableFuture<ApplicationProcess> second = CompletableFuture.supplyAsync(this::startedB);
        this.a = first.join();
        this.b = second.join();
    }

    private Map<String, String> environment(Map<String, Object> settings) throws IOException {
        String url = postgres.getJdbcUrl("handover_app", "handover").replaceAll("[?&](user|password)=[^&]*", "");
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("spring.datasource.url", url);
        all.put("spring.datasource.username", "handover_app");
        all.put("spring.flyway.url", url);
        all.put("spring.flyway.user", "handover_owner");
        all.put("handover.inventory", inventory().toString());
        all.put("handover.lab.enabled", true);
        all.put("handover.lab.handed-over", lab.log().resolveSibling("lab.json").toString());
        all.put("handover.ledger.keystore", home.resolve("signing.p12").toString());
        Map<String, String> variables = new HashMap<>();
        variables.put("SPRING_DATASOURCE_PASSWORD", DATABASE_PASSWORD);
        variables.put("SPRING_FLYWAY_PASSWORD", DATABASE_PASSWORD);
        variables.put("HANDOVER_LEDGER_KEYSTOREPASSWORD", "of-the-keystore");
        variables.put("HANDOVER_DEMO_RESTORE_PASSWORD", "");
        variables.put("SPRING_APPLICATION_JSON", new ObjectMapper().writeValueAsString(all));
        return variables;
    }

    private Path inventory() throws IOException {
        LabHandOver servers = production.handedOver();
        StringBuilder written = new StringBuilder(
                """
                estates:
                  - name: %s
                    ssoSystems:
                      - name: %s
                        masterSecretServer: %s
                        ssoServers:
                """
                        .formatted(ESTATE, servers.ssoSystem(), servers.masterSecretServer()));
        for (LabHandOver.Server server : servers.servers()) {
            written.append(
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
                                    servers.account(),
                                    production.privateKey()));
        }
        written.append(
                """
                        restoreFiles:
                          - path: '%s'
                            sha256: %s
                            msid: %s
                """
                        .formatted(
                                servers.restoreFile().path(),
                                servers.restoreFile().sha256(),
                                servers.restoreFile().msid()));
        return Files.writeString(home.resolve("inventory.yml"), written);
    }

    /** A node of the demonstration logs on to its lab with a key that lies in its data folder. */
    private ApplicationProcess started(String name, int port) {
        try {
            Path data = home.resolve(name);
            Path keys = Files.createDirectories(data.resolve("keys"));
            if (!Files.exists(keys.resolve("console"))) {
                Files.copy(lab.privateKey(), keys.resolve("console"));
                Files.writeString(keys.resolve("console.pub"), "of the lab");
            }
            return ApplicationProcess.start(data, port, environment);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ApplicationProcess startedA() {
        return started("a", portOfA);
    }

    private ApplicationProcess startedB() {
        return started("b", portOfB);
    }

    ApplicationProcess a() {
        return a;
    }

    ApplicationProcess b() {
        return b;
    }

    void restartA() throws InterruptedException {
        a.stop();
        a = startedA();
    }

    void restartB() throws InterruptedException {
        b.stop();
        b = startedB();
    }

    /** The lab of the demonstration. */
    TestLab lab() {
        return lab;
    }

    /** The servers of the estate "production". */
    TestLab production() {
        return production;
    }

    /** The database as its superuser sees it. */
    JdbcClient database() {
        return JdbcClient.create(postgres.getDatabase("postgres", "handover"));
    }

    void close() throws IOException, InterruptedException {
        a.stop();
        b.stop();
        lab.close();
        postgres.close();
    }
}
