package org.handover.app.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.handover.sso.EstateName;
import org.springframework.core.env.Environment;

/** Drives a failover as people and tools do: over REST, each under a name of their own. */
public final class Drive {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SHOWN = Pattern.compile("\\{\\{(?: run\\.)?(\\w+) ?}}");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Environment environment;
    private final String reader;

    public Drive(Environment environment) {
        this(environment, "audrey");
    }

    /** @param reader who looks at what happens */
    public Drive(Environment environment, String reader) {
        this.environment = environment;
        this.reader = reader;
    }

    /** What came back. */
    public record Reply(int status, JsonNode body) {

        public String detail() {
            return body.path("detail").asText();
        }
    }

    /** How well the newest verification of a run proves something, by its number in docs/entsso.md 9. */
    public String proof(String id, String number) {
        String result = "";
        for (JsonNode entry : journal(id).path("items")) {
            if (entry.path("kind").asText().equals("verification")) {
                for (JsonNode proof : entry.path("data").path("proofs")) {
                    if (proof.path("proof").asText().startsWith(number + " ")) {
                        result = proof.path("result").asText();
                    }
                }
            }
        }
        return result;
    }

    public Reply call(String user, String method, String path, Object body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + environment.getProperty("local.server.port") + path))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(
                                            body instanceof String text ? text : JSON.writeValueAsString(body)));
            if (user != null) {
                String basic = user + ":" + HandoverOnLabTest.PASSWORD;
                request.header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            HttpResponse<String> response =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            String text = response.body();
            boolean json = text.startsWith("{") || text.startsWith("[");
            return new Reply(response.statusCode(), json ? JSON.readTree(text) : JSON.createObjectNode());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, Object> request(EstateName estate, String newMaster) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("estate", estate.value());
        body.put("ssoSystem", "CONTOSO");
        body.put("newMasterSecretServer", newMaster);
        body.put("situation", "master-lost");
        body.put("reason", "SSO01 does not answer");
        body.put("incident", Map.of("source", "pagerduty", "id", "Q1"));
        return body;
    }

    /** @return the failover's number */
    public String start(EstateName estate, String newMaster) {
        return start(request(estate, newMaster));
    }

    /** A tool starts it at this person's word. */
    public String startFor(String person, EstateName estate, String newMaster) {
        Map<String, Object> body = request(estate, newMaster);
        body.put("requestedFor", person);
        return start(body);
    }

    private String start(Map<String, Object> body) {
        Reply reply = call(
                "pager",
                "POST",
                "/api/failovers",
                body,
                "Idempotency-Key",
                UUID.randomUUID().toString());
        if (reply.status() != 201) {
            throw new AssertionError("start: " + reply);
        }
        return reply.body().path("id").asText();
    }

    /** A failover of a master that answers. */
    public String startPlanned(EstateName estate, String newMaster, String path) {
        Map<String, Object> body = request(estate, newMaster);
        body.put("situation", "planned");
        body.put("path", path);
        body.put("reason", "SSO01 is going to be replaced");
        Reply reply = call("olga", "POST", "/api/failovers", body);
        if (reply.status() != 201) {
            throw new AssertionError("start: " + reply);
        }
        return reply.body().path("id").asText();
    }

    /** From the look at the estate to the restore password, with a backup of the former master's secret. */
    public void untilThePasswordOfAPlannedOne(String id) {
        backupPasswordAnd(id, "giveBackupPassword", "continue");
        decides("anna", id, "approveChange", "approve", "");
        passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
    }

    /** Gives the password of a backup that is going to be made. */
    public void backupPasswordAnd(String id, String task, String decision) {
        task(id, task);
        Reply reply = call(
                "olga",
                "PUT",
                "/api/failovers/" + id + "/backup-password",
                Map.of("password", TestLab.BACKUP_PASSWORD, "reminder", "of the test"));
        if (reply.status() != 204) {
            throw new AssertionError("backup password: " + reply);
        }
        decides("olga", id, task, decision, "");
    }

    public JsonNode failover(String id) {
        return call(reader, "GET", "/api/failovers/" + id, null).body();
    }

    public JsonNode journal(String id) {
        return call(reader, "GET", "/api/failovers/" + id + "/journal", null).body();
    }

    /** Waits until the failover asks for this task, and fails at once where it asks a person for help instead. */
    public String task(String id, String key) {
        AtomicReference<JsonNode> seen = new AtomicReference<>();
        Awaitility.await(id + " asks for " + key)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    JsonNode failover = failover(id);
                    seen.set(failover);
                    for (JsonNode task : failover.path("tasks")) {
                        String found = task.path("key").asText();
                        if (found.equals(key)) {
                            return true;
                        }
                        if (found.equals("decideHowToGoOn")) {
                            throw new AssertionError(id + " needs a decision instead: " + lastFailure(id));
                        }
                        if (found.equals("decideOnFailedChecks")) {
                            throw new AssertionError(id + " is blocked instead: " + blockingFindings(id));
                        }
                    }
                    return false;
                });
        for (JsonNode task : seen.get().path("tasks")) {
            if (task.path("key").asText().equals(key)) {
                return task.path("id").asText();
            }
        }
        throw new AssertionError("no task " + key);
    }

    /** Waits until the failover asks for this task anew. */
    public String nextTask(String id, String key, String answered) {
        AtomicReference<String> next = new AtomicReference<>("");
        Awaitility.await(id + " asks for " + key + " again")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    next.set(task(id, key));
                    return !next.get().equals(answered);
                });
        return next.get();
    }

    /** What the checks found that forbids the change. */
    public String blockingFindings(String id) {
        StringBuilder blocking = new StringBuilder();
        for (JsonNode entry : journal(id).path("items")) {
            for (JsonNode finding : entry.path("data").path("findings")) {
                if (finding.path("result").asText().equals("blocking")) {
                    blocking.append(finding).append('\n');
                }
            }
        }
        return blocking.toString();
    }

    public String lastFailure(String id) {
        String last = "";
        for (JsonNode entry : journal(id).path("items")) {
            if (entry.path("kind").asText().equals("step.failed")) {
                last = entry.path("data").path("step").asText() + ": "
                        + entry.path("data").path("failure").asText() + " "
                        + entry.path("data").path("seen").asText();
            }
        }
        return last;
    }

    public Reply decide(String user, String id, String task, String decision, String words) {
        return call(
                user,
                "POST",
                "/api/tasks/" + task(id, task) + "/decision",
                Map.of("decision", decision, "justification", words, "comment", words));
    }

    public void decides(String user, String id, String task, String decision, String words) {
        Reply reply = decide(user, id, task, decision, words);
        if (reply.status() != 204) {
            throw new AssertionError(task + " " + decision + ": " + reply);
        }
    }

    public Reply givePassword(String id, String password) {
        return givePassword("olga", id, password);
    }

    private Reply givePassword(String operator, String id, String password) {
        return call(operator, "PUT", "/api/failovers/" + id + "/restore-password", Map.of("password", password));
    }

    public void passwordAndContinue(String id, String password) {
        passwordAndContinue("olga", id, password);
    }

    public void passwordAndContinue(String operator, String id, String password) {
        task(id, "giveRestorePassword");
        Reply reply = givePassword(operator, id, password);
        if (reply.status() != 204) {
            throw new AssertionError("password: " + reply);
        }
        decides(operator, id, "giveRestorePassword", "continue", "");
    }

    /** Accepts the result, takes no fresh backup, and waits for the end. */
    public void acceptAndEnd(String operator, String id) {
        decides(operator, id, "confirmResult", "accept", "");
        decides(operator, id, "takeFreshBackup", "skip", "");
        awaitState(id, "succeeded");
    }

    /** What a task's form shows by name and the engine does not give to Tasklist. */
    public List<String> missingOnTheForm(String task, String form) {
        JsonNode given = call("olga", "GET", "/engine-rest/task/" + task + "/form-variables", null)
                .body();
        try (InputStream text = Objects.requireNonNull(getClass().getResourceAsStream("/forms/" + form))) {
            return SHOWN.matcher(new String(text.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(shown -> shown.group(1))
                    .distinct()
                    .filter(name -> given.path(name).path("value").isMissingNode()
                            || given.path(name).path("value").isNull())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitState(String id, String state) {
        Awaitility.await(id + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> failover(id).path("state").asText().equals(state));
    }

    /** From the start to the confirmation that the former master is down. */
    public String untilTheDatabase(EstateName estate, String newMaster, String password) {
        String id = start(estate, newMaster);
        decides("anna", id, "approveChange", "approve", "");
        passwordAndContinue(id, password);
        return id;
    }
}
