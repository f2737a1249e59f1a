package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.handover.fuzz.JsonMutations;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.TextMutations;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * Whatever body comes to a door, the answer is never that something went wrong here. {@code handover.fuzz.requests} says how
 * many come to each, {@code handover.faults.seed} which.
 */
@Tag("fuzz")
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestAtScaleTest {
    private static final int REQUESTS = Integer.getInteger("handover.fuzz.requests", 30);
    private static final int SIDE_BY_SIDE = 4;

    /** Tells a request that hangs; it measures nothing. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16LE,
            Charset.forName("UTF-32BE"));

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HANGS)
            .build();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    private TestLab lab;
    private String run;
    private String task;
    private EstateName estate;

    /** @param user null where the body is signed */
    private record Door(String method, String path, String user, String body) {}

    /** The run keeps the SSO system reserved, so that no other begins. */
    @BeforeAll
    void startRun() {
        lab = TestLab.founded();
        estate = estates.add(lab);
        run = drive.start(estate, "SSO02");
        task = drive.task(run, "approveChange");
    }

    @AfterAll
    void stopLab() {
        drive.call("olga", "POST", "/api/failovers/" + run + "/withdraw", null);
        lab.close();
    }

    private List<Door> doors() {
        String failover = "/api/failovers/" + run;
        return List.of(
                new Door("POST", "/api/failovers", "pager", Webhook.write(Drive.request(estate, "SSO02"))),
                new Door(
                        "POST",
                        "/api/tasks/" + task + "/decision",
                        "anna",
                        "{\"decision\":\"wait\",\"comment\":\"not now\",\"justification\":\"x\",\"answer\":\"y\"}"),
                new Door("PUT", failover + "/restore-password", "olga", "{\"password\":\"of a test\"}"),
                new Door(
                        "PUT",
                        failover + "/backup-password",
                        "olga",
                        "{\"password\":\"of a test\",\"reminder\":\"x\"}"),
                new Door("POST", failover + "/settle", "olga", "{\"words\":\"x\",\"unknownAccepted\":true}"),
                new Door("POST", failover + "/enable-former", "olga", "{\"words\":\"x\"}"),
                new Door(
                        "POST",
                        "/api/sso-systems/CONTOSO/former-settled",
                        "olga",
                        "{\"estate\":\"nowhere\",\"server\":\"SSO01\",\"words\":\"x\"}"),
                new Door("POST", "/api/tokens", "root", "{\"tool\":\"web\",\"scopes\":[\"read\"],\"days\":1}"),
                new Door(
                        "POST",
                        failover + "/failback",
                        "olga",
                        "{\"reason\":\"x\",\"path\":\"auto\",\"restoreFile\":\"C:\\\\x.bak\"}"),
                new Door("POST", failover + "/acknowledge", "olga", "{\"words\":\"x\"}"),
                new Door("POST", "/api/incidents/pagerduty", null, pagerDuty()),
                new Door("POST", "/api/incidents/alertmanager", "pager", alertmanager()),
                new Door(
                        "POST",
                        "/api/incidents/generic",
                        null,
                        "{\"source\":\"servicenow\",\"id\":\"1\",\"status\":\"resolved\",\"title\":\"x\",\"url\":\"https://contoso.example/1\",\"labels\":{\"host\":\"WEB01\"}}"),
                new Door(
                        "POST",
                        "/engine-rest/task/" + task + "/submit-form",
                        "anna",
                        "{\"variables\":{\"decision\":{\"value\":\"wait\",\"type\":\"String\"},\"comment\":{\"value\":\"x\"}}}"),
                new Door(
                        "POST",
                        "/engine-rest/task",
                        "anna",
                        "{\"taskDefinitionKey\":\"approveChange\",\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}],\"orQueries\":[{\"name\":\"x\"}]}"));
    }

    private static String pagerDuty() {
        return "{\"event\":{\"id\":\"01\",\"event_type\":\"incident.resolved\",\"resource_type\":\"incident\",\"occurred_at\":\"2026-11-23T03:00:00Z\","
                + "\"data\":{\"id\":\"Q1\",\"type\":\"incident\",\"html_url\":\"https://contoso.pagerduty.com/incidents/Q1\",\"status\":\"resolved\","
                + "\"title\":\"x\",\"service\":{\"id\":\"P1\",\"summary\":\"web\"}}}}";
    }

    private static String alertmanager() {
        return "{\"version\":\"4\",\"groupKey\":\"{}:{}\",\"status\":\"resolved\",\"receiver\":\"handover\",\"externalURL\":\"http://a.example\","
                + "\"alerts\":[{\"status\":\"resolved\",\"labels\":{\"alertname\":\"x\"},\"annotations\":{\"summary\":\"x\"},"
                + "\"startsAt\":\"2026-11-23T02:58:31.123Z\",\"endsAt\":\"2026-11-23T02:59:31.123Z\",\"generatorURL\":\"\",\"fingerprint\":\"7b7b\"}]}";
    }

    @TestFactory
    Stream<DynamicTest> everyDoorAnswersAnyBodyWithoutAnErrorOfItsOwn() {
        return doors().stream()
                .map(door -> DynamicTest.dynamicTest(door.method() + " " + door.path(), () -> knock(door)));
    }

    private void knock(Door door) throws Exception {
        long seed = Long.getLong("handover.faults.seed", 20261123L);
        ExecutorService callers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Callable<Optional<String>>> shares = IntStream.range(0, SIDE_BY_SIDE)
                    .<Callable<Optional<String>>>mapToObj(share -> () -> knock(door, seed, share))
                    .toList();
            List<String> failures = new ArrayList<>();
            for (Future<Optional<String>> share : callers.invokeAll(shares)) {
                share.get().ifPresent(failures::add);
            }
            assertThat(failures).isEmpty();
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed, e.getCause());
        } finally {
            callers.shutdownNow();
        }
    }

    /** The first answer that is none; empty where there is no such. */
    private Optional<String> knock(Door door, long seed, int share) throws IOException, InterruptedException {
        for (int i = share; i < REQUESTS; i += SIDE_BY_SIDE) {
            Mangled body = Mangled.of(List.of(door.body()), JsonMutations.with(List.of(door.body())), seed + i);
            byte[] bytes = body.text().getBytes(TextMutations.one(CHARSETS, body.chance()));
            HttpResponse<String> response =
                    HTTP.send(request(door, bytes, body), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean wentWrong = (response.statusCode() >= 500 && !isRefusedByTheEngine(response))
                    || response.body().contains("\tat ")
                    || response.body().contains("Exception:");
            if (wentWrong) {
                return Optional.of("seed %d, request %d: %d %s to %s"
                        .formatted(seed, i, response.statusCode(), response.body(), body));
            }
        }
        return Optional.empty();
    }

    /** The engine's own interface answers what a task does not take with 500, and with our sentence. */
    private static boolean isRefusedByTheEngine(HttpResponse<String> response) {
        return response.request().uri().getPath().startsWith("/engine-rest/")
                && response.body().contains("is no answer to this task now; it takes one of");
    }

    private HttpRequest request(Door door, byte[] body, Mangled mangled) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + environment.getProperty("local.server.port") + door.path()))
                .header("Content-Type", "application/json")
                .timeout(HANGS)
                .method(door.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        if (door.user() != null) {
            String basic = door.user() + ":" + HandoverOnLabTest.PASSWORD;
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
        }
        if (door.path().equals("/api/failovers")) {
            request.header("Idempotency-Key", "at-scale-" + mangled.chance().nextLong());
        } else if (door.path().endsWith("/pagerduty")) {
            request.header("X-PagerDuty-Signature", "v1=" + signature(body));
        } else if (door.path().endsWith("/generic")) {
            String stamp = Long.toString(Instant.now().getEpochSecond());
            request.header("Handover-Timestamp", stamp)
                    .header(
                            "Handover-Signature",
                            "v1=" + signature((stamp + ".").getBytes(StandardCharsets.UTF_8), body));
        }
        return request.build();
    }

    private static String signature(byte[]... signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(HandoverOnLabTest.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : signed) {
                mac.update(part);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
