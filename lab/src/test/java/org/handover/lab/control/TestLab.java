package org.handover.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.handover.lab.entsso.TestPostgres;
import org.jspecify.annotations.Nullable;

/** A lab's address as {@code lab.json} gives it, and the environment that it is started with. */
record TestLab(LabFile file) {

    static final String PASSWORD = "Schöne \"Grüße\" für 7 €";
    static final String REMINDER = "what the postcard from Norderney said";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Answer(int status, JsonNode body) {}

    static Map<String, String> environment(Path home, SshUser user) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HANDOVER_LAB_HOME", home.toString());
        environment.put("HANDOVER_LAB_DB_URL", TestPostgres.newDatabaseUrl());
        environment.put("HANDOVER_LAB_DB_USER", "postgres");
        environment.put("HANDOVER_LAB_DB_PASSWORD", "postgres");
        environment.put("HANDOVER_LAB_RESTORE_PASSWORD", PASSWORD);
        environment.put("HANDOVER_LAB_REMINDER", REMINDER);
        environment.put("HANDOVER_LAB_CONSOLE_PUBLIC_KEY", user.publicKeyLine());
        environment.put("HANDOVER_LAB_POLL_SECONDS", "0.1");
        environment.put("HANDOVER_LAB_START_SECONDS", "0.1");
        return environment;
    }

    static TestLab read(Path home) throws IOException {
        return new TestLab(JSON.readValue(home.resolve(Lab.READY_FILE).toFile(), LabFile.class));
    }

    LabFile.Server server(String name) {
        return file.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = ask("GET", path, "", file.token());
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer);
        }
        return answer.body();
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        Answer answer = ask("POST", path, body, file.token());
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer);
        }
        return answer.body();
    }

    Answer ask(String method, String path, String body, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(file.http() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    /** What an answer of the control interface says about one server. */
    static JsonNode of(JsonNode answer, String server) {
        for (JsonNode one : answer.path("servers")) {
            if (one.path("name").asText().equals(server)) {
                return one;
            }
        }
        throw new AssertionError("nothing about " + server + " in " + answer);
    }

    JsonNode state(String server) throws IOException, InterruptedException {
        return of(get("/state"), server);
    }

    List<String> changes(String server) throws IOException, InterruptedException {
        return of(get("/commands"), server).path("changes").findValuesAsText("what");
    }
}
