package org.handover.lab.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handover.lab.entsso.BackupWorkshop;
import org.handover.lab.entsso.CredentialVault;
import org.handover.lab.entsso.SsoServer;
import org.handover.lab.ssh.SshFrontDoor;
import org.handover.lab.windows.ServiceControlManager.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's own control over HTTP, for rehearsals and tests: what is so, and what shall happen to a server. JSON in and out;
 * everything but {@code GET /health} wants the lab's token. Nothing of the procedure can be done here.
 */
final class ControlInterface implements HttpHandler {

    private static final int MOST_BYTES = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(ControlInterface.class);

    private final Lab lab;
    private final byte[] authorization;

    ControlInterface(Lab lab, String token) {
        this.lab = lab;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    private static final class Refused extends Exception {
        private final int status;
        private final String sentence;

        Refused(int status, String sentence) {
            super(sentence);
            this.status = status;
            this.sentence = sentence;
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, 200, route(exchange));
        } catch (Refused refused) {
            answer(exchange, refused.status, sentence(refused.sentence));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, sentence("The lab is being stopped."));
        } catch (RuntimeException unexpected) {
            LOG.warn("The control interface failed.", unexpected);
            answer(exchange, 500, sentence("The lab could not do this; its log says more."));
        } finally {
            exchange.close();
        }
    }

    private JsonNode route(HttpExchange exchange) throws IOException, Refused, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/health") && method.equals("GET")) {
            return node().put("status", "UP");
        }
        requireToken(exchange);
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.size() == 1 && method.equals("GET")) {
            return switch (path) {
                case "/inventory" -> LabFolder.JSON.valueToTree(lab.labFile().asInventory());
                case "/state" -> state();
                case "/commands" -> commands();
                case "/credentials" -> credentials();
                default -> throw notThere(path);
            };
        }
        if (parts.size() == 3 && parts.get(0).equals("servers") && method.equals("POST")) {
            SsoServer server = lab.server(parts.get(1))
                    .orElseThrow(() -> new Refused(404, "There is no server " + parts.get(1) + "."));
            return act(server, parts.get(2), body(exchange));
        }
        throw notThere(method + " " + path);
    }

    private JsonNode act(SsoServer server, String what, JsonNode body)
            throws Refused, InterruptedException, IOException {
        switch (what) {
            case "power" -> power(server, bool(body, "on"));
            case "cut" -> door(server).cutConnections();
            case "delay" -> door(server).setDelay(text(body, "program"), seconds(body));
            case "service" -> service(server, text(body, "name"), text(body, "action"));
            case "restore-file" -> {
                return restoreFile(server, text(body, "path"), text(body, "kind"));
            }
            default -> throw notThere("/servers/" + server.name() + "/" + what);
        }
        return state(server);
    }

    private static void power(SsoServer server, boolean on) {
        if (on) {
            server.windows().powerOn();
        } else {
            server.windows().powerOff();
        }
    }

    private static void service(SsoServer server, String name, String action) throws Refused, InterruptedException {
        if (server.serviceState(name).isEmpty()) {
            throw new Refused(404, "There is no service " + name + " on " + server.name() + ".");
        }
        if (!server.windows().poweredOn()) {
            throw new Refused(409, server.name() + " is off.");
        }
        switch (action) {
            case "start" -> server.windows().services().startAndWait(name);
            case "stop" -> server.windows().services().stopAndWait(name);
            default -> throw new Refused(400, "\"action\" has to be start or stop.");
        }
    }

    private JsonNode restoreFile(SsoServer server, String path, String kind) throws Refused, IOException {
        BackupWorkshop workshop = new BackupWorkshop(server.windows(), lab.restorePassword());
        try {
            BackupWorkshop.Made made =
                    switch (kind) {
                        case "unrelated" -> workshop.unrelated(path);
                        case "damaged" ->
                            workshop.damaged(path, lab.labFile().restoreFile().path());
                        default -> throw new Refused(400, "\"kind\" has to be unrelated or damaged.");
                    };
            return node().put("path", path).put("sha256", made.sha256()).put("msid", made.msid());
        } catch (IOException | IllegalArgumentException cannotBeWritten) {
            throw new Refused(400, "The file " + path + " cannot be made on " + server.name() + ".");
        }
    }

    private ObjectNode state() {
        ObjectNode answer = node().put("ssoSystem", lab.labFile().ssoSystem());
        answer.put("masterSecretServer", lab.database().namedSecretServer().orElse(null));
        ArrayNode servers = answer.putArray("servers");
        lab.servers().forEach(server -> servers.add(state(server)));
        return answer;
    }

    private static ObjectNode state(SsoServer server) {
        boolean on = server.windows().poweredOn();
        ObjectNode answer = node().put("name", server.name()).put("poweredOn", on);
        answer.put("entsso", server.serviceState("ENTSSO").map(State::name).orElse(null));
        answer.put("role", server.entsso().role().map(Enum::name).orElse(null));
        ArrayNode ssoss = answer.putArray("ssoss");
        server.entsso().msidsInRegistry().forEach(ssoss::add);
        ArrayNode inMemory = answer.putArray("msidsInMemory");
        server.entsso().msidsInMemory().forEach(inMemory::add);
        ObjectNode dependents = answer.putObject("dependents");
        for (String dependent : server.dependents()) {
            dependents.put(
                    dependent, server.serviceState(dependent).map(State::name).orElse(null));
        }
        return answer;
    }

    private JsonNode commands() {
        ObjectNode answer = node();
        ArrayNode servers = answer.putArray("servers");
        for (SsoServer server : lab.servers()) {
            var log = server.windows().commandLog();
            ObjectNode one = servers.addObject().put("name", server.name());
            one.put("typedCount", log.typedCount()).put("changeCount", log.changeCount());
            ArrayNode typed = one.putArray("typed");
            log.typed().forEach(line -> typed.addObject()
                    .put("number", line.number())
                    .put("at", line.at().toString())
                    .put("account", line.account())
                    .put("commandLine", line.commandLine())
                    .put("pty", line.pty()));
            ArrayNode changes = one.putArray("changes");
            log.changes().forEach(change -> changes.addObject()
                    .put("number", change.number())
                    .put("at", change.at().toString())
                    .put("what", change.what()));
        }
        return answer;
    }

    private JsonNode credentials() {
        ObjectNode answer = node();
        ArrayNode servers = answer.putArray("servers");
        for (SsoServer server : lab.servers()) {
            Optional<CredentialVault.Readability> readable =
                    server.entsso().vault().readability();
            ObjectNode one = servers.addObject().put("name", server.name());
            one.put("total", readable.map(CredentialVault.Readability::total).orElse(null));
            one.put(
                    "decryptable",
                    readable.map(CredentialVault.Readability::decryptable).orElse(null));
        }
        return answer;
    }

    private SshFrontDoor door(SsoServer server) throws Refused {
        return lab.door(server).orElseThrow(() -> new Refused(404, server.name() + " has no front door."));
    }

    private void requireToken(HttpExchange exchange) throws Refused {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
            throw new Refused(401, "This wants the lab's token: Authorization: Bearer …");
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException, Refused {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Refused(400, "The body is too large.");
        }
        if (bytes.length == 0) {
            return node();
        }
        try {
            JsonNode body = LabFolder.JSON.readTree(bytes);
            if (!body.isObject()) {
                throw new Refused(400, "The body has to be a JSON object.");
            }
            return body;
        } catch (JsonProcessingException notJson) {
            throw new Refused(400, "The body is no JSON.");
        }
    }

    private static boolean bool(JsonNode body, String name) throws Refused {
        if (!body.path(name).isBoolean()) {
            throw new Refused(400, "\"" + name + "\" has to be true or false.");
        }
        return body.path(name).booleanValue();
    }

    private static String text(JsonNode body, String name) throws Refused {
        if (!body.path(name).isTextual() || body.path(name).textValue().isBlank()) {
            throw new Refused(400, "\"" + name + "\" has to be a text.");
        }
        return body.path(name).textValue();
    }

    private static Duration seconds(JsonNode body) throws Refused {
        double seconds = body.path("seconds").asDouble(-1);
        if (!body.path("seconds").isNumber() || seconds < 0 || seconds > 86_400) {
            throw new Refused(400, "\"seconds\" has to be a number from 0 to 86400.");
        }
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private static Refused notThere(String what) {
        return new Refused(404, "There is nothing at " + what + ".");
    }

    private static ObjectNode node() {
        return LabFolder.JSON.createObjectNode();
    }

    private static JsonNode sentence(String text) {
        return node().put("error", text);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode content) throws IOException {
        byte[] bytes = LabFolder.JSON.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
