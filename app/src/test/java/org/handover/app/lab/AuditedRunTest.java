package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/**
 * What is shown of one run in which everything happened that an auditor looks for: one of two approvals, the glass broken, a
 * password that was refused, an answer that nobody could prove, and a review.
 */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class AuditedRunTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    ManagementService management;

    @Autowired
    RuntimeService runtime;

    @Autowired
    Environment environment;

    private TestLab lab;
    private String run;
    private HttpClient audrey;
    private List<String> toApprove;
    private List<String> toDecide;
    private List<String> toType;
    private List<String> mineOfAnna;
    private List<String> mineOfOlga;

    /** On the way it is noted what each ready-made filter of Tasklist shows to whom. */
    @BeforeAll
    void aRunInWhichEverythingHappened() throws Exception {
        lab = TestLab.start();
        EstateName estate = estates.change(
                estates.add(lab),
                new ApprovalRules(2, Duration.ofMinutes(15), List.of(), List.of(), true),
                SsoSystem.Kind.DEMONSTRATION);
        run = drive.start(estate, "SSO02");
        drive.decides("anna", run, "approveChange", "approve", "As far as I can see");
        Timers.fire(management, runtime, run, "approvalIsLate");
        String glass = drive.task(run, "breakGlass");
        toApprove = inFilter("anna", "Approvals and reviews", drive.task(run, "approveChange"), glass);
        toDecide = inFilter("olga", "Decisions needed", glass, drive.task(run, "approveChange"));
        mineOfAnna = inFilter("anna", "Tasks for my groups", glass, drive.task(run, "approveChange"));
        mineOfOlga = inFilter("olga", "Tasks for my groups", glass, drive.task(run, "approveChange"));
        drive.decides("olga", run, "breakGlass", "breakGlass", "Alan does not answer his telephone.");
        toType = inFilter("olga", "Passwords needed", drive.task(run, "giveRestorePassword"), glass);
        drive.passwordAndContinue(run, "not the password");
        drive.decides("olga", run, "confirmFormerMasterIsDown", "down", "I saw SSO01 without power");
        drive.passwordAndContinue(run, TestLab.RESTORE_PASSWORD);
        drive.acceptAndEnd("olga", run);
        drive.decides("alan", run, "reviewBreakGlass", "seen", "It was right");
        audrey = Browser.signedIn(environment, "audrey");
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Test
    void theAuditHasARowForEachThingThatHappened() throws Exception {
        String audit = get("/board/audit");

        assertThat(rows(audit, "approvals")).anySatisfy(row -> assertThat(row)
                .containsSubsequence(run, "pager", "anna", "approved", "As far as I can see"));
        assertThat(rows(audit, "one-person")).anySatisfy(row -> assertThat(row)
                .containsSubsequence(run, "olga", "Alan does not answer his telephone.", "alan: seen"));
        assertThat(rows(audit, "asserted"))
                .anySatisfy(row -> assertThat(row).containsSubsequence(run, "confirm former master is down"));
        assertThat(rows(audit, "troubles"))
                .anySatisfy(row -> assertThat(row).containsSubsequence(run, "restore secret", "SSO02", ">1<"));
    }

    @Test
    void theTimeOfAStepLeadsToExactlyTheRunsBehindIt() throws Exception {
        for (String section : List.of("waits", "steps")) {
            Matcher figure = Pattern.compile("href=\"(/board\\?step=[^\"]+)\">(\\d+) runs?<")
                    .matcher(section(get("/board/audit"), section));
            int figures = 0;
            while (figure.find()) {
                List<String> behind = runsBehind(figure.group(1));
                assertThat(behind).as(figure.group(1)).hasSize(Integer.parseInt(figure.group(2)));
                figures++;
            }
            assertThat(figures).as(section).isGreaterThan(2);
        }
        assertThat(runsBehind("/board?step=promote-by-command-line/confirmFormerMasterIsDown"))
                .contains(run);
        assertThat(runsBehind("/board?step=change-master-secret-server/giveBackupPassword"))
                .as("it came along there only where the former master answers")
                .doesNotContain(run);
        assertThat(get("/board?step=promote-by-command-line/updateDatabase"))
                .contains("Only runs behind the times of the step “update database”");
        assertThat(get("/board/runs.csv?step=promote-by-command-line/updateDatabase"))
                .contains("\r\n" + run + ",");
    }

    @Test
    void aRunOnTheEstateOfAFirstRunIsADemonstrationWhereverItIsCounted() throws Exception {
        String month = drive.failover(run).path("requestedAt").asText().substring(0, "2026-11".length());
        String audit = get("/board/audit");

        Matcher demonstrations = Pattern.compile(
                        "href=\"(/board\\?month=%s&amp;kind=demonstration)\">(\\d+) demonstrations".formatted(month))
                .matcher(audit);
        assertThat(demonstrations.find()).isTrue();
        assertThat(runsBehind(demonstrations.group(1))).contains(run);
        assertThat(runsBehind("/board?month=" + month + "&state=succeeded&kind=real"))
                .doesNotContain(run);
        assertThat(get("/board/runs.csv?q=" + run)).contains(",demonstration,").doesNotContain(",real,");
        assertThat(get("/board/failovers/" + run)).containsPattern("<title>DEMONSTRATION " + run);
        assertThat(drive.failover(run).path("demonstration").asBoolean()).isTrue();
    }

    @Test
    void theRunsPageSaysWhoApprovedWhoBrokeTheGlassAndWhoReviewedIt() throws Exception {
        assertThat(section(get("/board/failovers/" + run), "people-title"))
                .containsSubsequence(
                        "olga broke the glass: not enough people had approved. “Alan does not answer his telephone.”",
                        "alan reviewed it: seen.",
                        "needs 2 approvals and has one answer",
                        "anna: approved",
                        "it holds for the first change until");
    }

    @Test
    void theReadyMadeFiltersOfTasklistShowEachGroupItsOwnTasks() {
        assertThat(toApprove).containsExactly("approveChange");
        assertThat(toDecide).containsExactly("breakGlass");
        assertThat(toType).containsExactly("giveRestorePassword");
        assertThat(mineOfAnna).containsExactly("approveChange");
        assertThat(mineOfOlga).containsExactly("breakGlass");
        assertThat(filters("olga").keySet())
                .contains("Tasks for my groups", "Decisions needed", "Passwords needed")
                .doesNotContain("Approvals and reviews");
        assertThat(filters("anna").keySet())
                .contains("Tasks for my groups", "Approvals and reviews")
                .doesNotContain("Decisions needed", "Passwords needed");
    }

    /** Which of these tasks the filter shows, by their keys. */
    private List<String> inFilter(String user, String filter, String... tasks) {
        String path = "/engine-rest/filter/%s/list?maxResults=100"
                .formatted(filters(user).get(filter));
        List<String> shown = new ArrayList<>();
        for (JsonNode task : answered(user, "POST", path, Map.of("processInstanceBusinessKey", run))) {
            if (Arrays.asList(tasks).contains(task.path("id").asText())) {
                shown.add(task.path("taskDefinitionKey").asText());
            }
        }
        return shown;
    }

    /** The ids of the filters that somebody finds in Tasklist, by their names. */
    private Map<String, String> filters(String user) {
        Map<String, String> found = new HashMap<>();
        for (JsonNode filter : answered(user, "GET", "/engine-rest/filter?maxResults=100", null)) {
            found.put(filter.path("name").asText(), filter.path("id").asText());
        }
        return found;
    }

    private JsonNode answered(String user, String method, String path, Object body) {
        Drive.Reply reply = drive.call(user, method, path, body);
        assertThat(reply.status()).as(path + ": " + reply).isEqualTo(200);
        return reply.body();
    }

    /** On this page and those with older ones. */
    private List<String> runsBehind(String address) throws Exception {
        List<String> runs = new ArrayList<>();
        String next = BoardPages.address(address);
        while (!next.isEmpty()) {
            String page = get(next);
            runs.addAll(BoardPages.runsIn(page));
            next = BoardPages.older(page).orElse("");
        }
        return runs;
    }

    private static List<String> rows(String page, String section) {
        return List.of(section(page, section).split("<tr>"));
    }

    private static String section(String page, String title) {
        int from = page.indexOf("id=\"%s\"".formatted(title));
        return page.substring(from, page.indexOf("</section>", from));
    }

    private String get(String path) throws Exception {
        HttpResponse<String> reply =
                audrey.send(Browser.page(environment, path).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).as(path).isEqualTo(200);
        return reply.body();
    }
}
