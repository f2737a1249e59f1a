package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.handover.sso.EstateName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** The pages under /board, as a browser without script gets them. */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    JdbcTemplate jdbc;

    private TestLab lab;
    private EstateName estate;
    private HttpClient olga;
    private String waiting;

    /** A run that waits for its approval. */
    @BeforeAll
    void aRunThatWaits() throws Exception {
        lab = TestLab.founded();
        estate = estates.add(lab);
        waiting = drive.start(estate, "SSO02");
        drive.task(waiting, "approveChange");
        olga = Browser.signedIn(environment, "olga");
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({"audrey, 200", "root, 200", "pager, 403"})
    void theBoardIsForPeopleAndNotForTools(String user, int status) throws Exception {
        HttpClient browser = Browser.signedIn(environment, user);
        for (String path : List.of("/board", "/board/failovers/" + waiting)) {
            assertThat(get(browser, path).statusCode()).as(path).isEqualTo(status);
        }
    }

    @Test
    void whoIsNotSignedInIsAskedToSignIn() throws Exception {
        HttpResponse<String> reply = get(Browser.anew(), "/board/failovers/" + waiting);

        assertThat(reply.statusCode()).isEqualTo(302);
        assertThat(reply.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @Test
    void aRunsPageSaysInThisOrderWhatIsTrueWhatIsNextWhatIsForbiddenAndWhetherThereIsAWayBack() throws Exception {
        String page = get(olga, "/board/failovers/" + waiting).body();

        assertThat(page)
                .containsSubsequence(
                        "It waits for approval that SSO02 becomes the master secret server of CONTOSO, in place of SSO01.",
                        "Next act:",
                        "An approver other than pager answers the task",
                        "It is for the group sso-approvers; you are not in it.",
                        "Do not now",
                        "Do not restart ENTSSO or a BizTalk host service on SSO02 or SSO03",
                        "Do not reboot or patch SSO02 or SSO03",
                        "Do not generate a master secret",
                        "If nobody does anything for ten minutes",
                        "Nothing is typed on any server",
                        "Point of no return: not passed",
                        "The way it took",
                        "pictures/change-master-secret-server.svg",
                        "Journal",
                        "ssomanage",
                        "People",
                        "Who each server takes for the master",
                        "Checks before the change");
    }

    @Test
    void whoMayAnswerTheNextTaskHasAButtonThatLeadsToIt() throws Exception {
        String task = drive.task(waiting, "approveChange");

        String page = get(Browser.signedIn(environment, "anna"), "/board/failovers/" + waiting)
                .body();

        assertThat(page)
                .containsPattern(
                        "class=\"button\" id=\"answer-%s\" href=\"[^\"]*tasklist[^\"]*task=%s\"".formatted(task, task))
                .doesNotContain("you are not in it");
    }

    @Test
    void thePictureMarksWhereTheRunCameAlongAndWhereItStands() throws Exception {
        HttpResponse<String> picture =
                get(olga, "/board/failovers/" + waiting + "/pictures/change-master-secret-server.svg");

        assertThat(picture.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(picture.body())
                .containsPattern("\\[data-element-id=\"makePlan\"]>\\.djs-visual>:first-child\\{stroke:#0b6bcb")
                .containsPattern("\\[data-element-id=\"approveChange\"]>\\.djs-visual>:first-child\\{stroke:#b45309")
                .doesNotContain("[data-element-id=\"confirmResult\"]>")
                .doesNotContain("<script");
        assertThat(get(olga, "/board/failovers/" + waiting + "/pictures/no-such-process.svg")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void everyPageForbidsScriptsThatAreNotItsOwn() throws Exception {
        for (String path : List.of("/board", "/board/start", "/board/failovers/" + waiting)) {
            HttpResponse<String> reply = get(olga, path);
            assertThat(reply.statusCode()).as(path).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(
                            policy)
                    .contains("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
            assertThat(reply.body())
                    .doesNotContain(" style=\"", "<style", " onclick=")
                    .containsOnlyOnce("<script");
        }
    }

    @Test
    void theListShowsTheSystemWithWhatRunsOnItAndNarrowsToWhatStandsInTheAddress() throws Exception {
        String all = get(olga, "/board").body();
        assertThat(all)
                .containsSubsequence(
                        "SSO systems", "Master secret server", "SSO01", waiting, "It waits for approval", "Runs")
                .contains("An approver other than pager answers the task");

        String system = URLEncoder.encode(estate + "/CONTOSO", StandardCharsets.UTF_8);
        assertThat(runs("/board?system=" + system + "&state=open")).containsExactly(waiting);
        assertThat(runs("/board?system=" + system + "&state=awaiting-approval")).containsExactly(waiting);
        assertThat(runs("/board?system=" + system + "&month=%2B999999999-12")).containsExactly(waiting);
        assertThat(runs("/board?q=" + waiting.toLowerCase(Locale.ROOT) + "+answer"))
                .containsExactly(waiting);
        String none =
                get(olga, "/board?system=" + system + "&state=rolled-back").body();
        assertThat(none).contains("No run is like that.", "selected=\"selected\">rolled back");
    }

    @Test
    void olderRunsStandOnPagesThatFollowEachOtherWithoutARunTwiceOrMissing() throws Exception {
        String word = "zebra" + UUID.randomUUID().toString().replace("-", "");
        Set<String> made = Set.copyOf(ended(word, true, 60));

        Set<String> found = new HashSet<>();
        int pages = 0;
        String path = "/board?kind=rehearsal&q=" + word;
        while (!path.isEmpty()) {
            String page = get(olga, path).body();
            List<String> here = BoardPages.runsIn(page);
            assertThat(Collections.disjoint(here, found)).isTrue();
            assertThat(page.split("REHEARSAL on the lab", -1)).hasSizeGreaterThan(here.size());
            found.addAll(here);
            path = BoardPages.older(page).orElse("");
            pages++;
        }
        assertThat(found).isEqualTo(made);
        assertThat(pages).isEqualTo(3);
        assertThat(runs("/board?kind=real&q=" + word)).isEmpty();
    }

    @Test
    void aRehearsalIsMarkedOnItsPageFromTheTitleOnAndARealRunIsNot() throws Exception {
        assertThat(get(olga, "/board/failovers/" + ended("the real thing", false))
                        .body())
                .containsPattern("<title>FO-\\d+ withdrawn")
                .doesNotContain("unreal", "REHEARSAL", "DEMONSTRATION");
        assertThat(get(olga, "/board/failovers/" + ended("to be marked", true)).body())
                .containsPattern("<title>REHEARSAL FO-\\d+ withdrawn")
                .contains("class=\"unreal\"", "REHEARSAL on the lab: no real server is touched.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; drop table failover; --", "<b>&\"", "' | ! & ( :*", "\\", "ü%", "a:b<->c"})
    void whateverIsSearchedForIsOnlyWords(String words) throws Exception {
        HttpResponse<String> reply = get(olga, "/board?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("<b>&");
    }

    @Test
    void anOpenPageIsToldWhenItsRunMovesOnAndTheRunIsWithdrawnWithAForm() throws Exception {
        EstateName own = estates.add(lab);
        Map<String, String> form = Map.of(
                "estate", own.value(),
                "ssoSystem", "CONTOSO",
                "newMasterSecretServer", "SSO03",
                "situation", "master-lost",
                "path", "auto",
                "restoreFile", "",
                "reason", "<script>alert('no & never')</script>",
                "_rehearsal", "on",
                "key", UUID.randomUUID().toString());
        HttpResponse<String> started = post(olga, "/board/start", form);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(302);
        String path = started.headers().firstValue("Location").orElseThrow().replaceAll("^https?://[^/]+", "");
        assertThat(post(olga, "/board/start", form).headers().firstValue("Location"))
                .as("sent again, it starts nothing twice")
                .hasValueSatisfying(again -> assertThat(again).endsWith(path));
        drive.task(path.substring(path.lastIndexOf('/') + 1), "approveChange");
        String page = get(olga, path).body();
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;no &amp; never&#39;)&lt;/script&gt;")
                .containsOnlyOnce("<script");

        HttpResponse<InputStream> live =
                olga.send(Browser.page(environment, path + "/live").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (Scanner told = new Scanner(live.body(), StandardCharsets.UTF_8)) {
            assertThat(live.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            String shown = nextState(told);
            while (!shown.equals(state(get(olga, path).body()))) {
                shown = nextState(told);
            }

            assertThat(post(olga, path + "/withdraw", Map.of("_csrf", "forged")).statusCode())
                    .isEqualTo(403);
            HttpResponse<String> withdrawn = post(olga, path + "/withdraw", Map.of());
            assertThat(withdrawn.headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).endsWith(path));
            String next = nextState(told);
            while (next.equals(shown)) {
                next = nextState(told);
            }
        }
        assertThat(get(olga, path).body()).contains("It was withdrawn. Nothing was changed.", "this run has ended");

        HttpResponse<String> again = post(olga, path + "/withdraw", Map.of());
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("It was not done", "has ended as withdrawn already", path);
        HttpClient anna = Browser.signedIn(environment, "anna");
        assertThat(post(anna, path + "/withdraw", Map.of()).statusCode()).isEqualTo(403);
    }

    @Test
    @Tag("long")
    void anAuditorSeesHowRunsEndedWhoApprovedWhatAndHasTheLedgerVerifiedAndNobodyElseDoes() throws Exception {
        assertThat(get(olga, "/board/audit").statusCode()).isEqualTo(403);
        String id = drive.start(estates.add(lab), "SSO02");
        drive.decides("anna", id, "approveChange", "reject", "Not in the audited night");
        drive.awaitState(id, "rejected");
        HttpClient audrey = Browser.signedIn(environment, "audrey");

        String page = get(audrey, "/board/audit").body();

        Matcher rejected = Pattern.compile("href=\"([^\"]+)\">(\\d+) rejected").matcher(page);
        assertThat(rejected.find()).isTrue();
        assertThat(BoardPages.runsIn(
                        get(audrey, BoardPages.address(rejected.group(1))).body()))
                .contains(id);
        assertThat(page).containsSubsequence("Who approved what", id, "pager", "anna", "Not in the audited night");
        assertThat(get(audrey, "/board/audit/heat/change-master-secret-server.svg")
                        .body())
                .containsPattern("data-element-id=\"approveChange\"]>.djs-visual>:first-child\\{fill:color-mix")
                .contains(" runs</text>");
        assertThat(get(audrey, "/board/runs.csv?state=rejected&q=" + id).body())
                .startsWith("run,estate,")
                .contains("\r\n" + id + ",");
        assertThat(post(audrey, "/board/audit/verify", Map.of()).body())
                .contains("Nothing was altered, removed, reordered or cut off");
        assertThat(post(olga, "/board/audit/verify", Map.of()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new-proven    | SSO02 is proven to be the master secret server of CONTOSO",
                "former-proven | SSO01 is proven to be the master secret server of CONTOSO",
                "unchanged     | the SSO database of CONTOSO names SSO01, as before",
                "unknown       | nobody could tell who its master is"
            })
    void aRunThatWasLeftOpenAndIsSettledOrdersNothingThatOnlyAnOpenOneDoes(String outcome, String settled)
            throws Exception {
        String estate = "settled-" + UUID.randomUUID();
        String id = run(estate, "master-lost", "left-open", outcome);
        String path = "/board/failovers/" + id;

        assertThat(get(olga, path).body())
                .contains("It was left open and is settled", settled, "Nothing: this run has ended.", "state off")
                .doesNotContain("stays reserved", "Do not start SSO01", "beside this run");
        assertThat(get(olga, "/board?q=" + id).body())
                .contains("It was left open and is settled", settled, "state off")
                .doesNotContain(id + " stays reserved", "stays reserved until that is settled", "state bad");
        assertThat(get(olga, path).body().contains("Do not restart ENTSSO"))
                .as("while no master is known of")
                .isEqualTo(List.of("unchanged", "unknown").contains(outcome));

        proven(id, "proveRestore");
        jdbc.update("insert into handover.reservation values (?, 'CONTOSO', ?)", estate, id);
        assertThat(get(olga, path).body())
                .contains("CONTOSO stays reserved", "Do not start SSO01", "Do not store credentials", "state bad");
        jdbc.update("delete from handover.reservation where failover_id = ?", id);
    }

    @Test
    void aLostMasterIsLostOnThePageOfARunThatChangedNothingUntilAMasterIsSeenOrProven() throws Exception {
        String estate = "lost-" + UUID.randomUUID();
        String path = "/board/failovers/" + run(estate, "master-lost", "withdrawn", "unchanged");
        String lost = "Do not store credentials";
        String before = get(olga, path).body();
        assertThat(before).contains("Do not restart ENTSSO", lost);

        watched(estate, "silent");
        assertThat(get(olga, path).body()).contains(lost);
        watched(estate, "answers");
        String after = get(olga, path).body();
        assertThat(after).doesNotContain("Do not restart ENTSSO", lost).contains("Nothing is forbidden");
        assertThat(state(after)).as("an open page is told").isNotEqualTo(state(before));

        watched(estate, "silent");
        assertThat(get(olga, path).body()).contains(lost);
        run(estate, "planned", "succeeded", "new-proven");
        assertThat(get(olga, path).body()).doesNotContain(lost).contains("Nothing is forbidden");
    }

    @Test
    void aRehearsalThatHasEndedForbidsNothingOnServersThatAreGone() throws Exception {
        assertThat(get(olga, "/board/failovers/" + run("rehearsal-of-nothing", "master-lost", "withdrawn", "unchanged"))
                        .body())
                .contains("Nothing is forbidden");
    }

    @ParameterizedTest
    @CsvSource({"master-lost", "planned"})
    void whatIsForbiddenUntilTheRestoreIsProvenOrTheResultAcceptedIsNotForbiddenAfterwards(String situation)
            throws Exception {
        String id = run("accepted-" + UUID.randomUUID(), situation, "verifying", null);
        String path = "/board/failovers/" + id;
        boolean lost = situation.equals("master-lost");
        proven(id, "updateDatabase");
        assertThat(get(olga, path).body())
                .contains("now every SSO server of CONTOSO is asked", "every SSO server is given time to poll")
                .contains(lost ? "Do not store credentials" : "Do not stop anything on SSO01")
                .contains(lost ? "Meanwhile nothing new can be encrypted" : "It can be rolled back to SSO01");

        proven(id, "proveRestore");
        String restored = get(olga, path).body();
        assertThat(restored)
                .contains("now every SSO server of CONTOSO is asked")
                .doesNotContain("Do not store credentials", "nothing new can be encrypted");
        proven(id, "acceptResult");
        String accepted = "The result is accepted: SSO02 is the master secret server of CONTOSO.";
        assertThat(get(olga, path).body())
                .contains(accepted, "Nobody has to act: the result is accepted")
                .doesNotContain("is asked whether it has it", "given time to poll", "Do not stop anything on SSO01");
        assertThat(get(olga, "/board?q=" + id).body()).contains(accepted);

        jdbc.update("update handover.failover set state = 'needs-decision' where id = ?", id);
        assertThat(get(olga, path).body()).contains(accepted, "What is left stands still until a person decides");
        jdbc.update(
                "update handover.failover set state = 'succeeded', outcome = 'new-proven', finished_at = now() where id = ?",
                id);
    }

    /** A run without a process, of an estate that the inventory does not have. */
    private String run(String estate, String situation, String state, @Nullable String outcome) {
        return Objects.requireNonNull(jdbc.queryForObject(
                """
                insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                    demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at, former_judged)
                values ('FO-' || to_char(nextval('handover.failover_number'), 'FM000000'), ?, 'CONTOSO', 'SSO01', 'SSO02', ?,
                    'command-line', ?, false, 'C:\\Restore\\SSO01.bak', 'a test', 'olga', now(), ?, ?,
                    case when ?::text is null then null else now() end, true) returning id""",
                String.class,
                estate,
                situation,
                estate.startsWith("rehearsal-"),
                state,
                outcome,
                outcome));
    }

    private void proven(String id, String step) {
        jdbc.update("insert into handover.proven values (?, 'digest', ?, 'done', now())", id, step);
    }

    private void watched(String estate, String state) {
        jdbc.update(
                """
                insert into handover.master_watch (estate, sso_system, looking_until, looked_at, state, master, masters,
                    servers, since) values (?, 'CONTOSO', now(), now(), ?, 'SSO01', '{}', '{}', now())
                on conflict (estate, sso_system) do update set state = excluded.state, looked_at = now()""",
                estate,
                state);
    }

    private static String state(String page) {
        Matcher state = Pattern.compile("data-state=\"(\\w+)\"").matcher(page);
        assertThat(state.find()).isTrue();
        return state.group(1);
    }

    @Test
    void aRunThatIsNotThereIsSaidSoOnAPage() throws Exception {
        HttpResponse<String> reply = get(olga, "/board/failovers/FO-000000");

        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).contains("There is no failover FO-000000.");
    }

    private static String nextState(Scanner told) {
        while (told.hasNextLine()) {
            String line = told.nextLine();
            if (line.startsWith("data:")) {
                return line.substring("data:".length());
            }
        }
        throw new AssertionError("The server told no state.");
    }

    private String ended(String reason, boolean rehearsal) {
        return ended(reason, rehearsal, 1).get(0);
    }

    private List<String> ended(String reason, boolean rehearsal, int runs) {
        return jdbc.queryForList(
                """
                insert into handover.failover (id, estate, sso_system, former_master, new_master, situation, path, rehearsal,
                    demonstration, restore_file, reason, requested_by, requested_at, state, outcome, finished_at, former_judged)
                select 'FO-' || to_char(nextval('handover.failover_number'), 'FM000000'), 'rehearsal-of-nothing', 'CONTOSO',
                    'SSO01', 'SSO02', 'planned', 'auto', ?, false, 'C:\\Restore\\SSO01.bak', ? || '-' || n, 'olga',
                    timestamptz '2020-01-01 00:00:00Z' + interval '1 minute' * (n % 3), 'withdrawn', 'unchanged', now(), true
                from generate_series(1, ?) as n returning id""",
                String.class, rehearsal, reason, runs);
    }

    private List<String> runs(String path) throws Exception {
        return BoardPages.runsIn(get(olga, path).body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/board/failovers/{run}/settle         | words=x&unknownAccepted=perhaps | unknownAccepted is true or false, not &#39;perhaps&#39;",
                "/board/tools/switch                   | on=true&reason=a%00b            | the character with the number zero",
                "/board/tools/switch                   | on=perhaps&reason=x             | on is missing, or is not what it has to be",
                "/board/tools/switch                   | on=true&reason[99999999999]=x   | reason must not be blank",
                "/board/tools/switch                   | on=true&reason.x=y&reason..=z   | reason must not be blank",
                "/board/tools/switch                   | on=true&reas%0Aon=x             | reason must not be blank",
                "/board/tools/starts/1.5/withdraw      | x=y                             | number is a whole number, not &#39;1.5&#39;",
                "/board/start                          | ssoSystem=CONTOSO&newMasterSecretServer=SSO02&situation=planned&reason=x&rehearsal=false | without its field key"
            })
    void whatAFormCannotBeIsRefusedOnAPage(String path, String fields, String sentence) throws Exception {
        HttpResponse<String> refused = olga.send(
                Browser.page(environment, path.replace("{run}", waiting))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-HANDOVER-XSRF", Browser.cookie(olga, "HANDOVER-XSRF"))
                        .POST(HttpRequest.BodyPublishers.ofString(fields))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("It was not done", sentence);
    }

    private HttpResponse<String> get(HttpClient browser, String path) throws Exception {
        return browser.send(
                Browser.page(environment, path).header("Accept", "text/html").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient browser, String path, Map<String, String> fields) throws Exception {
        Map<String, String> all = new HashMap<>(fields);
        all.putIfAbsent("_csrf", Browser.cookie(browser, "HANDOVER-XSRF"));
        String body = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return browser.send(
                Browser.page(environment, path)
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
