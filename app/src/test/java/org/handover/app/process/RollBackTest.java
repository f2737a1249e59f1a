package org.handover.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.HandoverApplication;
import org.handover.app.engine.Groups;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.util.FileSystemUtils;

/**
 * The real application with its real services, its own PostgreSQL and no lab: what fails inside the engine's transaction takes
 * all of it back, is not swallowed by a transaction that was marked for roll-back elsewhere, and leaves its trace.
 */
@SpringBootTest(
        classes = HandoverApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "handover.data=" + RollBackTest.DATA,
            "handover.lab.enabled=false",
            "handover.inventory=src/test/resources/process/inventory.yml"
        })
@DirtiesContext
final class RollBackTest {

    static final String DATA = "target/test-data/roll-back";

    private static final String OPERATOR = "olga";
    private static final String PASSWORD = "only-of-this-test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    private final TestRestTemplate rest;
    private final IdentityService identity;
    private final Environment environment;
    private String failover = "";

    @Autowired
    RollBackTest(TestRestTemplate rest, IdentityService identity, Environment environment) {
        this.rest = rest.withBasicAuth(OPERATOR, PASSWORD);
        this.identity = identity;
        this.environment = environment;
    }

    @BeforeAll
    static void beginAnew() throws IOException {
        FileSystemUtils.deleteRecursively(Path.of(DATA));
        Files.createDirectories(Path.of(DATA));
        Files.writeString(Path.of(DATA).resolveSibling("nobodys-password"), "nobody logs on with this");
    }

    /** A run whose master and new server cannot be reached: the look at the estate says so, and asks. */
    @BeforeEach
    void startAFailoverThatAsks() {
        if (identity.createUserQuery().userId(OPERATOR).count() == 0) {
            User operator = identity.newUser(OPERATOR);
            operator.setPassword(PASSWORD);
            identity.saveUser(operator);
            identity.createMembership(OPERATOR, Groups.OPERATORS);
        }
        ResponseEntity<JsonNode> started = rest.postForEntity(
                "/api/failovers",
                Map.of(
                        "ssoSystem", "FABRIKAM",
                        "newMasterSecretServer", "SSO12",
                        "situation", "master-lost",
                        "reason", "The test says so."),
                JsonNode.class);
        assertThat(started.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        failover = body(started).path("id").asText();
        await().atMost(PATIENCE).until(() -> openTask() != null);
    }

    @AfterEach
    void release() throws SQLException {
        asOwner(DISK_WITH_ROOM);
        if (!view().path("state").asText().equals("withdrawn")) {
            rest.postForEntity("/api/failovers/{id}/withdraw", null, JsonNode.class, failover);
        }
        assertThat(view().path("state").asText()).isEqualTo("withdrawn");
    }

    @Test
    void givenTheServiceOfALocalStepThrows_theRunNeedsADecisionWithTheTrueReasonAndGoesOnWhenItIsTriedAgain()
            throws SQLException {
        asOwner(FULL_DISK);

        decide("withdraw");

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
        await().atMost(PATIENCE).until(() -> view().path("state").asText().equals("withdrawn"));
        assertThat(view().path("outcome").asText()).isEqualTo("unchanged");
        assertThat(view().path("stuck")).isEmpty();
        assertThat(kinds()).containsOnlyOnce("failover.ended");
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
        JsonNode task = Objects.requireNonNull(openTask());
        Object answer = door.startsWith("/api")
                ? Map.of("decision", "goOn")
                : Map.of("variables", Map.of("decision", Map.of("value", "goOn", "type", "String")));

        ResponseEntity<JsonNode> refused =
                rest.postForEntity(door, answer, JsonNode.class, task.path("id").asText());

        assertThat(refused.getStatusCode().isError()).isTrue();
        assertThat(body(refused).toString()).contains("'goOn' is no answer to this task now");
        assertThat(Objects.requireNonNull(openTask()).path("id")).isEqualTo(task.path("id"));
        assertThat(view().path("state").asText()).isEqualTo("needs-decision");
        List<JsonNode> refusals = entries()
                .filter(entry -> kind(entry).equals("decision.refused"))
                .toList();
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0).path("actor").asText()).isEqualTo(OPERATOR);
        assertThat(refusals.get(0).path("data").path("task").asText()).isEqualTo("decideOnFailedChecks");
        assertThat(kinds()).doesNotContain("decision");
        assertThat(journal().path("whole").asBoolean()).isTrue();
    }

    private void decide(String decision) {
        ResponseEntity<JsonNode> answered = rest.postForEntity(
                "/api/tasks/{id}/decision",
                Map.of("decision", decision),
                JsonNode.class,
                Objects.requireNonNull(openTask()).path("id").asText());
        assertThat(answered.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
    }

    private void retry(HttpStatus expected) {
        ResponseEntity<JsonNode> answered =
                rest.postForEntity("/api/failovers/{id}/retry", null, JsonNode.class, failover);
        assertThat(answered.getStatusCode()).isEqualTo(expected);
    }

    private JsonNode whenStuck(int times) {
        await().atMost(PATIENCE)
                .until(() -> kinds().stream().filter("step.stuck"::equals).count() == times);
        return view();
    }

    private JsonNode view() {
        return body(rest.getForEntity("/api/failovers/{id}", JsonNode.class, failover));
    }

    private @Nullable JsonNode openTask() {
        return view().path("tasks").get(0);
    }

    private JsonNode journal() {
        return body(rest.exchange("/api/failovers/{id}/journal", HttpMethod.GET, null, JsonNode.class, failover));
    }

    private Stream<JsonNode> entries() {
        return StreamSupport.stream(journal().path("items").spliterator(), false);
    }

    private List<String> kinds() {
        return entries().map(RollBackTest::kind).toList();
    }

    private static String kind(JsonNode entry) {
        return entry.path("kind").asText();
    }

    private static JsonNode body(ResponseEntity<JsonNode> answer) {
        return Objects.requireNonNull(answer.getBody());
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
