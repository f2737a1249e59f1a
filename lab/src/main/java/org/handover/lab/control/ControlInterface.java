package org.handover.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.handover.lab.entsso.SsoServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab's own control over HTTP, for rehearsals and tests: what is so, and what shall happen to a server or a system. JSON in
 * and out; everything but {@code GET /health} and the files of the pages wants the lab's token.
 */
final class ControlInterface implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ControlInterface.class);

    private final Lab lab;
    private final PageFiles pages = new PageFiles();
    private final SnapIn snapIn = new SnapIn();
    private final byte[] authorization;

    ControlInterface(Lab lab, String token) {
        this.lab = lab;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Optional<PageFiles.File> file = exchange.getRequestMethod().equals("GET")
                    ? pages.at(exchange.getRequestURI().getPath())
                    : Optional.empty();
            if (file.isPresent()) {
                answer(exchange, 200, file.get().type(), file.get().content());
            } else {
                answer(exchange, 200, route(exchange));
            }
        } catch (Refused refused) {
            answer(exchange, refused.status(), sentence(refused.sentence()));
        } catch (LabCannotStartException refused) {
            answer(exchange, 409, sentence(String.valueOf(refused.getMessage())));
        } catch (SQLException doesNotAnswer) {
            LOG.warn("The database refused.", doesNotAnswer);
            answer(exchange, 409, sentence("The SSO database does not answer, so this cannot be done now."));
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

    private JsonNode route(HttpExchange exchange)
            throws IOException, Refused, InterruptedException, SQLException, LabCannotStartException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/health") && method.equals("GET")) {
            return Views.node().put("status", "UP");
        }
        requireToken(exchange);
        List<String> parts = List.of(path.substring(1).split("/", -1));
        String whole = method + " " + path;
        if (parts.size() == 1 && method.equals("GET")) {
            return switch (path) {
                case "/inventory" -> LabFolder.JSON.valueToTree(lab.labFile().asInventory());
                case "/state" -> Views.state(lab);
                case "/commands" -> Views.commands(lab.firstSystem());
                case "/credentials" -> Views.credentials(lab.firstSystem());
                case "/systems" -> Views.systems(lab);
                case "/overview" -> Views.overview(lab);
                default -> throw Refused.notThere(path);
            };
        }
        if (parts.get(0).equals("servers") && parts.size() == 5 && parts.get(3).equals("snap-in")) {
            LabSystem system = system(parts.get(1));
            return snapIn.answer(
                    system,
                    server(system, parts.get(2)),
                    method + " " + parts.get(4),
                    exchange.getRequestHeaders().getFirst(SnapIn.SESSION_HEADER),
                    Body.of(exchange.getRequestBody()));
        }
        if (parts.get(0).equals("servers") && parts.size() >= 2) {
            return ofServer(exchange, lab.firstSystem(), parts.subList(1, parts.size()), whole);
        }
        if (parts.get(0).equals("systems") && parts.size() >= 2) {
            LabSystem system = system(parts.get(1));
            if (parts.size() >= 4 && parts.get(2).equals("servers")) {
                return ofServer(exchange, system, parts.subList(3, parts.size()), whole);
            }
            return ofSystem(exchange, system, parts.subList(2, parts.size()), whole);
        }
        throw Refused.notThere(whole);
    }

    private JsonNode ofSystem(HttpExchange exchange, LabSystem system, List<String> rest, String whole)
            throws Refused, IOException, SQLException, InterruptedException, LabCannotStartException {
        String what = exchange.getRequestMethod() + (rest.isEmpty() ? "" : " " + String.join("/", rest));
        return switch (what) {
            case "GET" -> Views.withDatabase(system);
            case "GET state" -> Views.state(system);
            case "GET inventory" -> LabFolder.JSON.valueToTree(system.inventory());
            case "GET commands" -> Views.commands(system);
            case "GET credentials" -> Views.credentials(system);
            case "POST reset" -> {
                lab.reset(system);
                yield Views.withDatabase(system);
            }
            case "POST twin" -> twin(system, Body.of(exchange.getRequestBody()));
            case "DELETE" -> {
                if (system.twinOf().isEmpty()) {
                    throw new Refused(409, system.name() + " is not a twin: only twins can be removed.");
                }
                lab.removeTwin(system);
                yield Views.systems(lab);
            }
            default -> throw Refused.notThere(whole);
        };
    }

    private JsonNode twin(LabSystem original, Body body)
            throws Refused, IOException, SQLException, InterruptedException, LabCannotStartException {
        String as = body.optionalText("as").orElse("now");
        if (!as.equals("now") && !as.equals("founded")) {
            throw new Refused(400, "\"as\" has to be now or founded.");
        }
        try {
            LabSystem twin = lab.makeTwin(original, as.equals("founded"));
            return LabFolder.JSON.valueToTree(twin.inventory().with(twin.restorePassword()));
        } catch (IllegalStateException tooMany) {
            throw new Refused(409, String.valueOf(tooMany.getMessage()));
        }
    }

    private JsonNode ofServer(HttpExchange exchange, LabSystem system, List<String> rest, String whole)
            throws Refused, IOException, InterruptedException {
        SsoServer server = server(system, rest.get(0));
        ServerActs acts = new ServerActs(system, server);
        String method = exchange.getRequestMethod();
        if (method.equals("GET") && rest.size() == 1) {
            return Views.details(system, server);
        }
        boolean faults = rest.size() >= 2 && rest.get(1).equals("faults");
        if (method.equals("GET") && rest.size() == 2 && faults) {
            return Views.faults(server);
        }
        if (method.equals("DELETE") && faults && rest.size() == 2) {
            return acts.allFaultsOff();
        }
        if (method.equals("DELETE") && faults && rest.size() == 3) {
            return acts.faultOff(rest.get(2));
        }
        if (method.equals("POST") && rest.size() == 2) {
            return acts.act(rest.get(1), Body.of(exchange.getRequestBody()));
        }
        throw Refused.notThere(whole);
    }

    private LabSystem system(String name) throws Refused {
        return lab.system(name).orElseThrow(() -> new Refused(404, "There is no SSO system " + name + "."));
    }

    private static SsoServer server(LabSystem system, String name) throws Refused {
        return system.server(name)
                .orElseThrow(() -> new Refused(404, "There is no server " + name + " in " + system.name() + "."));
    }

    private void requireToken(HttpExchange exchange) throws Refused {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), authorization)) {
            throw new Refused(401, "This wants the lab's token: Authorization: Bearer …");
        }
    }

    private static ObjectNode sentence(String text) {
        return Views.node().put("error", text);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode content) throws IOException {
        // what is asked for every second is not laid out for people
        ObjectWriter writer = exchange.getRequestURI().getPath().equals("/overview")
                ? LabFolder.JSON.writer().without(SerializationFeature.INDENT_OUTPUT)
                : LabFolder.JSON.writer();
        answer(exchange, status, "application/json", writer.writeValueAsBytes(content));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
