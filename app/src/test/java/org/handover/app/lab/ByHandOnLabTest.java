package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.HistoryService;
import org.handover.app.engine.DecisionGuard;
import org.handover.console.Consoles;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a new server on which the application has no console, when a person types each command, then the run succeeds. */
@Tag("long")
@HandoverOnLabTest
class ByHandOnLabTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Autowired
    HistoryService history;

    @Test
    void aPersonTypesWhatTheApplicationCannotAndTheAnswersAreProvenLikeAnyOther() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            RemoteConsole hands = consoles.on(estates.address(estate, SsoServerName.of("SSO02")));
            estates.withoutConsole(estate, "SSO02");

            String id = drive.start(estate, "SSO02");
            int typed = typeUntil(id, hands, "approveChange");
            drive.decides("anna", id, "approveChange", "approve", "");
            typed += typeUntil(id, hands, "giveRestorePassword");
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            typed += typeUntil(id, hands, "confirmResult");
            drive.decides("olga", id, "confirmResult", "accept", "");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");

            assertThat(typed).isGreaterThan(20);
            lab.everyCredentialDecryptsOn("SSO02", "SSO03");
            String journal = drive.journal(id).toString();
            assertThat(journal).contains("step.typedByHand").contains("asserted");
            assertThat(journal)
                    .as("neither reminder nor password is kept")
                    .doesNotContain(TestLab.REMINDER)
                    .doesNotContain(TestLab.RESTORE_PASSWORD);
            assertThat(drive.journal(id).path("whole").asBoolean()).isTrue();
            assertThat(history.createHistoricVariableInstanceQuery()
                            .variableName(DecisionGuard.PASTED)
                            .count())
                    .as("the engine's history keeps nothing that was pasted")
                    .isZero();
        }
    }

    @Test
    void whoCannotTypeItDecidesHowToGoOn() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            estates.withoutConsole(estate, "SSO02");
            String id = drive.start(estate, "SSO02");
            JsonNode task = nextTask(id, "");
            assertThat(task.path("key").asText()).isEqualTo("typeByHand");
            assertThat(task.path("byHand").path("server").asText()).isEqualTo("SSO02");
            assertThat(task.path("byHand").path("command").asText()).isNotBlank();
            assertThat(drive.missingOnTheForm(task.path("id").asText(), "type-by-hand.html"))
                    .isEmpty();

            answer(task, Map.of("decision", "cannot"));

            JsonNode next = nextTask(id, task.path("id").asText());
            assertThat(next.path("key").asText()).isEqualTo("decideHowToGoOn");
            assertThat(drive.missingOnTheForm(next.path("id").asText(), "decide-how-to-go-on.form"))
                    .isEmpty();
            answer(next, Map.of("decision", "abort", "justification", "Nobody is there"));
            drive.awaitState(id, "aborted");
            assertThat(lab.typed("SSO02")).isEmpty();
        }
    }

    /** Types everything that is asked for, until the run asks for this task. */
    private int typeUntil(String id, RemoteConsole hands, String key) throws Exception {
        int typed = 0;
        String answered = "";
        while (true) {
            JsonNode task = nextTask(id, answered);
            if (task.path("key").asText().equals(key)) {
                return typed;
            }
            assertThat(task.path("key").asText())
                    .as(drive.lastFailure(id) + drive.blockingFindings(id))
                    .isEqualTo("typeByHand");
            String command = task.path("byHand").path("command").asText();
            answer(task, Map.of("decision", "typed", "answer", type(hands, command)));
            answered = task.path("id").asText();
            typed++;
        }
    }

    private static String type(RemoteConsole hands, String command) throws Exception {
        PromptScript script = PromptScript.empty()
                .then(Pattern.compile(".*[Pp]assword.*"), () -> TestLab.RESTORE_PASSWORD.toCharArray());
        Transcript transcript = command.contains("-restoresecret")
                ? hands.typeWithPrompts(command, script, LIMIT)
                : hands.type(command, LIMIT);
        return transcript.output();
    }

    private void answer(JsonNode task, Map<String, String> decision) {
        Drive.Reply reply = drive.call(
                "olga", "POST", "/api/tasks/" + task.path("id").asText() + "/decision", new HashMap<>(decision));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(204);
    }

    private JsonNode nextTask(String id, String answered) {
        AtomicReference<JsonNode> next = new AtomicReference<>();
        Awaitility.await(id + " asks a person")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    for (JsonNode task : drive.failover(id).path("tasks")) {
                        if (!List.of(answered).contains(task.path("id").asText())) {
                            next.set(task);
                            return true;
                        }
                    }
                    return false;
                });
        return next.get();
    }
}
