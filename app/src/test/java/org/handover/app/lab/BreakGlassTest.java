package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A request that nobody answers: it becomes more urgent, and where the inventory allows it the glass is broken, loudly. */
@HandoverOnLabTest
class BreakGlassTest {

    private static final Duration QUARTER_OF_AN_HOUR = Duration.ofMinutes(15);

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    ManagementService management;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Test
    void aRunGoesOnWithOneAndIsMarkedForEverAndReviewedByAnother() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate =
                    estates.add(lab, new ApprovalRules(2, QUARTER_OF_AN_HOUR, List.of(), List.of("alan"), true));
            String run = drive.start(estate, "SSO02");
            String approval = drive.task(run, "approveChange");
            drive.decides("anna", run, "approveChange", "approve", "");

            fire(run, "approvalIsLate");

            String open = drive.task(run, "breakGlass");
            JsonNode escalated = task(run, "approveChange");
            assertThat(escalated.path("priority").asInt()).isEqualTo(90);
            assertThat(escalated.path("dueAt").asText()).isNotEmpty();
            assertThat(escalated.path("id").asText()).isNotEqualTo(approval);
            assertThat(tasks.getIdentityLinksForTask(escalated.path("id").asText()))
                    .extracting(IdentityLink::getUserId)
                    .contains("alan");

            assertThat(drive.decide("both", run, "breakGlass", "breakGlass", "").detail())
                    .contains("Say why");
            assertThat(drive.call("anna", "POST", "/api/tasks/" + open + "/decision", Map.of("decision", "breakGlass"))
                            .status())
                    .isEqualTo(403);
            drive.decides("both", run, "breakGlass", "breakGlass", "Alan does not answer his telephone.");

            drive.task(run, "giveRestorePassword");
            String notice = drive.failover(run).path("estateNotice").asText();
            assertThat(notice).contains("THE GLASS WAS BROKEN by both", "Alan does not answer his telephone.");
            assertThat(tasks.getVariable(drive.task(run, "giveRestorePassword"), "estateNotice"))
                    .isEqualTo(notice);

            drive.decides("olga", run, "giveRestorePassword", "abort", "");
            drive.awaitState(run, "aborted");
            reviewed(run);
            assertThat(drive.journal(run).path("items").findValuesAsText("kind"))
                    .contains("glass.broken", "notice", "glass.reviewed");
        }
    }

    /** Neither by who broke it, nor without saying what was typed; and an overdue one is seen to be. */
    private void reviewed(String run) {
        String review = drive.task(run, "reviewBreakGlass");
        assertThat(String.valueOf(tasks.getVariable(review, "typed"))).contains("writeUpdateFile", "SSO02");
        assertThat(drive.decide("both", run, "reviewBreakGlass", "seen", "").detail())
                .contains("both broke the glass");
        assertThat(drive.failover(run).path("nextAct").asText())
                .contains("other than")
                .contains("both");
        assertThat(drive.failover(run).path("brokenGlass").path("reviewDueAt").asText())
                .isNotEmpty();
        fire(run, "reviewIsOverdue");
        Awaitility.await("the review is escalated")
                .atMost(Duration.ofSeconds(20))
                .until(() -> task(run, "reviewBreakGlass").path("priority").asInt() == 90);

        drive.decides("alan", run, "reviewBreakGlass", "seen", "");

        JsonNode broken = drive.failover(run).path("brokenGlass");
        assertThat(broken.path("by").asText()).isEqualTo("both");
        assertThat(broken.path("review").asText()).isEqualTo("seen");
        assertThat(broken.path("reviewedBy").asText()).isEqualTo("alan");
        assertThat(drive.failover(run).path("estateNotice").asText()).contains("THE GLASS WAS BROKEN");
        assertThat(drive.failover(run).path("tasks")).isEmpty();
    }

    @Test
    @Tag("long")
    void whereTheInventoryDoesNotAllowItTheTimeRunsOutAndThatIsNoYes() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String run = drive.start(estate, "SSO02");
            drive.task(run, "approveChange");

            fire(run, "approvalIsLate");
            Awaitility.await("it is escalated")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> task(run, "approveChange").path("priority").asInt() == 90);
            assertThat(drive.failover(run).path("tasks").findValuesAsText("key"))
                    .containsExactly("approveChange");

            fire(run, "approvalHasLapsed");
            drive.task(run, "askForApprovalAgain");
            assertThat(lab.changes("SSO02")).isEmpty();
            drive.decides("olga", run, "askForApprovalAgain", "withdraw", "");
            drive.awaitState(run, "withdrawn");
            assertThat(drive.failover(run).path("brokenGlass").isMissingNode()).isTrue();
        }
    }

    @Test
    void nobodyReviewsWhatDidNotBreakTheGlass() {
        String process = runtime.startProcessInstanceByKey(
                        "review-break-glass", "FO-999998", Map.of("reviewDueAt", Date.from(Instant.now())))
                .getId();
        Awaitility.await("the incident")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        runtime.createIncidentQuery().processInstanceId(process).count() == 1);
        assertThat(runtime.createIncidentQuery()
                        .processInstanceId(process)
                        .singleResult()
                        .getIncidentMessage())
                .contains("has no broken glass to review");
        runtime.deleteProcessInstance(process, "test");
    }

    private void fire(String run, String timer) {
        Timers.fire(management, runtime, run, timer);
    }

    private JsonNode task(String run, String key) {
        for (JsonNode task : drive.failover(run).path("tasks")) {
            if (task.path("key").asText().equals(key)) {
                return task;
            }
        }
        throw new AssertionError("no task " + key + " in " + drive.failover(run));
    }
}
