package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** People of a real OpenID Connect provider: Keycloak, a process of its own, with a realm made for this. */
@Tag("oidc")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakTest {

    private static final Path WORK = Path.of("target", "test-data").toAbsolutePath();
    private static final Path HOME =
            Path.of("target", "keycloak", "keycloak-26.4.0").toAbsolutePath();
    private static final String PASSWORD = "password-of-the-realm";
    private static final String SECRET = "secret-of-the-client-" + UUID.randomUUID();
    private static final String ADMIN_PASSWORD = "admin-" + UUID.randomUUID();
    private static final String FAILOVER = "FO-000001";
    private static final String TASKLIST = "/camunda/app/tasklist/default/";
    private static final String ENGINE = "/camunda/api/engine/engine/default";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Process keycloak;
    private static String provider = "";
    private static String handover = "";
    private static ApplicationProcess application;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createDirectories(
                WORK.resolve("oidc-" + ProcessHandle.current().pid()));
        int port = ApplicationProcess.freePort();
        handover = "http://localhost:" + port;
        startKeycloak(folder);
        Path settings = folder.resolve("handover.yml");
        Files.writeString(
                settings,
                """
                handover.oidc:
                  issuer: %s/realms/contoso
                  name: Contoso
                  client-id: handover
                  groups:
                    sso-operators: [entsso-operators]
                    sso-approvers: [entsso-approvers]
                    camunda-admin: [entsso-keepers]
                """
                        .formatted(provider));
        application = ApplicationProcess.start(
                folder.resolve("data"),
                port,
                Map.of(
                        "SPRING_CONFIG_ADDITIONALLOCATION",
                        "file:" + settings,
                        "HANDOVER_OIDC_CLIENTSECRET",
                        SECRET,
                        "LOGGING_LEVEL_ORG_SPRINGFRAMEWORK_SECURITY",
                        "debug"));
    }

    private static void startKeycloak(Path folder) throws Exception {
        String realm;
        try (InputStream in = KeycloakTest.class.getResourceAsStream("/oidc/contoso-realm.json")) {
            realm = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@HANDOVER@", handover)
                    .replace("@SECRET@", SECRET)
                    .replace("@PASSWORD@", PASSWORD);
        }
        Path imported = Files.createDirectories(HOME.resolve("data").resolve("import"));
        Files.writeString(imported.resolve("contoso-realm.json"), realm);
        int port = ApplicationProcess.freePort();
        provider = "http://localhost:" + port;
        Path log = folder.resolve("keycloak.log");
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/bash",
                HOME.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--http-port=" + port,
                "--http-management-port=" + ApplicationProcess.freePort());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        keycloak =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await("Keycloak is ready")
                .atMost(Duration.ofMinutes(5))
                .until(() -> Files.readString(log).contains("Listening on") || !keycloak.isAlive());
        assertThat(keycloak.isAlive()).as(Files.readString(log)).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        if (application != null) {
            application.stop();
        }
        keycloak.descendants().forEach(ProcessHandle::destroy);
        keycloak.destroy();
        assertThat(keycloak.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Order(1)
    void anOperatorOfTheProviderOpensTasklistAndTheInterface() throws Exception {
        HttpClient browser = browser();

        HttpResponse<String> arrived = signIn(browser, "olga");

        assertThat(arrived.uri().toString()).startsWith(handover);
        assertThat(arrived.statusCode()).isEqualTo(200);
        JsonNode me = JSON.readTree(get(browser, handover + "/api/me").body());
        assertThat(me.path("name").asText()).isEqualTo("olga");
        assertThat(me.path("groups").toString()).isEqualTo("[\"sso-operators\"]");
        HttpResponse<String> page = get(browser, handover + TASKLIST);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("nonce=");
        assertThat(tasksInTasklist(browser)).as("what approvers have to answer").isEmpty();
        assertThat(get(browser, handover + "/api/failovers").body()).contains(FAILOVER);
    }

    @Test
    @Order(2)
    void anApproverFindsTheirTaskInTasklistAndItsFormCountsUnderTheirName() throws Exception {
        HttpClient browser = browser();
        signIn(browser, "anna");
        get(browser, handover + TASKLIST);
        JsonNode task = tasksInTasklist(browser).path(0);
        assertThat(task.path("taskDefinitionKey").asText()).isEqualTo("approveChange");
        String address = ENGINE + "/task/" + task.path("id").asText();
        assertThat(get(browser, handover + address + "/deployed-form").body()).contains("I have read the plan above");

        HttpClient olga = browser();
        signIn(olga, "olga");
        assertThat(send(olga, "POST", decisionOn(task), "{\"decision\":\"approve\"}")
                        .statusCode())
                .isEqualTo(403);
        for (String[] act : new String[][] {
            {"/claim", "{\"userId\":\"anna\"}"},
            {"/submit-form", "{\"variables\":{\"decision\":{\"value\":\"approve\",\"type\":\"String\"}}}"}
        }) {
            HttpResponse<String> done = send(browser, "POST", address + act[0], act[1]);
            assertThat(done.statusCode()).as(act[0] + ": " + done.body()).isIn(200, 204);
        }

        assertThat(get(browser, handover + "/api/failovers/" + FAILOVER + "/journal")
                        .body())
                .contains("\"actor\":\"anna\",\"kind\":\"approval\"");
        JsonNode next = Awaitility.await("olga finds her task in Tasklist")
                .atMost(Duration.ofMinutes(1))
                .until(() -> tasksInTasklist(olga).path(0), found -> !found.isMissingNode());
        assertThat(next.path("taskDefinitionKey").asText()).isEqualTo("giveRestorePassword");
        assertThat(send(
                                olga,
                                "PUT",
                                "/api/failovers/" + FAILOVER + "/restore-password",
                                "{\"password\":\"%s\"}".formatted(ApplicationProcess.RESTORE_PASSWORD))
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> answered = send(olga, "POST", decisionOn(next), "{\"decision\":\"continue\"}");
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(204);
    }

    /** As the page asks for them: by the filter that is open when somebody comes. */
    private static JsonNode tasksInTasklist(HttpClient browser) throws Exception {
        JsonNode filters = JSON.readTree(get(browser, handover + ENGINE + "/filter?resourceType=Task&maxResults=50")
                .body());
        String filter = "";
        for (JsonNode one : filters) {
            if (one.path("properties").path("priority").asInt() == 1) {
                filter = one.path("id").asText();
            }
        }
        HttpResponse<String> tasks =
                send(browser, "POST", ENGINE + "/filter/" + filter + "/list?firstResult=0&maxResults=15", "{}");
        assertThat(tasks.statusCode()).as(tasks.body()).isEqualTo(200);
        return JSON.readTree(tasks.body());
    }

    private static String decisionOn(JsonNode task) {
        return "/api/tasks/" + task.path("id").asText() + "/decision";
    }

    @Test
    @Order(3)
    void whoIsInNoGroupOfHandoverIsRefusedWithASentence() throws Exception {
        HttpClient browser = browser();

        HttpResponse<String> arrived = signIn(browser, "eve");

        assertThat(arrived.uri().toString()).isEqualTo(handover + "/login?refused=no-group");
        assertThat(get(browser, handover + "/login.js").body())
                .contains("'no-group': 'You are known there, but you are in none of the groups");
        assertThat(get(browser, handover + "/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(4)
    void handoversOwnPasswordsOpenNothing() throws Exception {
        Drive.Reply basic = application.drive().call("operator", "GET", "/api/failovers", null);
        assertThat(basic.status()).isEqualTo(401);
        assertThat(basic.detail()).contains("people sign in with their provider");
        assertThat(JSON.readTree(get(browser(), handover + "/login/ways").body())
                        .path("passwords")
                        .asBoolean(true))
                .isFalse();
        assertThat(application.output()).contains("People sign in with Contoso").doesNotContain("Users, with");
    }

    @Test
    @Order(5)
    void signingOutEndsTheSessionHereAndLeadsToTheProvidersOwnSignOut() throws Exception {
        HttpClient browser = browser();
        signIn(browser, "olga");

        HttpResponse<String> out = send(browser, "POST", "/logout", "");

        assertThat(out.uri().toString()).startsWith(provider + "/realms/contoso/protocol/openid-connect/logout");
        assertThat(out.statusCode()).isEqualTo(200);
        assertThat(get(browser, handover + "/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    @Order(6)
    void whoIsRenamedAtTheProviderIsStillTheSamePersonHere() throws Exception {
        String token = JSON.readTree(form(
                                HttpClient.newHttpClient(),
                                provider + "/realms/master/protocol/openid-connect/token",
                                Map.of(
                                        "grant_type", "password",
                                        "client_id", "admin-cli",
                                        "username", "admin",
                                        "password", ADMIN_PASSWORD))
                        .body())
                .path("access_token")
                .asText();
        String users = provider + "/admin/realms/contoso/users";
        ObjectNode olga = (ObjectNode) JSON.readTree(
                        admin(token, users + "?username=olga&exact=true", null).body())
                .path(0);
        olga.put("username", "mallory");
        assertThat(admin(token, users + "/" + olga.path("id").asText(), olga.toString())
                        .statusCode())
                .isEqualTo(204);

        HttpClient browser = browser();
        signIn(browser, "mallory");

        assertThat(get(browser, handover + "/api/me").body()).contains("\"name\":\"olga\"");
    }

    @Test
    @Order(7)
    void aNameThatAUserHereHasAlreadyIsRefusedToAPersonOfTheProvider() throws Exception {
        HttpClient keeper = browser();
        signIn(keeper, "kees");
        HttpResponse<String> made = send(
                keeper,
                "POST",
                ENGINE + "/user/create",
                "{\"profile\":{\"id\":\"zoe\",\"firstName\":\"Zoe\",\"lastName\":\"Here\"},\"credentials\":{\"password\":\"%s\"}}"
                        .formatted(UUID.randomUUID()));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(204);

        HttpResponse<String> arrived = signIn(browser(), "zoe");

        assertThat(arrived.uri().toString()).isEqualTo(handover + "/login?refused=name-taken");
        assertThat(get(keeper, handover + ENGINE + "/group?member=zoe&maxResults=50")
                        .body())
                .isEqualTo("[]");
    }

    @Test
    @Order(8)
    void noTokenOfTheProviderAndNoSecretOfTheClientIsInTheLogOrTheDatabase() throws Exception {
        String log = application.output();
        assertThat(log).contains("DEBUG").doesNotContain(SECRET, PASSWORD);
    }

    /** From Handover's page over the provider's form and back. */
    private static HttpResponse<String> signIn(HttpClient browser, String user) throws Exception {
        HttpResponse<String> asked = get(browser, handover + "/oauth2/authorization/provider");
        assertThat(asked.uri().toString())
                .startsWith(provider + "/realms/contoso/protocol/openid-connect/auth")
                .contains("code_challenge_method=S256");
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(asked.body());
        assertThat(action.find()).as(asked.body()).isTrue();
        return form(
                browser,
                action.group(1).replace("&amp;", "&"),
                Map.of("username", user, "password", PASSWORD, "credentialId", ""));
    }

    private static HttpResponse<String> form(HttpClient browser, String to, Map<String, String> fields)
            throws Exception {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        return browser.send(
                HttpRequest.newBuilder(URI.create(to))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "text/html, application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> admin(String token, String address, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        return HttpClient.newHttpClient()
                .send(
                        body == null
                                ? request.build()
                                : request.PUT(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient browser, String address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html, application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** As a page's own script would, with the tokens that it has to repeat. */
    private static HttpResponse<String> send(HttpClient browser, String method, String path, String body)
            throws Exception {
        get(browser, handover + TASKLIST);
        return browser.send(
                HttpRequest.newBuilder(URI.create(handover + path))
                        .header("Content-Type", "application/json")
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .header("X-XSRF-TOKEN", Browser.cookie(browser, "XSRF-TOKEN"))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new SecureOnLocalhost())
                .build();
    }

    /** A browser takes this computer itself for safe; Java's cookies marked Secure would stay away from it. */
    private static final class SecureOnLocalhost extends CookieManager {

        @Override
        public void put(URI address, Map<String, List<String>> headers) throws IOException {
            Map<String, List<String>> without = new HashMap<>(headers);
            without.replaceAll((name, values) -> name != null && name.equalsIgnoreCase("Set-Cookie")
                    ? values.stream()
                            .map(value -> value.replaceAll("(?i);\\s*Secure", ""))
                            .toList()
                    : values);
            super.put(address, without);
        }
    }
}
