package org.handover.app.rehearsal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.app.inventory.LabHandOver;
import org.jspecify.annotations.Nullable;

/** The lab that makes twins, known only by the address and token of its HTTP interface (lab/README.md). */
public final class RehearsalLab {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /**
     * Where a lab is.
     *
     * @param http base address of its control interface
     * @param token that it asks for
     * @param privateKey with which one logs on to its servers
     */
    public record Address(String http, String token, Path privateKey) {
        @Override
        public String toString() {
            return http;
        }
    }

    private final Address address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final ObjectMapper json = new ObjectMapper();

    public RehearsalLab(Address address) {
        this.address = address;
    }

    /** The lab refused, or did not answer; the sentence says which. */
    public static class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    private static final class NotThere extends Refused {
        private static final long serialVersionUID = 1L;

        NotThere(String sentence) {
            super(sentence);
        }
    }

    /** What the lab answers to whoever made a twin. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Made(
            String name,
            String ssoSystem,
            String account,
            List<LabHandOver.Server> servers,
            LabHandOver.BackupFile restoreFile,
            @Nullable String restorePassword) {

        @Override
        public String toString() {
            return "twin " + name;
        }
    }

    /** Makes a twin of the lab's own system of that name, as it is now. */
    Made makeTwin(String ssoSystem) throws Refused, InterruptedException {
        JsonNode answer = post("/systems/" + encoded(ssoSystem) + "/twin", Map.of("as", "now"));
        try {
            return json.treeToValue(answer, Made.class);
        } catch (IOException e) {
            throw new Refused("The lab's answer about the twin is not understood; is it of another version?");
        }
    }

    /** Whom the SSO database of a system names. */
    String masterOf(String system) throws Refused, InterruptedException {
        JsonNode state =
                send(request("/systems/" + encoded(system) + "/state").GET().build());
        return state.path("masterSecretServer").asText("");
    }

    void power(String system, String server, boolean on) throws Refused, InterruptedException {
        post("/systems/%s/servers/%s/power".formatted(encoded(system), encoded(server)), Map.of("on", on));
    }

    /** That it is gone already is what was asked for. */
    void removeTwin(String name) throws Refused, InterruptedException {
        try {
            send(request("/systems/" + encoded(name)).DELETE().build());
        } catch (NotThere alreadyGone) {
            return;
        }
    }

    private JsonNode post(String path, Map<String, ?> body) throws Refused, InterruptedException {
        try {
            return send(request(path)
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                    .build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address.http() + path))
                .header("Authorization", "Bearer " + address.token())
                .header("Content-Type", "application/json")
                .timeout(LIMIT);
    }

    private JsonNode send(HttpRequest request) throws Refused, InterruptedException {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode body = response.body().startsWith("{") ? json.readTree(response.body()) : json.createObjectNode();
            if (response.statusCode() / 100 != 2) {
                String sentence = "The lab at %s refused: %s"
                        .formatted(
                                address,
                                body.path("error").asText("it answered with status " + response.statusCode() + "."));
                throw response.statusCode() == 404 ? new NotThere(sentence) : new Refused(sentence);
            }
            return body;
        } catch (IOException e) {
            throw new Refused("The lab at %s does not answer.".formatted(address));
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
