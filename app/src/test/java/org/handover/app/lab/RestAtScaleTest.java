package org.handover.app.lab;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.handover.fuzz.Canary;
import org.handover.fuzz.Mangled;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whatever comes to a door, as a body, a form or an address, the answer is never that something went wrong here, nothing is
 * opened that it names, and the log has no complaint. {@code handover.fuzz.requests} says how many come to each,
 * {@code handover.faults.seed} which, {@code handover.fuzz.door}, a regular expression, which doors.
 */
@Tag("fuzz")
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestAtScaleTest {
    private static final int REQUESTS = Integer.getInteger("handover.fuzz.requests", 30);
    private static final long SEED = Long.getLong("handover.faults.seed", 20261123L);
    private static final Pattern WANTED = Pattern.compile(System.getProperty("handover.fuzz.door", ""));
    private static final int LONGEST_HEADER = 4_000;

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    JdbcTemplate jdbc;

    private final Map<String, Door.Head> signedIn = new LinkedHashMap<>();
    private final Canary canary = new Canary();
    private TestLab lab;
    private Knocks knocks;
    private String run;
    private String ended;
    private String task;
    private EstateName estate;

    /**
     * The run keeps the SSO system reserved, so that no other begins; its journal grows with what is tried, the other's does not.
     * Nobody's password is looked at with each request.
     */
    @BeforeAll
    void startRun() throws Exception {
        lab = TestLab.founded();
        estate = estates.add(lab);
        ended = drive.start(estate, "SSO02");
        drive.task(ended, "approveChange");
        withdraw(ended);
        drive.awaitState(ended, "withdrawn");
        run = drive.start(estate, "SSO02");
        task = drive.task(run, "approveChange");
        for (String user : List.of("olga", "anna", "audrey", "root")) {
            signedIn.put(user, session(Browser.signedIn(environment, user)));
        }
        knocks = new Knocks("http://localhost:" + environment.getProperty("local.server.port"), SEED);
    }

    @AfterAll
    void leaveEverythingAsItWas() {
        knocks.close();
        drive.call("olga", "PUT", "/api/switches/tool-starts", Map.of("on", true, "reason", "The bad input is over."));
        withdraw(run);
        jdbc.update("delete from handover.sign_in_attempt");
        lab.close();
        canary.close();
    }

    private void withdraw(String failover) {
        drive.call("olga", "POST", "/api/failovers/" + failover + "/withdraw", null);
    }

    @TestFactory
    Stream<DynamicTest> everyDoorAnswersWhateverComes() {
        return Stream.of(starts(), changes(), incidents(), tasklist(), forms(), searches(), addresses())
                .flatMap(List::stream)
                .filter(door -> WANTED.matcher(door.toString()).find())
                .map(door -> DynamicTest.dynamicTest(door.toString(), () -> knocks.at(door, REQUESTS)));
    }

    private List<Door> starts() {
        Door.Head tool = bearer("start");
        return List.of(
                Door.json(
                        "POST",
                        "/api/failovers",
                        (request, body, bad) -> {
                            tool.on(request, body, bad);
                            request.header(
                                    "Idempotency-Key",
                                    "at-scale-" + bad.chance().nextLong());
                        },
                        Webhook.write(Drive.request(estate, "SSO02"))),
                Door.json("POST", "/api/incidents/alertmanager", tool, alertmanager()));
    }

    private List<Door> changes() {
        String failover = "/api/failovers/" + run;
        Door.Head olga = as("olga");
        return List.of(
                Door.json(
                        "POST",
                        "/api/tasks/" + task + "/decision",
                        as("anna"),
                        "{\"decision\":\"wait\",\"comment\":\"not now\",\"justification\":\"x\",\"answer\":\"y\"}"),
                Door.json("PUT", failover + "/restore-password", olga, "{\"password\":\"of a test\"}"),
                Door.json(
                        "PUT", failover + "/backup-password", olga, "{\"password\":\"of a test\",\"reminder\":\"x\"}"),
                Door.json("POST", failover + "/settle", olga, "{\"words\":\"x\",\"unknownAccepted\":true}"),
                Door.json("POST", failover + "/enable-former", olga, "{\"words\":\"x\"}"),
                Door.json(
                        "POST",
                        failover + "/failback",
                        olga,
                        "{\"reason\":\"x\",\"path\":\"auto\",\"restoreFile\":\"C:\\\\x.bak\"}"),
                Door.json("POST", failover + "/acknowledge", olga, "{\"words\":\"x\"}"),
                Door.json(
                        "POST",
                        "/api/sso-systems/CONTOSO/former-settled",
                        olga,
                        "{\"estate\":\"nowhere\",\"server\":\"SSO01\",\"words\":\"x\"}"),
                Door.json(
                        "POST", "/api/configuration/confirm", as("anna"), "{\"what\":\"settings\",\"digest\":\"0f\"}"),
                Door.json("POST", "/api/tokens", as("root"), "{\"tool\":\"web\",\"scopes\":[\"read\"],\"days\":1}"),
                Door.json("PUT", "/api/switches/tool-starts", olga, "{\"on\":true,\"reason\":\"x\"}"));
    }

    /** Signed over whatever comes; or with a signature or a time that is none. */
    private List<Door> incidents() {
        return List.of(
                Door.json("POST", "/api/incidents/pagerduty", RestAtScaleTest::signedAsPagerDuty, pagerDuty()),
                Door.json(
                        "POST",
                        "/api/incidents/generic",
                        (request, body, bad) -> signed(
                                request, body, Long.toString(Instant.now().getEpochSecond())),
                        generic()),
                Door.head(
                        "/api/incidents/generic",
                        (request, body, bad) -> signed(request, body, header(bad)),
                        generic(),
                        "1795420800",
                        "-1",
                        "+1",
                        "1795420800.5",
                        "31556889864403199",
                        "-31557014167219200",
                        "2026-11-23T03:00:00Z"),
                Door.head(
                        "/api/incidents/pagerduty",
                        (request, body, bad) -> request.header("X-PagerDuty-Signature", header(bad)),
                        pagerDuty(),
                        "v1=" + "0f".repeat(32),
                        "v1=" + "0F".repeat(32) + ", v1=" + "a".repeat(64) + ",v2=x",
                        "v1=q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="));
    }

    /** By the engine's interface that Tasklist uses with its session, and by the one that asks who is there with each request. */
    private List<Door> tasklist() {
        String engine = "/camunda/api/engine/engine/default";
        String answer =
                "{\"variables\":{\"decision\":{\"value\":\"wait\",\"type\":\"String\"},\"comment\":{\"value\":\"x\"}}}";
        String query =
                "{\"taskDefinitionKey\":\"approveChange\",\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}],\"orQueries\":[{\"name\":\"x\"}]}";
        Door.Head anna = as("anna");
        return List.of(
                Door.json("POST", engine + "/task/" + task + "/submit-form", anna, answer),
                Door.json("POST", engine + "/task/" + task + "/complete", anna, answer),
                Door.json("POST", engine + "/task/" + task + "/comment/create", anna, "{\"message\":\"x\"}"),
                Door.json("POST", engine + "/task", anna, query),
                Door.json(
                        "POST",
                        engine + "/history/activity-instance",
                        anna,
                        "{\"activityId\":\"approveChange\",\"finished\":false,\"startedAfter\":\"2026-11-23T03:00:00.000+0000\",\"sorting\":[{\"sortBy\":\"startTime\",\"sortOrder\":\"asc\"}]}"),
                Door.json("POST", "/engine-rest/task", basic("anna"), query));
    }

    private List<Door> forms() {
        String board = "/board/failovers/" + run;
        Door.Head olga = as("olga");
        return List.of(
                Door.form(
                        "/board/start",
                        olga,
                        "estate=" + estate
                                + "&ssoSystem=CONTOSO&newMasterSecretServer=SSO02&situation=master-lost&path=auto&rehearsal=false"
                                + "&restoreFile=&reason=SSO01+does+not+answer&requestedFor=&key=0b0f8a0e-6a7e-4f0e-8a43-0c5b8d0f4c11",
                        "estate=" + estate
                                + "&ssoSystem=CONTOSO&newMasterSecretServer=SSO02&situation=planned&reason=x&incident.source=pagerduty"
                                + "&incident.id=Q1&incident.url=" + canary.address()
                                + "&key=0b0f8a0e-6a7e-4f0e-8a43-0c5b8d0f4c11"),
                Door.form(
                        board + "/settle",
                        olga,
                        "words=x&unknownAccepted=true",
                        "words=SSO02+is+it&_unknownAccepted=on"),
                Door.form(board + "/enable-former", olga, "words=x"),
                Door.form(board + "/acknowledge", olga, "words=I+have+seen+it"),
                Door.form("/board/tools/switch", olga, "on=true&reason=the+tests"));
    }

    private List<Door> searches() {
        return List.of(
                Door.query(
                        "/board",
                        as("audrey"),
                        "system=" + estate + "/CONTOSO&state=open&kind=real&month=2026-11&q=SSO01&before=" + run,
                        "step=change-master-secret-server/approveChange"),
                Door.query("/board/start", as("olga"), "system=" + estate + "/CONTOSO"),
                Door.query(
                        "/api/failovers",
                        as("audrey"),
                        "state=awaiting-approval&ssoSystem=CONTOSO&rehearsal=false&page=0&q=SSO01"));
    }

    private List<Door> addresses() {
        Door.Head olga = as("olga");
        return List.of(
                Door.about("POST", "/board/tools/starts/%s/withdraw", olga, "1", "999999"),
                Door.about("POST", "/board/notifications/%s/retry", olga, "0b0f8a0e-6a7e-4f0e-8a43-0c5b8d0f4c11", "1"),
                Door.about("POST", "/board/failovers/%s/acknowledge", olga, "FO-999999"),
                Door.about("GET", "/board/failovers/%s", olga, ended),
                Door.about("GET", "/api/failovers/%s/journal", olga, ended),
                Door.about("GET", "/api/starts/%s", olga, "1", "999999"));
    }

    private String pagerDuty() {
        return "{\"event\":{\"id\":\"01\",\"event_type\":\"incident.resolved\",\"resource_type\":\"incident\",\"occurred_at\":\"2026-11-23T03:00:00Z\","
                + "\"data\":{\"id\":\"Q1\",\"type\":\"incident\",\"html_url\":\"" + canary.address()
                + "\",\"status\":\"resolved\",\"title\":\"x\",\"service\":{\"id\":\"P1\",\"summary\":\"web\"}}}}";
    }

    private String alertmanager() {
        return "{\"version\":\"4\",\"groupKey\":\"{}:{}\",\"status\":\"resolved\",\"receiver\":\"handover\",\"externalURL\":\""
                + canary.address()
                + "\",\"alerts\":[{\"status\":\"resolved\",\"labels\":{\"alertname\":\"x\"},\"annotations\":{\"summary\":\"x\"},"
                + "\"startsAt\":\"2026-11-23T02:58:31.123Z\",\"endsAt\":\"2026-11-23T02:59:31.123Z\",\"generatorURL\":\"\",\"fingerprint\":\"7b7b\"}]}";
    }

    private String generic() {
        return "{\"source\":\"servicenow\",\"id\":\"1\",\"status\":\"resolved\",\"title\":\"x\",\"url\":\""
                + canary.address() + "\",\"labels\":{\"host\":\"WEB01\"}}";
    }

    private Door.Head as(String user) {
        return signedIn.getOrDefault(user, (request, body, bad) -> {});
    }

    private static Door.Head session(HttpClient browser) {
        CookieManager kept = (CookieManager) browser.cookieHandler().orElseThrow();
        String cookies = kept.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        String ofPages = Browser.cookie(browser, "HANDOVER-XSRF");
        String ofWebApps = Browser.cookie(browser, "XSRF-TOKEN");
        return (request, body, bad) -> request.header("Cookie", cookies)
                .header("X-HANDOVER-XSRF", ofPages)
                .header("X-XSRF-TOKEN", ofWebApps);
    }

    private Door.Head bearer(String scope) {
        String token = drive.call(
                        "root", "POST", "/api/tokens", Map.of("tool", "at-scale", "scopes", List.of(scope), "days", 1))
                .body()
                .path("token")
                .asText();
        return (request, body, bad) -> request.header("Authorization", "Bearer " + token);
    }

    private static Door.Head basic(String user) {
        String both = user + ":" + HandoverOnLabTest.PASSWORD;
        String basic = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        return (request, body, bad) -> request.header("Authorization", basic);
    }

    private static void signedAsPagerDuty(HttpRequest.Builder request, byte[] body, Mangled bad) {
        request.header("X-PagerDuty-Signature", "v1=" + signature(body));
    }

    private static void signed(HttpRequest.Builder request, byte[] body, String stamp) {
        request.header("Handover-Timestamp", stamp)
                .header("Handover-Signature", "v1=" + signature((stamp + ".").getBytes(StandardCharsets.UTF_8), body));
    }

    /** As much of it as can stand in a header. */
    private static String header(Mangled bad) {
        String text = bad.text().replaceAll("[^!-~ ]", "?").strip();
        return text.substring(0, Math.min(text.length(), LONGEST_HEADER));
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
