package org.handover.app.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.awaitility.Awaitility;
import org.handover.app.inventory.LabHandOver;

/** A lab of its own for one test: a real process, a real SSO database, real SSH servers; the test looks at it over HTTP. */
public final class TestLab implements AutoCloseable {

    public static final String RESTORE_PASSWORD = "Ünlösbär \"2026\" €uro";
    public static final String BACKUP_PASSWORD = "fresh & \"new\" 2026";
    public static final String CONSOLE_PASSWORD = "console-of-the-test";
    public static final String REMINDER = "the usual one of the summer";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path WORK = Path.of("target", "test-labs").toAbsolutePath();

    private static EmbeddedPostgres postgres;
    private static TestLab shared;
    private static int made;

    private final Path home;
    private final Path privateKey;
    private final LabHandOver handedOver;
    private final String system;
    private final Consumer<TestLab> end;

    private TestLab(ProcessHandle process, Path home, Path privateKey, LabHandOver handedOver) {
        this(home, privateKey, handedOver, handedOver.ssoSystem(), lab -> {
            process.destroy();
            Awaitility.await("the lab has ended").atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
        });
    }

    private TestLab(Path home, Path privateKey, LabHandOver handedOver, String system, Consumer<TestLab> end) {
        this.home = home;
        this.privateKey = privateKey;
        this.handedOver = handedOver;
        this.system = system;
        this.end = end;
    }

    /** The same servers once more, as they were founded, in the same process; they end with it or when it is closed. */
    public TestLab twin() {
        JsonNode made = post("/twin", Map.of("as", "founded"));
        LabHandOver twin = JSON.convertValue(
                ((ObjectNode) made)
                        .put("http", handedOver.http())
                        .put("token", handedOver.token())
                        .put("pid", handedOver.pid()),
                LabHandOver.class);
        return new TestLab(
                home,
                privateKey,
                twin,
                made.path("name").asText(),
                lab -> send(lab.request(lab.ofSystem(), "").DELETE().build()));
    }

    /** Servers of its own, as they were founded, in a process that tests share: they are there sooner than a lab of its own is. */
    public static synchronized TestLab founded() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared.twin();
    }

    /** A process of its own. */
    public static synchronized TestLab start() {
        try {
            if (postgres == null) {
                postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(WORK.resolve("binaries").toFile())
                        .start();
            }
            made++;
            String name = "lab" + made + "x" + ProcessHandle.current().pid();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return launch(WORK.resolve(name), postgres.getJdbcUrl("postgres", name));
        } catch (Exception e) {
            throw new IllegalStateException("The lab of a test did not start", e);
        }
    }

    private static TestLab launch(Path home, String databaseUrl) throws Exception {
        Files.createDirectories(home);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Path privateKey = home.resolve("console-key");
        try (var out = Files.newOutputStream(privateKey)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
        }
        Path classes =
                Path.of("..", "lab", "target", "classes").toAbsolutePath().normalize();
        Files.writeString(home.resolve("console-key.pub"), PublicKeyEntry.toString(pair.getPublic()));
        String libraries =
                Files.readString(classes.resolveSibling("lab.classpath")).strip();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "org.handover.lab.LabMain");
        Map<String, String> environment = builder.environment();
        environment.put("CLASSPATH", classes + File.pathSeparator + libraries);
        environment.put("HANDOVER_LAB_HOME", home.toString());
        environment.put("HANDOVER_LAB_DB_URL", databaseUrl);
        environment.put("HANDOVER_LAB_DB_USER", "postgres");
        environment.put("HANDOVER_LAB_DB_PASSWORD", "postgres");
        environment.put("HANDOVER_LAB_RESTORE_PASSWORD", RESTORE_PASSWORD);
        environment.put("HANDOVER_LAB_REMINDER", REMINDER);
        environment.put("HANDOVER_LAB_CONSOLE_PUBLIC_KEY", PublicKeyEntry.toString(pair.getPublic()));
        environment.put("HANDOVER_LAB_CONSOLE_PASSWORD", CONSOLE_PASSWORD);
        environment.put("HANDOVER_LAB_POLL_SECONDS", "0.3");
        environment.put("HANDOVER_LAB_START_SECONDS", "0.2");
        environment.put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("lab.log").toFile())
                .start();
        Path handOver = home.resolve("lab.json");
        Awaitility.await("the lab is ready")
                .atMost(Duration.ofSeconds(90))
                .until(() -> Files.exists(handOver) || !process.isAlive());
        return new TestLab(process.toHandle(), home, privateKey, JSON.readValue(handOver.toFile(), LabHandOver.class));
    }

    /** The lab that an application has started for itself. */
    public static TestLab foundIn(Path home) {
        try {
            LabHandOver handedOver = JSON.readValue(home.resolve("lab.json").toFile(), LabHandOver.class);
            return new TestLab(
                    ProcessHandle.of(handedOver.pid()).orElseThrow(), home, home.resolve("no-key"), handedOver);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public LabHandOver handedOver() {
        return handedOver;
    }

    public Path privateKey() {
        return privateKey;
    }

    /** Another file that the lab recorded for a server, made for this test. */
    public LabHandOver.BackupFile restoreFile(String server, String path, String kind) {
        JsonNode made = post("/servers/" + server + "/restore-file", Map.of("path", path, "kind", kind));
        return new LabHandOver.BackupFile(
                path, made.path("sha256").asText(), made.path("msid").asText());
    }

    /** Takes every server and the SSO database back to how they were founded; ports, keys and counts stay. */
    public void reset() {
        post("/reset", Map.of());
    }

    public void power(String server, boolean on) {
        post("/servers/" + server + "/power", Map.of("on", on));
    }

    public void cutConnections(String server) {
        post("/servers/" + server + "/cut", Map.of());
    }

    public void delay(String server, String program, Duration duration) {
        post("/servers/" + server + "/delay", Map.of("program", program, "seconds", duration.toMillis() / 1000.0));
    }

    /** Waits until a command with this in it is being typed, or was. */
    public void awaitTyped(String server, String part) {
        Awaitility.await(part + " is being typed on " + server)
                .atMost(Duration.ofSeconds(60))
                .until(() -> typed(server).stream().anyMatch(line -> line.contains(part)));
    }

    public void service(String server, String name, String action) {
        post("/servers/" + server + "/service", Map.of("name", name, "action", action));
    }

    /** Switches a fault on at once. */
    public void fault(String server, String fault, Map<String, String> settings) {
        post("/servers/" + server + "/faults", Map.of("id", fault, "settings", settings));
    }

    public void noFault(String server, String fault) {
        send(request(ofSystem(), "/servers/" + server + "/faults/" + fault)
                .DELETE()
                .build());
    }

    /** The names of all that can be made to go wrong. */
    public List<String> faults() {
        List<String> names = new ArrayList<>();
        get("/servers/SSO02/faults")
                .path("catalogue")
                .forEach(fault -> names.add(fault.path("id").asText()));
        return names;
    }

    public JsonNode state() {
        return get("/state");
    }

    /** What each server can decrypt of the credentials in the SSO database. */
    public JsonNode credentials() {
        return get("/credentials");
    }

    public List<String> typed(String server) {
        List<String> lines = new ArrayList<>();
        of(get("/commands"), server)
                .path("typed")
                .forEach(line -> lines.add(line.path("commandLine").asText()));
        return lines;
    }

    public List<String> changes(String server) {
        List<String> lines = new ArrayList<>();
        of(get("/commands"), server)
                .path("changes")
                .forEach(line -> lines.add(line.path("what").asText()));
        return lines;
    }

    public JsonNode commands() {
        return get("/commands");
    }

    /** The lab's systems, twins included. */
    public JsonNode systems() {
        return get("", "/systems");
    }

    /** Waits until the service is in this state. */
    public void awaitEntsso(String server, String state) {
        Awaitility.await("ENTSSO on " + server + " is " + state)
                .atMost(Duration.ofSeconds(30))
                .until(() -> of(state(), server).path("entsso").asText().equals(state));
    }

    /** Powers the master on that was found dead, and waits until it is master. */
    public void withItsMaster() {
        power("SSO01", true);
        Awaitility.await("SSO01 is master")
                .atMost(Duration.ofSeconds(30))
                .until(() -> of(state(), "SSO01").path("role").asText().equals("MASTER"));
    }

    /** Changes the master secret server in the snap-in of a server, as somebody at its screen does. */
    public void changeInSnapIn(String server, String newMaster) {
        String snapIn = "/servers/" + system + "/" + server + "/snap-in/";
        JsonNode signedIn =
                post("", snapIn + "sign-in", Map.of("account", handedOver.account(), "password", CONSOLE_PASSWORD));
        try {
            send(request("", snapIn + "secret-server")
                    .header("Snap-In-Session", signedIn.path("session").asText())
                    .POST(HttpRequest.BodyPublishers.ofString(
                            JSON.writeValueAsString(Map.of("secretServer", newMaster))))
                    .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that each of these servers can decrypt every credential with what its service holds. */
    public void everyCredentialDecryptsOn(String... servers) {
        for (String server : servers) {
            JsonNode credentials = of(credentials(), server);
            if (credentials.path("total").asInt() == 0
                    || credentials.path("decryptable").asInt()
                            != credentials.path("total").asInt()) {
                throw new AssertionError(server + " cannot read every credential: " + credentials);
            }
        }
    }

    public static JsonNode of(JsonNode servers, String name) {
        JsonNode list = servers.has("servers") ? servers.path("servers") : servers;
        if (list.has(name)) {
            return list.path(name);
        }
        for (JsonNode server : list) {
            if (server.path("name").asText().equals(name)) {
                return server;
            }
        }
        throw new AssertionError("The lab says nothing of " + name + ": " + servers);
    }

    private JsonNode get(String path) {
        return get(ofSystem(), path);
    }

    private JsonNode get(String of, String path) {
        return send(request(of, path).GET().build());
    }

    private JsonNode post(String path, Map<String, ?> body) {
        return post(ofSystem(), path, body);
    }

    private JsonNode post(String of, String path, Map<String, ?> body) {
        try {
            return send(request(of, path)
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ofSystem() {
        return "/systems/" + system;
    }

    private HttpRequest.Builder request(String of, String path) {
        return HttpRequest.newBuilder(URI.create(handedOver.http() + of + path))
                .header("Authorization", "Bearer " + handedOver.token())
                .timeout(Duration.ofSeconds(30));
    }

    private static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Path log() {
        return home.resolve("lab.log");
    }

    @Override
    public void close() {
        end.accept(this);
    }
}
