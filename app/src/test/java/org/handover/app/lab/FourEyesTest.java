package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Comment;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two people who are really two; WaysAroundTest tries every way around them. */
@HandoverOnLabTest
class FourEyesTest {

    private static final Map<String, Object> APPROVE =
            Map.of("variables", Map.of("decision", Map.of("value", "approve")));

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    HistoryService history;

    @Autowired
    TaskService tasks;

    @Test
    void whatOneHasClaimedNobodyElseAnswersAndTheHistoryNamesWhoDid() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab, 2);
            String run = drive.startFor("both", estate, "SSO02");
            String first = drive.task(run, "approveChange");
            engineRest("anna", first, "claim", Map.of("userId", "anna"));

            Drive.Reply refused = drive.call("alan", "POST", "/engine-rest/task/" + first + "/complete", APPROVE);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("message").asText()).contains("anna has claimed this task");
            assertThat(drive.call("alan", "POST", "/api/tasks/" + first + "/decision", Map.of("decision", "approve"))
                            .detail())
                    .contains("anna has claimed this task");

            engineRest("alan", first, "unclaim", Map.of());
            engineRest("alan", first, "complete", APPROVE);
            assertThat(answeredBy(first)).isEqualTo("alan");
            JsonNode approvals = drive.failover(run).path("approvals");
            assertThat(approvals.findValuesAsText("by")).containsExactly("alan");
            assertThat(drive.failover(run).path("approvalsNeeded").asInt()).isEqualTo(2);

            String second = drive.nextTask(run, "approveChange", first);
            assertThat(tasks.getVariable(second, "approvalsSoFar")).isEqualTo("1 of 2, alan");
            assertThat(drive.call("alan", "POST", "/api/tasks/" + second + "/decision", Map.of("decision", "approve"))
                            .detail())
                    .contains("alan has approved this plan already");
            assertThat(drive.call("both", "POST", "/api/tasks/" + second + "/decision", Map.of("decision", "approve"))
                            .detail())
                    .contains("both asked for this change");
            drive.decides("anna", run, "approveChange", "approve", "");
            assertThat(answeredBy(second)).isEqualTo("anna");

            drive.task(run, "giveRestorePassword");
            assertThat(drive.journal(run).path("items").findValuesAsText("kind"))
                    .contains("task.claimed", "task.unclaimed", "decision.refused");
        }
    }

    @Test
    void whomTheInventoryNamesApprovesAndNobodyElseAndOneRefusalIsEnough() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(
                    lab, new ApprovalRules(2, Duration.ofMinutes(15), List.of("alan", "both"), List.of(), false));
            String run = drive.start(estate, "SSO02");

            assertThat(drive.decide("anna", run, "approveChange", "approve", "").detail())
                    .contains("The inventory says who approves on CONTOSO: alan, both");
            drive.decides("alan", run, "approveChange", "approve", "");
            drive.decides("both", run, "approveChange", "reject", "not tonight");

            drive.awaitState(run, "rejected");
            assertThat(drive.failover(run).path("approvals").findValuesAsText("decision"))
                    .containsExactly("approve", "reject");
            assertThat(lab.changes("SSO02")).isEmpty();
        }
    }

    @Test
    void whatSomebodyCommentsOnATaskStandsInTheRunsLedgerAndOnlyWhoAnswersTasksComments() {
        try (TestLab lab = TestLab.founded()) {
            String run = drive.start(estates.add(lab), "SSO02");
            String task = drive.task(run, "approveChange");

            assertThat(comment("anna", task, "Who stands at the rack?").status())
                    .isEqualTo(200);
            Drive.Reply tooLong = comment("anna", task, "x".repeat(2001));
            Drive.Reply onlooker = comment("audrey", task, "I only look on");

            assertThat(tooLong.status()).isEqualTo(400);
            assertThat(tooLong.body().path("message").asText())
                    .isEqualTo("The comment is too long: at most 2000 characters.");
            assertThat(onlooker.status()).isEqualTo(400);
            assertThat(onlooker.body().path("message").asText())
                    .isEqualTo("Only operators and approvers comment on a task; audrey is neither.");
            assertThat(tasks.getTaskComments(task))
                    .extracting(Comment::getFullMessage)
                    .containsExactly("Who stands at the rack?");
            assertThat(drive.journal(run).path("items"))
                    .filteredOn(entry -> entry.path("kind").asText().startsWith("comment"))
                    .extracting(entry -> entry.path("actor").asText()
                            + " " + entry.path("kind").asText()
                            + " " + entry.path("data").path("task").asText()
                            + " " + entry.path("data").path("comment").asText())
                    .containsExactly(
                            "anna comment approveChange Who stands at the rack?",
                            "anna comment.refused  ",
                            "audrey comment.refused  ");
        }
    }

    private Drive.Reply comment(String user, String task, String words) {
        return drive.call(user, "POST", "/engine-rest/task/" + task + "/comment/create", Map.of("message", words));
    }

    private void engineRest(String user, String task, String act, Object body) {
        Drive.Reply reply = drive.call(user, "POST", "/engine-rest/task/" + task + "/" + act, body);
        assertThat(reply.status()).as(act + ": " + reply).isEqualTo(204);
    }

    private String answeredBy(String task) {
        return history.createHistoricTaskInstanceQuery()
                .taskId(task)
                .finished()
                .singleResult()
                .getAssignee();
    }
}
