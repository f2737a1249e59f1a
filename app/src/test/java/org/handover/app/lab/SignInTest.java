package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.handover.app.engine.Groups;
import org.handover.journal.Ledger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** How one comes in, what is kept of it, and what keeps guessers out. */
@HandoverOnLabTest
class SignInTest {

    @Autowired
    Environment environment;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    IdentityService identity;

    @Autowired
    Ledger ledger;

    @Autowired
    Drive drive;

    @BeforeEach
    void nobodyFailedYet() {
        jdbc.update("delete from handover.sign_in_attempt");
    }

    @Test
    void whileTasklistAsksAgainAndAgainNothingIsWrittenIntoTheSession() throws Exception {
        HttpClient browser = Browser.signedIn(environment, "olga");
        assertThat(ask(browser).statusCode()).isEqualTo(200);
        List<String> before = sessionsOf("olga");

        for (int i = 0; i < 20; i++) {
            assertThat(ask(browser).statusCode()).isEqualTo(200);
        }

        assertThat(sessionsOf("olga")).isNotEmpty().isEqualTo(before);
    }

    private HttpResponse<String> ask(HttpClient browser) throws IOException, InterruptedException {
        return browser.send(
                Browser.page(environment, "/camunda/api/engine/engine/default/task?maxResults=15")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Each row with the number of the transaction that wrote it. */
    private List<String> sessionsOf(String user) {
        return jdbc.queryForList(
                """
                select s.session_id || s.xmin || a.attribute_name || a.xmin from handover.spring_session s
                join handover.spring_session_attributes a on a.session_primary_id = s.primary_id
                where s.principal_name = ? order by 1""",
                String.class,
                user);
    }

    @Test
    void neitherAWrongPasswordNorTheRightOneNorTheCookieIsInTheDatabase() throws Exception {
        String wrong = "wrong-" + UUID.randomUUID();
        HttpClient browser = Browser.signedIn(environment, "anna");
        Browser.signIn(browser, environment, "anna", wrong);

        String stored = String.join(
                "\n",
                jdbc.queryForList(
                        """
                        select t::text || encode(attribute_bytes, 'escape') from handover.spring_session_attributes t
                        union all select t::text from handover.spring_session t""",
                        String.class));

        String cookie =
                new String(Base64.getDecoder().decode(Browser.cookie(browser, "JSESSIONID")), StandardCharsets.UTF_8);
        assertThat(stored).contains("anna").doesNotContain(wrong, HandoverOnLabTest.PASSWORD, cookie);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/camunda/app/tasklist/default/", "/camunda/api/engine/engine/default/task"})
    void whoOnlyKnocksLeavesNoSession(String path) throws Exception {
        long before = sessions();

        ask(Browser.anew(), Browser.page(environment, path));

        assertThat(sessions()).isEqualTo(before);
    }

    private long sessions() {
        Long count = jdbc.queryForObject("select count(*) from handover.spring_session", Long.class);
        return count == null ? 0 : count;
    }

    @Test
    void whoWasAskedToSignInComesToThePageThatWasAskedFor() throws Exception {
        HttpClient browser = Browser.anew();
        ask(browser, Browser.page(environment, "/camunda/app/cockpit/default/"));

        assertThat(whereASignInLeads(browser)).contains("/camunda/app/cockpit/default/");
    }

    @Test
    void aPageThatIsLeftOpenDoesNotDecideWhereASignInLeads() throws Exception {
        HttpClient browser = Browser.anew();
        ask(browser, Browser.page(environment, "/board/failovers/FO-000007"));
        ask(
                browser,
                Browser.page(environment, "/board/failovers/FO-000003").header("X-Requested-With", "XMLHttpRequest"));

        assertThat(whereASignInLeads(browser)).contains("/board/failovers/FO-000007");
    }

    private static void ask(HttpClient browser, HttpRequest.Builder page) throws Exception {
        browser.send(page.header("Accept", "text/html").build(), HttpResponse.BodyHandlers.discarding());
    }

    private String whereASignInLeads(HttpClient browser) throws Exception {
        return Browser.signIn(browser, environment, "olga", HandoverOnLabTest.PASSWORD)
                .headers()
                .firstValue("Location")
                .orElse("");
    }

    @Test
    void whoGoesStraightToTasklistHasTheTokensOfItsOwnRequestsAndOfItsForms() throws Exception {
        HttpClient browser = Browser.anew();
        Browser.signIn(browser, environment, "olga", HandoverOnLabTest.PASSWORD);

        browser.send(
                Browser.page(environment, "/camunda/app/tasklist/default/").build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(Browser.cookie(browser, "XSRF-TOKEN")).isNotEmpty();
        assertThat(Browser.cookie(browser, "HANDOVER-XSRF")).isNotEmpty();
    }

    @Test
    void tasklistOpensWhileNobodyIsAnAdministrator() throws Exception {
        identity.deleteMembership("root", Groups.ADMINISTRATORS);
        try {
            HttpResponse<String> page = Browser.signedIn(environment, "olga")
                    .send(
                            Browser.page(environment, "/camunda/app/tasklist/default/")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("nonce=");
        } finally {
            identity.createMembership("root", Groups.ADMINISTRATORS);
        }
    }

    @Test
    void signingOutEndsTheSessionForEveryPage() throws Exception {
        HttpClient browser = Browser.signedIn(environment, "audrey");
        browser.send(
                Browser.page(environment, "/logout")
                        .header("X-HANDOVER-XSRF", Browser.cookie(browser, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(ask(browser).statusCode()).isEqualTo(401);
    }

    @Test
    void whoIsTakenOutOfAGroupIsNoLongerInItInAnOpenSession() throws Exception {
        String name = newApprover();
        HttpClient browser = Browser.signedIn(environment, name);
        assertThat(me(browser).body()).contains(Groups.APPROVERS);

        drive.call("root", "DELETE", "/engine-rest/group/sso-approvers/members/" + name, null);

        assertThat(me(browser).statusCode()).isEqualTo(401);
        assertThat(ask(browser).statusCode()).isEqualTo(401);
        assertThat(me(Browser.signedIn(environment, name)).statusCode())
                .as("signed in anew, in no group")
                .isEqualTo(403);
    }

    @Test
    void whoeverSignedInWithAPasswordIsSignedOutWhenItIsAnotherOne() throws Exception {
        String name = newApprover();
        HttpClient thief = Browser.signedIn(environment, name);

        drive.call(
                "root",
                "PUT",
                "/engine-rest/user/" + name + "/credentials",
                Map.of("password", "another-password", "authenticatedUserPassword", HandoverOnLabTest.PASSWORD));

        assertThat(me(thief).statusCode()).isEqualTo(401);
    }

    private String newApprover() {
        String name = "newcomer-" + UUID.randomUUID();
        drive.call(
                "root",
                "POST",
                "/engine-rest/user/create",
                Map.of(
                        "profile",
                        Map.of("id", name, "firstName", "New", "lastName", "Comer"),
                        "credentials",
                        Map.of("password", HandoverOnLabTest.PASSWORD)));
        drive.call("root", "PUT", "/engine-rest/group/sso-approvers/members/" + name, null);
        return name;
    }

    private HttpResponse<String> me(HttpClient browser) throws IOException, InterruptedException {
        return browser.send(Browser.page(environment, "/api/me").build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aUserNameThatTheDatabaseCannotKeepIsNobodys() throws Exception {
        String given = Base64.getEncoder().encodeToString("ol\0ga:password".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> basic = Browser.anew()
                .send(
                        Browser.page(environment, "/api/me")
                                .header("Authorization", "Basic " + given)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> form = Browser.signIn(Browser.anew(), environment, "ol\0ga", "password");

        assertThat(basic.statusCode()).as(basic.body()).isEqualTo(401);
        assertThat(form.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login?error"));
    }

    @Test
    void afterTenWrongPasswordsFromElsewhereTheOperatorStillGetsInAtOnce() throws Exception {
        String last = "";
        for (int i = 0; i < 12; i++) {
            last = knock("127.0.0.9", "olga", "wrong");
        }
        assertThat(last).startsWith("HTTP/1.1 429").contains("Try again in").containsPattern("(?i)retry-after: \\d+");

        assertThat(knock("127.0.0.9", "olga", HandoverOnLabTest.PASSWORD)).startsWith("HTTP/1.1 429");
        assertThat(knock("127.0.0.10", "olga", HandoverOnLabTest.PASSWORD)).startsWith("HTTP/1.1 200");
    }

    @Test
    void theSignInPageIsToldHowLongToWait() throws Exception {
        HttpClient browser = Browser.anew();
        HttpResponse<String> reply = null;
        for (int i = 0; i < 6; i++) {
            reply = Browser.signIn(browser, environment, "nobody-of-that-name", "wrong");
        }
        assertThat(reply.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).matches(".*/login\\?wait=\\d+"));
    }

    @Test
    void ofAFailedSignInTheLedgerSaysTheAddressAndNoNameThatIsNobodys() throws Exception {
        String typed = "a-password-in-the-wrong-field-" + UUID.randomUUID();
        Browser.signIn(Browser.anew(), environment, typed, typed);
        Browser.signIn(Browser.anew(), environment, "alan", "wrong");

        String house = ledger.entries(Ledger.HOUSE).toString();

        assertThat(house).contains("sign-in.failed", "unknown user", "alan").doesNotContain(typed);
    }

    /** HTTP Basic from one of this computer's other addresses. */
    private String knock(String from, String user, String password) throws IOException {
        int port = environment.getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getAllByName(from)[0], 0)) {
            String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write(
                            "GET /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic %s\r\n\r\n"
                                    .formatted(basic)
                                    .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/board",
                "/board.js",
                "/no-such-page",
                "/api/failovers",
                "/api/no-such-thing",
                "/engine-rest/task",
                "/actuator/health",
                "/v3/api-docs",
                "/camunda/app/tasklist/default/",
                "/camunda/api/engine/engine/default/task",
                "/camunda/lib/deps.js"
            })
    void everyAnswerForbidsFramesSniffingAndForeignScripts(String path) throws Exception {
        HttpClient browser = Browser.signedIn(environment, "olga");

        Map<String, List<String>> headers = browser.send(
                        Browser.page(environment, path).build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .map();

        assertThat(only(headers, "Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(only(headers, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(only(headers, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(only(headers, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(only(headers, "Permissions-Policy")).contains("camera=()");
        assertThat(only(headers, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(only(headers, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(headers).as("not over plain HTTP").doesNotContainKey("strict-transport-security");
    }

    private static String only(Map<String, List<String>> headers, String name) {
        assertThat(headers.get(name.toLowerCase(Locale.ROOT))).as(name).hasSize(1);
        return headers.get(name.toLowerCase(Locale.ROOT)).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/setup/default/user/create/",
                "/camunda/api/admin/setup/no-such-engine/user/create",
                "/camunda/api/admin//setup/default/user/create",
                "/camunda/api/admin/setup;x=y/default/user/create",
                "/camunda/api/admin/%73etup/default/user/create",
                "/camunda/api/admin/./setup/default/user/create"
            })
    void cve2026x77226_theSetUpPageMakesNobodyAnAdministratorNotEvenWhereTheGroupIsEmpty(String path) throws Exception {
        identity.deleteMembership("root", Groups.ADMINISTRATORS);
        try {
            HttpClient browser = Browser.signedIn(environment, "olga");
            HttpResponse<String> reply = browser.send(
                    Browser.page(environment, path)
                            .header("Content-Type", "application/json")
                            .header("X-XSRF-TOKEN", Browser.cookie(browser, "XSRF-TOKEN"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            """
                                            {"profile":{"id":"mallory","firstName":"M","lastName":"M"},"credentials":{"password":"mallory-mallory"}}"""))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(reply.statusCode()).isIn(400, 403);
            assertThat(identity.createUserQuery().userId("mallory").count()).isZero();
        } finally {
            identity.createMembership("root", Groups.ADMINISTRATORS);
        }
    }
}
