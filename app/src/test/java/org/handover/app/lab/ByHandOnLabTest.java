package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.handover.console.Consoles;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a new server on which the application has no console, when a person types each command, then the run succeeds. */
@Tag("long")
@HandoverOnLabTest
class ByHandOnLabTest {

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
            Hands hands = new Hands(drive, consoles.on(estates.address(estate, SsoServerName.of("SSO02"))));
            estates.withoutConsole(estate, "SSO02");

            String id = drive.start(estate, "SSO02");
            int typed = hands.typeUntil(id, "approveChange");
            drive.decides("anna", id, "approveChange", "approve", "");
            typed += hands.typeUntil(id, "giveRestorePassword");
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            typed += hands.typeUntil(id, "confirmResult");
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
            assertThat(history.createHistoricVariableInstanceQuery().count()
                            + history.createHistoricDetailQuery().count())
                    .as("the engine's history keeps no value of anything, and nothing that was pasted")
                    .isZero();
        }
    }

    @Test
    void whoCannotTypeItDecidesHowToGoOn() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            estates.withoutConsole(estate, "SSO02");
            String id = drive.start(estate, "SSO02");
            JsonNode task = Hands.nextTask(drive, id, "");
            assertThat(task.path("key").asText()).isEqualTo("typeByHand");
            assertThat(task.path("byHand").path("server").asText()).isEqualTo("SSO02");
            assertThat(task.path("byHand").path("command").asText()).isNotBlank();
            assertThat(drive.missingOnTheForm(task.path("id").asText(), "type-by-hand.html"))
                    .isEmpty();

            Hands.answer(drive, task, Map.of("decision", "cannot"));

            JsonNode next = Hands.nextTask(drive, id, task.path("id").asText());
            assertThat(next.path("key").asText()).isEqualTo("decideHowToGoOn");
            assertThat(drive.missingOnTheForm(next.path("id").asText(), "decide-how-to-go-on.form"))
                    .isEmpty();
            Hands.answer(drive, next, Map.of("decision", "abort", "justification", "Nobody is there"));
            drive.awaitState(id, "aborted");
            assertThat(lab.typed("SSO02")).isEmpty();
        }
    }
}
