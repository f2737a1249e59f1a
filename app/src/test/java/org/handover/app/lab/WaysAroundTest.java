package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ways around the second person, each tried on an open run: whoever tries, through whichever door, at whichever moment, is told
 * in a sentence that it is refused, the attempt is in the ledger, and neither an approval, a step nor a command comes of it.
 */
@Tag("long")
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysAroundTest {

    /** How the engine's own interface is reached: twice with a sign-in of each request, once on the session of the web apps. */
    private static final List<String> ROOTS =
            List.of("/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default");

    /** What each root does for nobody: method, path, body. The words in braces stand for the run's own. */
    private static final String[][] CLOSED = {
        {"POST", "/task/{task}/resolve", "{\"variables\":{\"decision\":{\"value\":\"approve\"}}}"},
        {"POST", "/task/{task}/delegate", "{\"userId\":\"anna\"}"},
        {"POST", "/task/{task}/assignee", "{\"userId\":\"anna\"}"},
        {"POST", "/task/{task}/bpmnError", "{\"errorCode\":\"abort\"}"},
        {"POST", "/task/{task}/bpmnEscalation", "{\"escalationCode\":\"approved\"}"},
        {"POST", "/task/{task}/variables", "{\"modifications\":{\"decision\":{\"value\":\"approve\"}}}"},
        {"PUT", "/task/{task}/variables/decision", "{\"value\":\"approve\"}"},
        {"POST", "/task/{task}/localVariables", "{\"modifications\":{\"decision\":{\"value\":\"approve\"}}}"},
        {"PUT", "/task/{task}/localVariables/planDigest", "{\"value\":\"0\"}"},
        {"POST", "/task/{task}/identity-links", "{\"groupId\":\"sso-operators\",\"type\":\"candidate\"}"},
        {"PUT", "/task/{task}", "{\"name\":\"other\",\"assignee\":\"both\"}"},
        {"DELETE", "/task/{task}", null},
        {"POST", "/task/create", "{\"name\":\"approveChange\"}"},
        {"POST", "/process-instance/{process}/modification", modification(false)},
        {"POST", "/process-instance/{process}/modification", modification(true)},
        {"POST", "/process-instance/{process}/modification-async", modification(true)},
        {
            "POST",
            "/modification/execute",
            "{\"processDefinitionId\":\"{definition}\",\"processInstanceIds\":[\"{process}\"]}"
        },
        {
            "POST",
            "/modification/executeAsync",
            "{\"processDefinitionId\":\"{definition}\",\"processInstanceIds\":[\"{process}\"]}"
        },
        {"POST", "/process-instance/{process}/variables", "{\"modifications\":{\"approvalsNeeded\":{\"value\":0}}}"},
        {"PUT", "/process-instance/{process}/variables/changeRejected", "{\"value\":false}"},
        {"PUT", "/process-instance/{process}/variables/approvalsNeeded", "{\"value\":0,\"type\":\"Integer\"}"},
        {"DELETE", "/process-instance/{process}/variables/planDigest", null},
        {"POST", "/process-instance/variables-async", "{\"processInstanceIds\":[\"{process}\"],\"variables\":{}}"},
        {"PUT", "/process-instance/{process}/suspended", "{\"suspended\":true}"},
        {"PUT", "/process-instance/suspended", "{\"processInstanceIds\":[\"{process}\"],\"suspended\":true}"},
        {"DELETE", "/process-instance/{process}", null},
        {"POST", "/process-instance/delete", "{\"processInstanceIds\":[\"{process}\"]}"},
        {
            "POST",
            "/process-instance/message-async",
            "{\"processInstanceIds\":[\"{process}\"],\"messageName\":\"approved\"}"
        },
        {"POST", "/process-instance/job-retries", "{\"retries\":1,\"processInstances\":[\"{process}\"]}"},
        {"POST", "/message", "{\"messageName\":\"approved\",\"processInstanceId\":\"{process}\"}"},
        {"POST", "/signal", "{\"name\":\"approved\"}"},
        {"POST", "/condition", "{\"variables\":{}}"},
        {"POST", "/execution/{execution}/signal", "{\"variables\":{}}"},
        {"POST", "/execution/{execution}/messages/approved/trigger", "{\"variables\":{}}"},
        {"POST", "/execution/{execution}/localVariables", "{\"modifications\":{\"decision\":{\"value\":\"approve\"}}}"},
        {"PUT", "/execution/{execution}/localVariables/decision", "{\"value\":\"approve\"}"},
        {"POST", "/execution/{execution}/create-incident", "{\"incidentType\":\"x\",\"configuration\":\"x\"}"},
        {"POST", "/process-definition/key/change-master-secret-server/start", "{\"businessKey\":\"{run}\"}"},
        {"POST", "/process-definition/key/promote-by-command-line/start", startBefore("writeUpdateFile")},
        {"POST", "/process-definition/key/restore-master-secret/start", startBefore("restoreSecret")},
        {"POST", "/process-definition/key/carry-out-step/start", startBefore("carryOut")},
        {"POST", "/process-definition/key/change-master-secret-server/submit-form", "{\"businessKey\":\"{run}\"}"},
        {"POST", "/process-definition/{definition}/restart", "{\"processInstanceIds\":[\"{process}\"]}"},
        {"POST", "/process-definition/{definition}/restart-async", "{\"processInstanceIds\":[\"{process}\"]}"},
        {"PUT", "/process-definition/key/change-master-secret-server/suspended", "{\"suspended\":true}"},
        {"DELETE", "/process-definition/key/change-master-secret-server/delete?cascade=true", null},
        {
            "POST",
            "/external-task/fetchAndLock",
            "{\"workerId\":\"me\",\"maxTasks\":9,\"topics\":[{\"topicName\":\"updateDatabase\",\"lockDuration\":60000}]}"
        },
        {"POST", "/external-task/{execution}/complete", "{\"workerId\":\"me\"}"},
        {"POST", "/external-task/{execution}/bpmnError", "{\"workerId\":\"me\",\"errorCode\":\"abort\"}"},
        {"POST", "/external-task/{execution}/lock", "{\"workerId\":\"me\",\"lockDuration\":60000}"},
        {"POST", "/external-task/{execution}/unlock", "{}"},
        {"PUT", "/external-task/{execution}/retries", "{\"retries\":0}"},
        {"POST", "/job/{execution}/execute", "{}"},
        {"PUT", "/job/{execution}/duedate", "{\"duedate\":null}"},
        {"POST", "/job/{execution}/duedate/recalculate", "{}"},
        {"DELETE", "/job/{execution}", null},
        {
            "POST",
            "/migration/generate",
            "{\"sourceProcessDefinitionId\":\"{definition}\",\"targetProcessDefinitionId\":\"{definition}\"}"
        },
        {"POST", "/migration/execute", "{\"processInstanceIds\":[\"{process}\"],\"migrationPlan\":{}}"},
        {"PUT", "/batch/{execution}/suspended", "{\"suspended\":false}"},
        {"DELETE", "/batch/{execution}", null},
        {"POST", "/deployment/create", "{}"},
        {"POST", "/deployment/{deployment}/redeploy", "{}"},
        {"DELETE", "/deployment/{deployment}", null},
        {"POST", "/decision-definition/key/choose-path/evaluate", "{\"variables\":{}}"},
        {"POST", "/filter/create", "{\"resourceType\":\"Task\",\"name\":\"x\"}"},
        {
            "POST",
            "/authorization/create",
            "{\"type\":1,\"permissions\":[\"ALL\"],\"userId\":\"both\",\"resourceType\":7,\"resourceId\":\"*\"}"
        },
        {"PUT", "/group/sso-approvers/members/olga", null},
        {"POST", "/group/create", "{\"id\":\"sso-approvers-too\"}"},
        {"DELETE", "/history/process-instance/{process}", null},
        {"DELETE", "/history/variable-instance/{task}", null},
    };

    private static String modification(boolean skipListeners) {
        return "{\"skipCustomListeners\":%s,\"skipIoMappings\":%s,\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"promoteByCommandLine\"},{\"type\":\"cancel\",\"activityId\":\"approveChange\"}]}"
                .formatted(skipListeners, skipListeners);
    }

    private static String startBefore(String activity) {
        return "{\"businessKey\":\"{run}\",\"skipCustomListeners\":true,\"startInstructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"%s\"}]}"
                .formatted(activity);
    }

    /** Where a run stands when somebody tries. */
    private enum Moment {
        /** Asked for by a tool, in the name of somebody who is an approver as well. */
        NOBODY_APPROVED("approveChange"),
        /** Two have to approve, and anna has. */
        ONE_OF_TWO_APPROVED("approveChange"),
        /** It goes on as soon as an operator gives the restore password. */
        APPROVED("giveRestorePassword");

        private final String task;

        Moment(String task) {
            this.task = task;
        }
    }

    /** One way around: who tries what where, and how the refusal reads. */
    record Way(
            Moment moment, String who, String method, String path, String body, List<Integer> status, String sentence) {

        @Override
        public String toString() {
            return "%s, %s: %s %s %s".formatted(moment, who, method, path, body == null ? "" : body);
        }
    }

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ProcessEngine engine;

    @Autowired
    IdentityService identity;

    private final Map<Moment, Map<String, String>> runs = new LinkedHashMap<>();
    private TestLab lab;
    private Browsers browsers;
    private long begin;

    @BeforeAll
    void bringRunsToTheirMoments() {
        lab = TestLab.start();
        browsers = new Browsers(environment);
        begin = jdbc.sql("select coalesce(max(seq), 0) from handover.ledger where chain = 'house'")
                .query(Long.class)
                .single();
        for (Moment moment : Moment.values()) {
            EstateName estate = estates.add(lab, moment == Moment.ONE_OF_TWO_APPROVED ? 2 : 1);
            String run = drive.startFor("both", estate, "SSO02");
            if (moment != Moment.NOBODY_APPROVED) {
                drive.decides("anna", run, "approveChange", "approve", "");
            }
            runs.put(moment, namesOf(run, drive.task(run, moment.task)));
        }
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private Map<String, String> namesOf(String run, String task) {
        var open = engine.getTaskService().createTaskQuery().taskId(task).singleResult();
        return Map.of(
                "{run}", run,
                "{task}", task,
                "{process}", open.getProcessInstanceId(),
                "{execution}", open.getExecutionId(),
                "{definition}", open.getProcessDefinitionId(),
                "{deployment}",
                        engine.getRepositoryService()
                                .getProcessDefinition(open.getProcessDefinitionId())
                                .getDeploymentId());
    }

    // ---- the table

    static Stream<Way> waysThatAreClosedToEverybody() {
        List<Way> ways = new ArrayList<>();
        List<String> people = List.of("both", "olga", "anna", "root");
        for (int act = 0; act < CLOSED.length; act++) {
            String[] closed = CLOSED[act];
            for (int root = 0; root < ROOTS.size(); root++) {
                boolean keepsUsers = closed[1].startsWith("/group/sso-approvers");
                String who = keepsUsers ? "olga" : people.get((act + root) % people.size());
                ways.add(new Way(
                        Moment.values()[(act + root) % Moment.values().length],
                        who,
                        closed[0],
                        ROOTS.get(root) + closed[1],
                        closed[2],
                        List.of(403),
                        "is closed here"));
            }
        }
        return ways.stream();
    }

    static Stream<Way> waysOfAnsweringWhatIsNotOnesOwn() {
        List<Way> ways = new ArrayList<>();
        String approve = "{\"decision\":\"approve\",\"comment\":\"\"}";
        String variables = "{\"variables\":{\"decision\":{\"value\":\"approve\"}}}";
        for (Moment moment : List.of(Moment.NOBODY_APPROVED, Moment.ONE_OF_TWO_APPROVED)) {
            for (String root : ROOTS) {
                for (String act : List.of("complete", "submit-form")) {
                    String path = root + "/task/{task}/" + act;
                    ways.add(new Way(
                            moment, "both", "POST", path, variables, List.of(400), "somebody else has to decide"));
                    for (String stranger : List.of("olga", "root", "audrey")) {
                        ways.add(new Way(moment, stranger, "POST", path, variables, List.of(400, 403), ""));
                    }
                    ways.add(new Way(
                            moment,
                            "anna",
                            "POST",
                            path,
                            with("approvalsNeeded", "0"),
                            List.of(403),
                            "fields of its form"));
                    ways.add(new Way(
                            moment,
                            "anna",
                            "POST",
                            path,
                            with("planDigest", "\"0\""),
                            List.of(403),
                            "fields of its form"));
                    ways.add(new Way(
                            moment,
                            "alan",
                            "POST",
                            path,
                            with("changeRejected", "false"),
                            List.of(403),
                            "fields of its form"));
                    for (String comment : List.of(
                            "[null]",
                            "{}",
                            "\"eA==\",\"type\":\"File\",\"valueInfo\":{\"filename\":\"x\"}",
                            "\"[]\",\"type\":\"Object\",\"valueInfo\":{\"objectTypeName\":\"java.util.ArrayList\",\"serializationDataFormat\":\"application/json\"}")) {
                        ways.add(new Way(
                                moment, "anna", "POST", path, with("comment", comment), List.of(403), "holds text"));
                    }
                }
                String claim = root + "/task/{task}/claim";
                ways.add(new Way(
                        moment,
                        "both",
                        "POST",
                        claim,
                        "{\"userId\":\"both\"}",
                        List.of(400),
                        "somebody else has to decide"));
                ways.add(new Way(
                        moment, "anna", "POST", claim, "{\"userId\":\"both\"}", List.of(403), "for themselves"));
                ways.add(new Way(
                        moment, "both", "POST", claim, "{\"userId\":\"anna\"}", List.of(403), "for themselves"));
                ways.add(new Way(moment, "both", "POST", claim, "{\"userId\":null}", List.of(403), "for themselves"));
                ways.add(new Way(moment, "olga", "POST", claim, "{\"userId\":\"olga\"}", List.of(403), ""));
                ways.add(new Way(moment, "root", "POST", claim, "{\"userId\":\"root\"}", List.of(403), ""));
            }
            String api = "/api/tasks/{task}/decision";
            ways.add(new Way(moment, "both", "POST", api, approve, List.of(422), "somebody else has to decide"));
            ways.add(new Way(moment, "olga", "POST", api, approve, List.of(403), "not for you"));
            for (String stranger : List.of("root", "audrey", "pager")) {
                ways.add(new Way(moment, stranger, "POST", api, approve, List.of(403), "may not do this"));
            }
            ways.add(new Way(
                    moment, "nobody", "POST", "/engine-rest/task/{task}/complete", variables, List.of(401), "Sign in"));
        }
        for (String root : ROOTS) {
            for (String act : List.of("complete", "submit-form")) {
                ways.add(new Way(
                        Moment.ONE_OF_TWO_APPROVED,
                        "anna",
                        "POST",
                        root + "/task/{task}/" + act,
                        variables,
                        List.of(400),
                        "has approved this plan already"));
                ways.add(new Way(
                        Moment.APPROVED,
                        "anna",
                        "POST",
                        root + "/task/{task}/" + act,
                        "{\"variables\":{\"decision\":{\"value\":\"continue\"}}}",
                        List.of(400, 403),
                        ""));
                ways.add(new Way(
                        Moment.APPROVED,
                        "olga",
                        "POST",
                        root + "/task/{task}/" + act,
                        "{\"variables\":{\"decision\":{\"value\":\"skip\"}}}",
                        List.of(400),
                        "is no answer to this task now"));
                ways.add(new Way(
                        Moment.APPROVED,
                        "olga",
                        "POST",
                        root + "/task/{task}/" + act,
                        with("doneByHand", "true"),
                        List.of(403),
                        "fields of its form"));
            }
        }
        ways.add(new Way(
                Moment.ONE_OF_TWO_APPROVED,
                "anna",
                "POST",
                "/api/tasks/{task}/decision",
                approve,
                List.of(422),
                "has approved this plan already"));
        ways.add(new Way(
                Moment.APPROVED,
                "olga",
                "POST",
                "/api/tasks/{task}/decision",
                "{\"decision\":\"continue\"}",
                List.of(422),
                "not here yet"));
        ways.add(new Way(
                Moment.APPROVED,
                "anna",
                "PUT",
                "/api/failovers/{run}/restore-password",
                "{\"password\":\"x\"}",
                List.of(403),
                "may not do this"));
        ways.add(new Way(
                Moment.NOBODY_APPROVED,
                "olga",
                "PUT",
                "/api/failovers/{run}/restore-password",
                "{\"password\":\"x\"}",
                List.of(409),
                "does not ask for"));
        ways.add(new Way(
                Moment.NOBODY_APPROVED,
                "anna",
                "POST",
                "/api/failovers/{run}/withdraw",
                null,
                List.of(403),
                "may not do this"));
        ways.add(new Way(
                Moment.NOBODY_APPROVED, "olga", "POST", "/api/failovers/{run}/retry", null, List.of(409), "No step"));
        return ways.stream();
    }

    private static String with(String variable, String value) {
        return "{\"variables\":{\"decision\":{\"value\":\"approve\"},\"%s\":{\"value\":%s}}}"
                .formatted(variable, value);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource({"waysThatAreClosedToEverybody", "waysOfAnsweringWhatIsNotOnesOwn"})
    void isRefusedWithASentenceAndNothingComesOfIt(Way way) {
        Footprint before = footprint();
        String path = filled(way.path(), way.moment());
        String body = way.body() == null ? null : filled(way.body(), way.moment());

        Drive.Reply reply = path.startsWith("/camunda")
                ? browsers.of(way.who()).call(way.method(), path, body)
                : drive.call(way.who().equals("nobody") ? null : way.who(), way.method(), path, body);

        String said = reply.detail() + reply.body().path("message").asText();
        assertThat(reply.status()).as("%s: %s", way, reply).isIn(way.status());
        assertThat(said).as(way.toString()).contains(way.sentence()).isNotBlank();
        Footprint after = footprint();
        assertThat(after.withoutRefusals()).as(way.toString()).isEqualTo(before.withoutRefusals());
        boolean isNotYetOne = List.of(401, 409).contains(reply.status());
        assertThat(after.refusals())
                .as("%s is in the ledger", way)
                .isEqualTo(before.refusals() + (isNotYetOne ? 0 : 1));
    }

    @Test
    void thereAreAtLeastTwoHundredWays() {
        assertThat(waysThatAreClosedToEverybody().count()
                        + waysOfAnsweringWhatIsNotOnesOwn().count()
                        + waysInJava().count())
                .isGreaterThanOrEqualTo(200);
    }

    // ---- calls in Java

    interface Call {
        void on(ProcessEngine engine, Map<String, String> names);
    }

    record JavaWay(String what, String who, Moment moment, String sentence, Call call) {
        @Override
        public String toString() {
            return "%s, %s: %s".formatted(moment, who, what);
        }
    }

    static Stream<JavaWay> waysInJava() {
        List<JavaWay> ways = new ArrayList<>();
        Map<String, Object> yes = Map.of("decision", "approve", "approvalsNeeded", 0);
        for (Moment moment : Moment.values()) {
            ways.add(new JavaWay("complete", "nobody", moment, "this call names nobody", (e, n) -> e.getTaskService()
                    .complete(n.get("{task}"), yes)));
            ways.add(new JavaWay(
                    "submit the form", "nobody", moment, "this call names nobody", (e, n) -> e.getFormService()
                            .submitTaskForm(n.get("{task}"), yes)));
            ways.add(new JavaWay("claim", "nobody", moment, "this call names nobody", (e, n) -> e.getTaskService()
                    .claim(n.get("{task}"), "anna")));
            ways.add(new JavaWay("assign", "nobody", moment, "this call names nobody", (e, n) -> e.getTaskService()
                    .setAssignee(n.get("{task}"), "anna")));
            for (String who : List.of("nobody", "root", "anna")) {
                String closed = "is closed here";
                ways.add(new JavaWay("resolve", who, moment, closed, (e, n) -> e.getTaskService()
                        .resolveTask(n.get("{task}"), yes)));
                ways.add(new JavaWay("delegate", who, moment, closed, (e, n) -> e.getTaskService()
                        .delegateTask(n.get("{task}"), "both")));
                ways.add(new JavaWay("BPMN error", who, moment, closed, (e, n) -> e.getTaskService()
                        .handleBpmnError(n.get("{task}"), "abort")));
                ways.add(new JavaWay("escalation", who, moment, closed, (e, n) -> e.getTaskService()
                        .handleEscalation(n.get("{task}"), "approved")));
                ways.add(new JavaWay("task's variable", who, moment, closed, (e, n) -> e.getTaskService()
                        .setVariable(n.get("{task}"), "planDigest", "0")));
                ways.add(new JavaWay("run's variable", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .setVariable(n.get("{process}"), "approvalsNeeded", 0)));
                ways.add(new JavaWay("modification", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .createProcessInstanceModification(n.get("{process}"))
                        .startBeforeActivity("promoteByCommandLine")
                        .execute()));
                ways.add(new JavaWay(
                        "modification without listeners", who, moment, closed, (e, n) -> e.getRuntimeService()
                                .createProcessInstanceModification(n.get("{process}"))
                                .startBeforeActivity("promoteByCommandLine")
                                .cancelAllForActivity("approveChange")
                                .execute(true, true)));
                ways.add(new JavaWay("modification of several", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .createModification(n.get("{definition}"))
                        .processInstanceIds(n.get("{process}"))
                        .startAfterActivity("isApproved")
                        .execute()));
                ways.add(new JavaWay("start before an activity", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .createProcessInstanceByKey("change-master-secret-server")
                        .businessKey(n.get("{run}"))
                        .startBeforeActivity("promoteByCommandLine")
                        .execute()));
                ways.add(new JavaWay(
                        "start of a called process in its middle", who, moment, closed, (e, n) -> e.getRuntimeService()
                                .createProcessInstanceByKey("carry-out-step")
                                .businessKey(n.get("{run}"))
                                .setVariable("step", "updateDatabase")
                                .startBeforeActivity("carryOut")
                                .execute(true, true)));
                ways.add(new JavaWay("message", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .createMessageCorrelation("approved")
                        .processInstanceId(n.get("{process}"))
                        .correlateAll()));
                ways.add(new JavaWay("signal", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .createSignalEvent("approved")
                        .send()));
                ways.add(new JavaWay("trigger", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .signal(n.get("{execution}"))));
                ways.add(new JavaWay("suspend", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .suspendProcessInstanceById(n.get("{process}"))));
                ways.add(new JavaWay("restart", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .restartProcessInstances(n.get("{definition}"))
                        .processInstanceIds(n.get("{process}"))
                        .startBeforeActivity("promoteByCommandLine")
                        .execute()));
            }
            ways.add(new JavaWay(
                    "start of a called process",
                    "nobody",
                    moment,
                    "runs only when that calls it",
                    (e, n) ->
                            e.getRuntimeService().startProcessInstanceByKey("restore-master-secret", n.get("{run}"))));
            for (String who : List.of("root", "anna")) {
                String closed = "is closed here";
                ways.add(new JavaWay("start", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .startProcessInstanceByKey("change-master-secret-server", n.get("{run}"))));
                ways.add(new JavaWay("delete", who, moment, closed, (e, n) -> e.getRuntimeService()
                        .deleteProcessInstance(n.get("{process}"), "because")));
                ways.add(new JavaWay("fetch a step", who, moment, closed, (e, n) -> e.getExternalTaskService()
                        .fetchAndLock(9, "me")
                        .topic("updateDatabase", 1000)
                        .execute()));
                ways.add(new JavaWay("deploy", who, moment, closed, (e, n) -> e.getRepositoryService()
                        .createDeployment()
                        .name("x")
                        .addString("x.txt", "x")
                        .deploy()));
                ways.add(new JavaWay("delete the models", who, moment, closed, (e, n) -> e.getRepositoryService()
                        .deleteDeployment(n.get("{deployment}"), true)));
                ways.add(new JavaWay(
                        "join a group of rights",
                        who,
                        moment,
                        "does not have 'CREATE' permission",
                        (e, n) -> e.getAuthorizationService()
                                .saveAuthorization(e.getAuthorizationService().createNewAuthorization(0))));
                ways.add(new JavaWay("evaluate the table", who, moment, closed, (e, n) -> e.getDecisionService()
                        .evaluateDecisionTableByKey("choose-path", Variables.createVariables())));
            }
        }
        return ways.stream();
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("waysInJava")
    void isRefusedInJavaTooAndNothingComesOfIt(JavaWay way) {
        Footprint before = footprint();
        if (!way.who().equals("nobody")) {
            identity.setAuthentication(
                    way.who(), List.of(way.who().equals("root") ? "camunda-admin" : "sso-approvers"));
        }
        Throwable thrown;
        try {
            thrown = catchThrowable(() -> way.call().on(engine, runs.get(way.moment())));
        } finally {
            identity.clearAuthentication();
        }
        assertThat(thrown).as(way.toString()).isNotNull().hasStackTraceContaining(way.sentence());
        assertThat(footprint().withoutRefusals()).as(way.toString()).isEqualTo(before.withoutRefusals());
    }

    // ---- what would be seen if something came of it

    /** Approvals, intents, proofs, where every process stands, and what was typed on the lab's servers. */
    record Footprint(String runs, String typed, long refusals) {
        String withoutRefusals() {
            return runs + typed;
        }
    }

    private Footprint footprint() {
        List<String> ids =
                runs.values().stream().map(names -> names.get("{run}")).toList();
        String seen = jdbc.sql(
                        """
                        select concat_ws(' / ',
                            (select string_agg(approver || decision, ',' order by failover_id, approver) from handover.approval where failover_id in (:runs)),
                            (select count(*) from handover.intent where failover_id in (:runs)),
                            (select count(*) from handover.proven where failover_id in (:runs)),
                            (select string_agg(state || coalesce(plan_digest, ''), ',' order by id) from handover.failover where id in (:runs)),
                            (select string_agg(coalesce(t.assignee_, '-') || t.id_ || t.priority_ || t.suspension_state_, ',' order by t.id_)
                                from public.act_ru_task t join public.act_hi_procinst p on p.proc_inst_id_ = t.proc_inst_id_
                                where p.business_key_ in (:runs)),
                            (select count(*) from public.act_ru_execution e join public.act_hi_procinst p on p.proc_inst_id_ = e.proc_inst_id_
                                where p.business_key_ in (:runs) or p.business_key_ is null),
                            (select string_agg(v.name_ || coalesce(v.text_, '') || coalesce(v.long_, 0), ',' order by v.id_)
                                from public.act_ru_variable v join public.act_hi_procinst p on p.proc_inst_id_ = v.proc_inst_id_
                                where p.business_key_ in (:runs)),
                            (select count(*) from public.act_re_deployment),
                            (select count(*) from public.act_id_membership))""")
                .param("runs", ids)
                .query(String.class)
                .single();
        long refusals = jdbc.sql(
                        """
                        select count(*) from handover.ledger where (chain in (:runs) or (chain = 'house' and seq > :begin))
                            and convert_from(body, 'UTF8') like '%.refused"%'""")
                .param("runs", ids)
                .param("begin", begin)
                .query(Long.class)
                .single();
        return new Footprint(seen, lab.commands().toString(), refusals);
    }

    private String filled(String text, Moment moment) {
        String filled = text;
        for (Map.Entry<String, String> name : runs.get(moment).entrySet()) {
            filled = filled.replace(name.getKey(), name.getValue());
        }
        return filled;
    }
}
