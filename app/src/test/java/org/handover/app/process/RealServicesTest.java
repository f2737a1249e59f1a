package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.handover.app.HandoverApplication;
import org.handover.app.engine.Groups;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.util.FileSystemUtils;

/**
 * The real application with its real services, its own PostgreSQL and no lab. What fails inside the engine's transaction
 * takes all of it back, is not swallowed by a transaction that was marked for roll-back elsewhere, and leaves its trace.
 */
@SpringBootTest(
        classes = HandoverApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "handover.data=" + RealServicesTest.DATA,
            "handover.lab.enabled=false",
            "handover.inventory=src/test/resources/process/inventory.yml"
        })
@DirtiesContext
final class RealServicesTest {

    static final String DATA = "target/test-data/real-services";

    private static final Path SERVERS_PASSWORD = Path.of(DATA).resolveSibling("nobodys-password");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPERATOR = "olga";
    private static final String APPROVER = "anna";
    private static final String PASSWORD = "only-of-this-test";
    private static final String JUSTIFICATION = "The test says so.";

    private static final byte[] LOOK =
            """
            {"installFolder":"C:\\\\Program Files\\\\Common Files\\\\Enterprise Single Sign-On","asksThisComputer":true,
             "masterSecretInUse":"6f9619ff-8b86-d011-b42d-00c04fc964ff"}"""
                    .getBytes(StandardCharsets.UTF_8);

    /** Every release of an SSO system fails as it would on a full disk. */
    private static final String FULL_DISK =
            """
            create function handover.disk_full() returns trigger language plpgsql as $$
            begin
                raise exception 'the disk is full' using errcode = 'disk_full';
            end $$;
            create trigger disk_full before delete on handover.reservation
                for each row execute function handover.disk_full()""";

    private static final String DISK_WITH_ROOM = "drop function if exists handover.disk_full() cascade";

    private final TestRestTemplate operator;
    private final TestRestTemplate approver;
    private final IdentityService identity;
    private final ExternalTaskService externalTasks;
    private final SmartLifecycle worker;
    private final Journal journal;
    private final Plans plans;
    private final Environment environment;
    private String failover = "";

    @Autowired
    RealServicesTest(
            TestRestTemplate rest,
            IdentityService identity,
            ExternalTaskService externalTasks,
            @Qualifier("remoteStepWorker") SmartLifecycle worker,
            Journal journal,
            Plans plans,
            Environment environment) {
        this.operator = rest.withBasicAuth(OPERATOR, PASSWORD);
        this.approver = rest.withBasicAuth(APPROVER, PASSWORD);
        this.identity = identity;
        this.externalTasks = externalTasks;
        this.worker = worker;
        this.journal = journal;
        this.plans = plans;
        this.environment = environment;
    }

    @BeforeAll
    static void beginAnew() throws IOException {
        FileSystemUtils.deleteRecursively(Path.of(DATA));
        Files.createDirectories(Path.of(DATA));
    }

    @BeforeEach
    void people() throws IOException {
        Files.writeString(SERVERS_PASSWORD, "nobody logs on with this");
        user(OPERATOR, Groups.OPERATORS);
        user(APPROVER, Groups.APPROVERS);
    }

    @AfterEach
    void end() throws SQLException {
        asOwner(DISK_WITH_ROOM);
        operator.postForEntity("/api/failovers/{id}/withdraw", null, JsonNode.class, failover);
        asOwner("delete from handover.reservation");
    }

    @Test
    void givenTheServiceOfALocalStepThrows_theRunNeedsADecisionWithTheTrueReasonAndGoesOnWhenItIsTriedAgain()
            throws SQLException {
        startOnServersThatCannotBeReached();
        asOwner(FULL_DISK);

        decide(operator, "decideOnFailedChecks", Map.of("decision", "withdraw"), HttpStatus.NO_CONTENT);

        JsonNode stuck = whenStuck(1);
        assertThat(stuck.path("state").asText()).isEqualTo("needs-decision");
        assertThat(stuck.path("finishedAt").isMissingNode()).as("not ended").isTrue();
        assertThat(stuck.path("stuck")).hasSize(1);
        assertThat(stuck.path("stuck").get(0).path("activity").asText()).isEqualTo("releaseAsWithdrawn");
        assertThat(stuck.path("stuck").get(0).path("why").asText())
                .contains("the disk is full")
                .doesNotContain("rollback-only");
        assertThat(stuck.path("nextAct").asText()).contains("releaseAsWithdrawn");
        assertThat(kinds()).contains("decision").doesNotContain("failover.ended");

        retry(HttpStatus.NO_CONTENT);
        assertThat(whenStuck(2).path("state").asText())
                .as("after a retry in vain")
                .isEqualTo("needs-decision");

        asOwner(DISK_WITH_ROOM);
        retry(HttpStatus.NO_CONTENT);
        whenIn("withdrawn");
        assertThat(view().path("outcome").asText()).isEqualTo("unchanged");
        assertThat(view().path("stuck")).isEmpty();
        assertThat(kinds()).containsOnlyOnce("failover.ended");
        assertThat(kinds()).filteredOn("step.retried"::equals).hasSize(2);
        retry(HttpStatus.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tasks/{id}/decision",
                "/engine-rest/task/{id}/complete",
                "/engine-rest/task/{id}/submit-form"
            })
    void aRefusedAnswerIsTakenBackWholeAndYetRecordedWhicheverDoorItCameThrough(String door) {
        startOnServersThatCannotBeReached();
        String task = task("decideOnFailedChecks");
        Object answer = door.startsWith("/api")
                ? Map.of("decision", "goOn")
                : Map.of("variables", Map.of("decision", Map.of("value", "goOn", "type", "String")));

        ResponseEntity<JsonNode> refused = operator.postForEntity(door, answer, JsonNode.class, task);

        assertThat(refused.getStatusCode().is4xxClientError()).isTrue();
        assertThat(body(refused).toString())
                .contains("'goOn' is no answer to this task now")
                .doesNotContain("ENGINE-");
        assertThat(task("decideOnFailedChecks")).isEqualTo(task);
        assertThat(view().path("state").asText()).isEqualTo("needs-decision");
        List<JsonNode> refusals = entries()
                .filter(entry -> kind(entry).equals("decision.refused"))
                .toList();
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0).path("actor").asText()).isEqualTo(OPERATOR);
        assertThat(refusals.get(0).path("data").path("task").asText()).isEqualTo("decideOnFailedChecks");
        assertThat(kinds()).doesNotContain("decision");
        assertThat(record().path("whole").asBoolean()).isTrue();
    }

    @Test
    void givenAStepMeetsSomethingThatNobodyThoughtOf_aPersonIsAskedAndNothingGoesRoundForEver() throws IOException {
        Files.delete(SERVERS_PASSWORD);
        worker.start();

        start();

        task("decideHowToGoOn");
    }

    @Test
    void givenTheDatabaseWasFoundToNameTheNewServer_theRunCountsAsChangedAndCannotBeAborted() {
        worker.stop();
        start();
        approved();
        proven("writeUpdateFile", Journal.How.DONE);
        proven("validateUpdateFile", Journal.How.DONE);
        task("giveRestorePassword");
        operator.put("/api/failovers/{id}/restore-password", Map.of("password", "not-the-right-one"), failover);
        decide(operator, "giveRestorePassword", Map.of("decision", "continue"), HttpStatus.NO_CONTENT);
        decide(operator, "confirmFormerMasterIsDown", justified("down"), HttpStatus.NO_CONTENT);
        proven("updateDatabase", Journal.How.FOUND_DONE);

        externalTasks.handleBpmnError(
                at("confirmDatabase").getId(),
                "test",
                "stepFailed",
                "It does not answer.",
                Map.of("goOnChoices", leftOpenOnly()));

        assertThat(view().path("pointOfNoReturn").path("passed").asBoolean()).isTrue();
        decide(operator, "decideHowToGoOn", justified("abort"), HttpStatus.UNPROCESSABLE_ENTITY);
        decide(operator, "decideHowToGoOn", justified("leaveOpen"), HttpStatus.NO_CONTENT);
        whenIn("left-open");
        assertThat(view().path("outcome").asText()).isEqualTo("unknown");
    }

    @Test
    void givenTheApprovalExpired_whoeverApprovedThePlanMayApproveItAgain() {
        worker.stop();
        start();
        approved();
        externalTasks.handleBpmnError(at("writeUpdateFile").getId(), "test", "approvalExpired", "It ran out.");
        decide(operator, "askForApprovalAgain", Map.of("decision", "ask"), HttpStatus.NO_CONTENT);

        approved();

        at("writeUpdateFile");
    }

    // ---- the run

    private void start() {
        ResponseEntity<JsonNode> started = operator.postForEntity(
                "/api/failovers",
                Map.of(
                        "ssoSystem", "FABRIKAM",
                        "newMasterSecretServer", "SSO12",
                        "situation", "master-lost",
                        "reason", JUSTIFICATION),
                JsonNode.class);
        assertThat(started.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        failover = body(started).path("id").asText();
    }

    /** The look at the estate sees that neither server can be reached, and asks. */
    private void startOnServersThatCannotBeReached() {
        worker.start();
        start();
        task("decideOnFailedChecks");
    }

    private void approved() {
        LockedExternalTask step = at("lookAtEstate");
        journal.looked(new FailoverId(failover), LOOK);
        externalTasks.complete(
                step.getId(), "test", Map.of("blocking", false, "formerAnswers", false, "formerLogon", false));
        externalTasks.complete(
                at("runPreflightChecks").getId(), "test", Map.of("blocking", false, "findings", "", "mayGoOn", true));
        decide(approver, "approveChange", Map.of("decision", "approve"), HttpStatus.NO_CONTENT);
    }

    /** Takes a remote step in the worker's place. */
    private LockedExternalTask at(String step) {
        List<LockedExternalTask> fetched = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            fetched.addAll(externalTasks
                    .fetchAndLock(1, "test")
                    .topic(step, PATIENCE.toMillis())
                    .businessKey(failover)
                    .execute());
            return !fetched.isEmpty();
        });
        return fetched.get(0);
    }

    private void proven(String step, Journal.How how) {
        FailoverId id = new FailoverId(failover);
        Plans.Made made = plans.current(id).orElseThrow();
        LockedExternalTask task = at(step);
        journal.proven(id, made.digest(), step, how, Ledger.ENGINE, "The test saw it.");
        externalTasks.complete(task.getId(), "test");
    }

    private static ObjectValue leftOpenOnly() {
        List<Map<String, String>> choices = new ArrayList<>();
        choices.add(new LinkedHashMap<>(Map.of("label", "Leave it open.", "value", "leaveOpen")));
        return Variables.objectValue(choices)
                .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                .create();
    }

    private static Map<String, String> justified(String decision) {
        return Map.of("decision", decision, "justification", JUSTIFICATION);
    }

    private void decide(TestRestTemplate who, String key, Map<String, String> answer, HttpStatus expected) {
        ResponseEntity<JsonNode> answered =
                who.postForEntity("/api/tasks/{id}/decision", answer, JsonNode.class, task(key));
        assertThat(answered.getStatusCode())
                .as(() -> "%s %s: %s".formatted(key, answer, answered.getBody()))
                .isEqualTo(expected);
    }

    private void retry(HttpStatus expected) {
        ResponseEntity<JsonNode> answered =
                operator.postForEntity("/api/failovers/{id}/retry", null, JsonNode.class, failover);
        assertThat(answered.getStatusCode()).isEqualTo(expected);
    }

    // ---- what is seen of it

    /** The id of the task that is open, once it is this one. */
    private String task(String key) {
        await().atMost(PATIENCE)
                .until(() -> view().path("tasks").path(0).path("key").asText().equals(key));
        return view().path("tasks").path(0).path("id").asText();
    }

    private JsonNode whenStuck(int times) {
        await().atMost(PATIENCE)
                .until(() -> kinds().stream().filter("step.stuck"::equals).count() == times);
        return view();
    }

    private void whenIn(String state) {
        await().atMost(PATIENCE).until(() -> view().path("state").asText().equals(state));
    }

    private JsonNode view() {
        return body(operator.getForEntity("/api/failovers/{id}", JsonNode.class, failover));
    }

    private JsonNode record() {
        return body(operator.getForEntity("/api/failovers/{id}/journal", JsonNode.class, failover));
    }

    private Stream<JsonNode> entries() {
        return StreamSupport.stream(record().path("items").spliterator(), false);
    }

    private List<String> kinds() {
        return entries().map(RealServicesTest::kind).toList();
    }

    private static String kind(JsonNode entry) {
        return entry.path("kind").asText();
    }

    private static JsonNode body(ResponseEntity<JsonNode> answer) {
        return Objects.requireNonNull(answer.getBody());
    }

    private void user(String name, String group) {
        if (identity.createUserQuery().userId(name).count() == 0) {
            User user = identity.newUser(name);
            user.setPassword(PASSWORD);
            identity.saveUser(user);
            identity.createMembership(name, group);
        }
    }

    /** The role that owns the tables, as an administrator of the database would come. */
    private void asOwner(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        environment.getRequiredProperty("spring.flyway.url"),
                        environment.getRequiredProperty("spring.flyway.user"),
                        environment.getRequiredProperty("spring.flyway.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
