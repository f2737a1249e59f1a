package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;

/** Figures for Prometheus, and log lines that say which run they belong to. */
@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeenByMachinesTest {

    private static final Pattern FIGURE = Pattern.compile("\\bhandover_[a-z_]+");
    private static final Path REPOSITORY = Path.of("..");

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("org.handover.app");
    private TestLab lab;
    private String waiting;

    @BeforeAll
    void aRunThatWaits() {
        lab = TestLab.founded();
        logged.start();
        ours.addAppender(logged);
        ours.setLevel(Level.DEBUG); // whatever the last application of this JVM has set
        waiting = drive.start(estates.add(lab), "SSO02");
        drive.task(waiting, "approveChange");
    }

    @AfterAll
    void stopLab() {
        ours.detachAppender(logged);
        lab.close();
    }

    @Test
    void theFiguresAreForToolsThatReadAndForNobodyElse() throws Exception {
        assertThat(scrape(null).statusCode()).isEqualTo(401);
        assertThat(scrape(token("start")).statusCode()).isEqualTo(403);
        assertThat(scrape(token("read")).statusCode()).isEqualTo(200);
    }

    @Test
    void theySayWhereRunsStandWhoIsWaitedForAndWhatStepsAndCommandsTook() throws Exception {
        String token = token("read");

        Awaitility.await("figures are kept for seconds").untilAsserted(() -> assertThat(
                        scrape(token).body())
                .containsPattern("handover_runs_open\\{kind=\"\\w+\",state=\"awaiting-approval\"\\} [1-9]")
                .containsPattern("handover_tasks_open\\{task=\"approveChange\"\\} [1-9]")
                .containsPattern("handover_task_oldest_seconds\\{task=\"approveChange\"\\} \\d")
                .containsPattern(
                        "handover_step_seconds_bucket\\{.*result=\"proven\",step=\"lookAtEstate\",le=\"30.0\"} [1-9]")
                .containsPattern("handover_command_seconds_count\\{.*result=\"answered\",tool=\"ssomanage\"} [1-9]")
                .containsPattern("handover_systems_reserved\\{kind=\"\\w+\",state=\"awaiting-approval\"\\} [1-9]")
                .containsPattern("(?m)^handover_jobs_failed \\d")
                .containsPattern("(?m)^handover_ledger_head_age_seconds \\d"));
    }

    @Test
    void theySayHowLongPeopleTookToAnswerEachKindOfTask() throws Exception {
        String token = token("read");
        String answered = drive.start(estates.add(lab), "SSO02");

        drive.decides("anna", answered, "approveChange", "reject", "Only a test");

        Awaitility.await("it is measured when it is committed").untilAsserted(() -> assertThat(
                        scrape(token).body())
                .containsPattern("handover_task_answer_seconds_bucket\\{.*task=\"approveChange\",le=\"600.0\"} [1-9]")
                .containsPattern("handover_task_answer_seconds_count\\{.*task=\"approveChange\"} [1-9]"));
    }

    @Test
    void everyFigureOfOursIsExplainedAndTheAlertsAndTheDashboardUseNoOther() throws Exception {
        Set<String> explained = figures(Files.readString(REPOSITORY.resolve("docs/operations.md")));
        Set<String> used = figures(scrape(token("read")).body());
        for (String file : List.of("ops/prometheus/handover-rules.yml", "ops/grafana/handover.json")) {
            used.addAll(figures(Files.readString(REPOSITORY.resolve(file))));
        }

        assertThat(used).isNotEmpty().isSubsetOf(explained);
    }

    @Test
    void eachLineThatBelongsToARunSaysSoWhicheverThreadWroteIt() throws Exception {
        drive.failover(waiting);

        Awaitility.await().untilAsserted(() -> assertThat(List.copyOf(logged.list))
                .as("worker, console and request")
                .anySatisfy(line -> assertThat(ofTheRun(line, "remote-step", "The step .* ended: "))
                        .isTrue())
                .anySatisfy(line -> assertThat(ofTheRun(line, "look-", "ssomanage on SSO0[1-3]: .*"))
                        .isTrue())
                .anySatisfy(line -> assertThat(ofTheRun(line, "", "GET /api/failovers/" + waiting + ": 200"))
                        .isTrue()));
        assertThat(List.copyOf(logged.list))
                .filteredOn(line -> line.getFormattedMessage().endsWith("/api/failovers/" + waiting + ": 200"))
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("failover", waiting));

        ILoggingEvent one = logged.list.stream()
                .filter(line -> waiting.equals(line.getMDCPropertyMap().get("failover")))
                .findFirst()
                .orElseThrow();
        assertThat(new ObjectMapper().readTree(structured(one)).path("failover").asText())
                .isEqualTo(waiting);
    }

    private boolean ofTheRun(ILoggingEvent line, String thread, String message) {
        return line.getThreadName().startsWith(thread)
                && waiting.equals(line.getMDCPropertyMap().get("failover"))
                && line.getFormattedMessage().matches(message + ".*");
    }

    /** As it is written where the setting asks for it. */
    private static byte[] structured(ILoggingEvent line) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        encoder.setFormat("ecs");
        encoder.start();
        return encoder.encode(line);
    }

    private static Set<String> figures(String text) {
        Set<String> figures = new TreeSet<>();
        FIGURE.matcher(text)
                .results()
                .map(found -> found.group().replaceAll("_(bucket|count|sum|max|gcount|gsum)$", ""))
                .forEach(figures::add);
        return figures;
    }

    private String token(String scope) {
        return drive.call(
                        "root",
                        "POST",
                        "/api/tokens",
                        Map.of("tool", "prometheus", "scopes", List.of(scope), "days", 1))
                .body()
                .path("token")
                .asText();
    }

    private HttpResponse<String> scrape(String token) throws Exception {
        HttpRequest.Builder request = Browser.page(environment, "/actuator/prometheus");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
