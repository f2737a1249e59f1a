package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** No door is open that nobody meant to open; Camunda's own are open by default. */
@HandoverOnLabTest
class DoorsTest {

    @Autowired
    Drive drive;

    @Autowired
    Environment environment;

    @Autowired
    Ledger ledger;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/failovers",
                "/api/sso-systems",
                "/engine-rest/task",
                "/engine-rest/engine/default/user",
                "/engine-rest/engine",
                "/v3/api-docs",
                "/actuator",
                "/actuator/metrics",
                "/actuator/prometheus"
            })
    void nothingButTheHealthAnswersWithoutASignIn(String path) {
        Drive.Reply reply = drive.call(null, "GET", path, null);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.detail()).contains("Sign in first");
    }

    @Test
    void theHealthSaysItsStatusOnly() {
        Drive.Reply reply = drive.call(null, "GET", "/actuator/health", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().toString()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void aWrongPasswordIsSaidAndMakesNoBrowserAskForOne() {
        Drive.Reply reply = drive.call(null, "GET", "/api/failovers", null, "Authorization", "Basic YWxhbjp3cm9uZw==");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.detail()).contains("is wrong");
        assertThat(drive.call(null, "GET", "/api/failovers", null, "Authorization", "Bearer guess")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/xml", "application/yaml"})
    void theInterfaceSpeaksNothingButJson(String other) throws Exception {
        HttpClient browser = Browser.signedIn(environment, "olga");

        HttpResponse<String> asked = browser.send(
                Browser.page(environment, "/api/failovers")
                        .header("Accept", other)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> sent = browser.send(
                Browser.page(environment, "/api/failovers")
                        .header("Content-Type", other)
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.ofString("<x/>"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(406);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(415);
        assertThat(Stream.of(asked, sent))
                .allSatisfy(reply ->
                        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json"))
                .allSatisfy(reply -> assertThat(reply.body()).contains("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failovers/FO-000001/restore-password", "/api/switches/tool-starts"})
    void aFormInThePlaceOfJsonIsRefusedUnread(String path) throws Exception {
        HttpClient browser = Browser.signedIn(environment, "olga");

        HttpResponse<String> sent = browser.send(
                Browser.page(environment, path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .PUT(HttpRequest.BodyPublishers.ofString("password=a%zz"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(415);
        assertThat(sent.body()).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /deployment/create",
        "DELETE, /deployment/1",
        "POST, /process-definition/key/change-master-secret-server/start",
        "POST, /process-definition/key/change-master-secret-server/submit-form",
        "POST, /process-definition/x/restart",
        "PUT, /process-definition/suspended",
        "POST, /process-instance/1/modification",
        "POST, /process-instance/1/modification-async",
        "PUT, /process-instance/1/variables/decision",
        "POST, /process-instance/1/variables",
        "PUT, /process-instance/1/suspended",
        "DELETE, /process-instance/1",
        "POST, /process-instance/delete",
        "POST, /process-instance/message-async",
        "POST, /migration/execute",
        "POST, /migration/generate",
        "POST, /modification/execute",
        "POST, /message",
        "POST, /signal",
        "POST, /external-task/fetchAndLock",
        "POST, /external-task/1/complete",
        "POST, /external-task/1/bpmnError",
        "POST, /external-task/1/failure",
        "POST, /external-task/1/unlock",
        "PUT, /external-task/1/retries",
        "POST, /job/1/execute",
        "PUT, /job/1/retries",
        "PUT, /job/suspended",
        "DELETE, /job/1",
        "DELETE, /batch/1",
        "POST, /task/1/resolve",
        "POST, /task/1/delegate",
        "POST, /task/1/assignee",
        "POST, /task/1/bpmnError",
        "POST, /task/1/bpmnEscalation",
        "POST, /task/1/variables",
        "PUT, /task/1/variables/decision",
        "PUT, /task/1/localVariables/decision",
        "POST, /task/create",
        "DELETE, /task/1",
        "POST, /execution/1/signal",
        "POST, /execution/1/localVariables",
        "POST, /filter/create",
        "POST, /user/create",
        "PUT, /group/sso-approvers/members/olga",
        "POST, /authorization/create",
        "PUT, /authorization/1",
        "POST, /identity/verify",
        "POST, /history/cleanup",
        "DELETE, /history/process-instance/1",
        "POST, /history/user-operation/1/set-annotation",
        "POST, /condition",
        "POST, /telemetry/configuration",
    })
    void bothRootsOfTheEnginesRestAreClosedForWhatChangesARun(String method, String path) {
        for (String root : List.of("/engine-rest", "/engine-rest/engine/default")) {
            Drive.Reply reply = drive.call("olga", method, root + path, Map.of());
            assertThat(reply.status()).as(root + path).isEqualTo(403);
            assertThat(reply.detail()).contains("is closed here");
        }
    }

    /** U+0085 ends a line: a pattern whose point does not take it would not know this path for one of the engine. */
    @Test
    void noCharacterInAPathLeadsPastTheListOfWhatIsOpen() {
        for (String root : List.of("/engine-rest", "/engine-rest/engine/default")) {
            Drive.Reply reply =
                    drive.call("olga", "PUT", root + "/task/1/localVariables/a%C2%85b", Map.of("value", "x"));

            assertThat(reply.status()).as(root).isEqualTo(403);
            assertThat(reply.detail()).as(root).startsWith("PUT /task/1/localVariables/");
        }
    }

    @Test
    void anAdministratorKeepsUsersButDeploysAndStartsNothing() {
        assertThat(drive.call("root", "POST", "/engine-rest/deployment/create", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(drive.call("root", "DELETE", "/engine-rest/user/anna", null).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"nameLikeExpression\":\"${1}\"}",
                "{\"orQueries\":[{\"nameLikeExpression\":\"${''.getClass()}\"}]}",
                "{\"orQueries\":[{\"assigneeExpression\":\"${currentUser()}\"}]}",
                "{\"a\":[[{\"b\":{\"dueBeforeExpression\":\"${now()}\"}}]]}"
            })
    void aQueryThatCarriesAnExpressionIsRefused(String body) {
        for (String path : List.of("/engine-rest/task", "/engine-rest/task/count", "/engine-rest/filter/1/list")) {
            Drive.Reply reply = drive.call("olga", "POST", path, body);
            assertThat(reply.status()).as(path).isEqualTo(403);
            assertThat(reply.detail()).contains("expression");
        }
        assertThat(drive.call("olga", "GET", "/engine-rest/task?assigneeExpression=x", null)
                        .status())
                .isEqualTo(403);
    }

    /** Each level that was read twice would double the time: the answer would never come. */
    @Test
    void aDeepQueryIsReadOnceToItsEnd() {
        String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);

        Drive.Reply reply = drive.call(
                "olga",
                "POST",
                "/engine-rest/task",
                "{\"b\":%s,\"orQueries\":[{\"nameLikeExpression\":\"x\"}]}".formatted(deep));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).contains("expression");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1"})
    void aBodyThatIsNoObjectIsRefusedBeforeTheEngineFailsAtIt(String body) {
        for (String path :
                List.of("/task", "/task/1/complete", "/task/1/comment/create", "/history/activity-instance")) {
            Drive.Reply reply = drive.call("olga", "POST", "/engine-rest" + path, body);
            assertThat(reply.status()).as(path).isEqualTo(403);
            assertThat(reply.detail()).contains("not an object of JSON");
        }
        assertThat(drive.call("olga", "POST", "/engine-rest/task/1/unclaim", "").detail())
                .as("what takes no body")
                .doesNotContain("not an object of JSON");
    }

    @Test
    void whatTasklistAsksIsAnswered() {
        assertThat(drive.call("olga", "POST", "/engine-rest/task?maxResults=10", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(drive.call("olga", "GET", "/engine-rest/filter?maxResults=10", null)
                        .status())
                .isEqualTo(200);
        assertThat(drive.call("pager", "GET", "/engine-rest/task?maxResults=10", null)
                        .body()
                        .toString())
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "/camunda/api/engine/engine/default/task/1/complete",
                "/camunda/api/cockpit/plugin/base/default/process-instance"
            })
    void theWebAppsOwnDoorsAreClosedToWhoIsNotSignedIn(String path) {
        Drive.Reply reply = drive.call(null, "POST", path, Map.of());
        assertThat(reply.status()).isIn(302, 401, 403);
    }

    @Test
    void aFontThatAWebAppAsksForAfterItsSessionHasEndedIsAFontAndNoPage() throws Exception {
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(
                        page("/camunda/assets/IBMPlexSans-Regular.woff2").build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).startsWith("wOF2");
    }

    @Test
    void aSignInThatRidesOnASessionNeedsTheTokenOfThePage() {
        Drive.Reply reply = drive.call(null, "POST", "/api/failovers", Map.of(), "Cookie", "JSESSIONID=anything");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).contains("Reload");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /deployment/create",
        "POST, /process-definition/key/change-master-secret-server/start",
        "POST, /process-instance/1/modification",
        "POST, /external-task/1/complete",
        "POST, /task/1/variables",
        "PUT, /job/1/retries",
        "POST, /message",
        "DELETE, /process-instance/1",
        "POST, /user/create",
    })
    void aSessionOfAWebAppChangesNoRunEither(String method, String path) throws Exception {
        HttpClient browser = signedIn("olga");
        HttpResponse<String> reply = browser.send(
                page("/camunda/api/engine/engine/default" + path)
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", cookie(browser, "XSRF-TOKEN"))
                        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.body()).contains("is closed here");
    }

    @Test
    void theFirstRunPageThatMakesAnAdministratorIsClosedToEverybody() throws Exception {
        HttpResponse<String> reply = signedIn("root")
                .send(
                        page("/camunda/api/admin/setup/default/user/create")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(403);
    }

    @Test
    void whoAnAdministratorMakesAUserAndPutsIntoAGroupStandsInTheLedger() {
        String name = "newcomer-" + UUID.randomUUID();
        String password = "password-of-a-newcomer";
        for (Object[] act : new Object[][] {
            {
                "POST",
                "/user/create",
                Map.of(
                        "profile",
                        Map.of("id", name, "firstName", "New", "lastName", "Comer"),
                        "credentials",
                        Map.of("password", password))
            },
            {"PUT", "/group/sso-approvers/members/" + name, null},
            {"DELETE", "/group/sso-approvers/members/" + name, null},
            {
                "PUT",
                "/user/" + name + "/credentials",
                Map.of("password", password + "2", "authenticatedUserPassword", HandoverOnLabTest.PASSWORD)
            }
        }) {
            drive.call("root", (String) act[0], "/engine-rest" + act[1], act[2]);
        }

        List<LedgerEntry> entries = ledger.entries(Ledger.HOUSE).stream()
                .filter(entry -> name.equals(entry.data().get("user")))
                .toList();

        assertThat(entries)
                .extracting(LedgerEntry::kind)
                .containsExactly("user.made", "user.putIntoGroup", "user.takenOutOfGroup", "user.passwordChanged");
        assertThat(entries).extracting(LedgerEntry::actor).containsOnly("root");
        assertThat(entries.toString()).contains("sso-approvers").doesNotContain(password);
    }

    @Test
    void aPageOfTheWebAppsRunsItsScriptsWhileOthersAskForPagesToo() throws Exception {
        HttpClient browser = signedIn("olga");
        HttpRequest tasklist = page("/camunda/app/tasklist/default/")
                .header("Accept", "text/html")
                .build();
        List<CompletableFuture<HttpResponse<String>>> replies = Stream.generate(
                        () -> browser.sendAsync(tasklist, HttpResponse.BodyHandlers.ofString()))
                .limit(300)
                .toList();
        for (CompletableFuture<HttpResponse<String>> reply : replies) {
            HttpResponse<String> shown = reply.get();
            assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
            Matcher allowed = Pattern.compile("'nonce-([^']+)'")
                    .matcher(shown.headers()
                            .firstValue("Content-Security-Policy")
                            .orElseThrow());
            assertThat(allowed.find()).isTrue();
            assertThat(Pattern.compile("nonce=\"([^\"]+)\"")
                            .matcher(shown.body())
                            .results())
                    .isNotEmpty()
                    .allSatisfy(script -> assertThat(script.group(1)).isEqualTo(allowed.group(1)));
        }
    }

    @Test
    void aSessionOfAWebAppChangesNothingWithoutTheTokenOfItsPage() throws Exception {
        HttpResponse<String> reply = signedIn("olga")
                .send(
                        page("/camunda/api/engine/engine/default/task/1/claim")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"olga\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.body()).contains("Reload");
    }

    private HttpRequest.Builder page(String path) {
        return Browser.page(environment, path);
    }

    private HttpClient signedIn(String user) throws Exception {
        return Browser.signedIn(environment, user);
    }

    private static String cookie(HttpClient browser, String name) {
        return Browser.cookie(browser, name);
    }
}
