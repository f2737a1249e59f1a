package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a former master that answers, when the new one is accepted, then each choice does what it says and can be undone. */
@Tag("long")
@HandoverOnLabTest
class FormerAfterwardsTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    TaskService tasks;

    @Test
    void aFormerMasterThatIsDisabledStaysStoppedUntilTwoPeopleHaveItEnabledAgain() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = promoted(estate);
            assertThat(enable("olga", id, "too early").status()).isEqualTo(409);

            drive.decides("olga", id, "decideOnFormerMaster", "disable", "");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");

            JsonNode ended = drive.failover(id);
            assertThat(ended.path("known").asText()).contains("ENTSSO on SSO01 is stopped and disabled");
            assertThat(ended.path("nextAct").asText()).isEqualTo("Nothing: SSO02 is the master secret server.");
            assertThat(ended.path("links").path("enableFormer").asText()).endsWith("/" + id + "/enable-former");
            assertThat(TestLab.of(lab.state(), "SSO01").path("entsso").asText()).isEqualTo("STOPPED");
            assertThat(lab.typed("SSO01")).anyMatch(line -> line.contains("sc config ENTSSO start= disabled"));
            lab.everyCredentialDecryptsOn("SSO02", "SSO03");

            assertThat(enable("anna", id, "It may").detail()).contains("An operator asks for it first");
            assertThat(enable("olga", id, " ").detail()).contains("Say in words why");
            assertThat(enable("olga", id, "It is needed as an SSO server").status())
                    .isEqualTo(202);
            assertThat(drive.failover(id).path("nextAct").asText())
                    .isEqualTo("An approver other than olga confirms that SSO01 is enabled again.");
            assertThat(enable("olga", id, "yes").detail()).contains("somebody else confirms");
            assertThat(enable("audrey", id, "yes").status()).isEqualTo(403);
            assertThat(TestLab.of(lab.state(), "SSO01").path("entsso").asText()).isEqualTo("STOPPED");

            String other = drive.startPlanned(estate, "SSO03", "command-line");
            assertThat(enable("anna", id, "It may").detail()).contains(other + " is open on SSO system CONTOSO");
            assertThat(drive.call("olga", "POST", "/api/failovers/" + other + "/withdraw", null)
                            .status())
                    .isLessThan(300);

            assertThat(enable("anna", id, "It may").status()).isEqualTo(202);
            awaitEnabled(id);

            JsonNode enabled = drive.failover(id);
            assertThat(enabled.path("state").asText()).isEqualTo("succeeded");
            assertThat(enabled.path("enabling").path("enabled").asBoolean()).isTrue();
            assertThat(enabled.path("enabling").path("confirmedBy").asText()).isEqualTo("anna");
            assertThat(enabled.path("links").has("enableFormer")).isFalse();
            assertThat(lab.state().path("masterSecretServer").asText()).isEqualTo("SSO02");
            assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MEMBER");
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
            assertThat(kinds(id)).contains("enabling.asked", "enabling.confirmed", "enabling.ended");
            assertThat(drive.journal(id).path("whole").asBoolean()).isTrue();
            assertThat(enable("olga", id, "again").detail()).contains("is enabled again already");
            assertThat(drive.startPlanned(estate, "SSO03", "command-line"))
                    .as("the SSO system is free again")
                    .isNotBlank();
        }
    }

    @Test
    void aFormerMasterThatCannotBeEnabledAsksAPersonAndMayBeLeftAsItIs() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = promoted(estate);
            drive.decides("olga", id, "decideOnFormerMaster", "disable", "");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");
            lab.power("SSO01", false);
            enable("olga", id, "It is needed");
            enable("anna", id, "It may");

            Awaitility.await("a person is asked").atMost(Duration.ofSeconds(60)).until(() -> drive.failover(id)
                    .path("tasks")
                    .path(0)
                    .path("key")
                    .asText()
                    .equals("decideHowToGoOn"));
            assertThat(drive.failover(id).path("state").asText()).isEqualTo("succeeded");
            assertThat(drive.failover(id).path("nextAct").asText()).startsWith("An operator answers the task");
            assertThat(drive.lastFailure(id)).startsWith("enableFormer: ").contains("does not answer");
            drive.decides("olga", id, "decideHowToGoOn", "leaveOpen", "Nobody can switch it on now");

            awaitEnabled(id);
            assertThat(drive.failover(id).path("enabling").path("enabled").asBoolean())
                    .isFalse();
            assertThat(drive.failover(id).path("links").has("enableFormer")).isTrue();
        }
    }

    @Test
    void aFormerMasterThatIsLeftAsItIsIsNotTouchedAndIsWatched() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = promoted(estate);
            assertThat(drive.decide("olga", id, "decideOnFormerMaster", "leave", "")
                            .detail())
                    .contains("Say why");
            List<String> before = lab.changes("SSO01");
            drive.decides("olga", id, "decideOnFormerMaster", "leave", "Its own team restarts it tonight");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");

            assertThat(lab.changes("SSO01")).isEqualTo(before);
            assertThat(drive.failover(id).path("known").asText()).contains("SSO01 was left as it was");
            Awaitility.await("it is watched and seen to answer")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> drive.failover(id).has("formerReturned"));
            assertThat(drive.failover(id).path("nextAct").asText()).contains("Keep SSO01 from coming back");
            assertThat(enable("olga", id, "what for").detail()).contains("nothing to enable");
        }
    }

    @Test
    void aFormerMasterThatIsLostWhileItIsSeenToIsLeftAndTheRunGoesOnAsTheAnswerSays() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = promoted(estate);
            lab.power("SSO01", false);
            drive.decides("olga", id, "decideOnFormerMaster", "ordinary", "");

            assertThat(tasks.getVariable(drive.task(id, "decideHowToGoOn"), "goOnChoices"))
                    .asString()
                    .contains("Leave this step as it is", "the run goes on", "ends as succeeded")
                    .doesNotContain("stays reserved");
            drive.decides("olga", id, "decideHowToGoOn", "leaveOpen", "It does not come up again");
            drive.decides("olga", id, "takeFreshBackup", "skip", "");
            drive.awaitState(id, "succeeded");
        }
    }

    /** A planned change to its confirmed result. */
    private String promoted(EstateName estate) {
        String id = drive.startPlanned(estate, "SSO02", "command-line");
        drive.untilThePasswordOfAPlannedOne(id);
        drive.decides("olga", id, "confirmResult", "accept", "");
        drive.task(id, "decideOnFormerMaster");
        return id;
    }

    private Drive.Reply enable(String user, String id, String words) {
        return drive.call(user, "POST", "/api/failovers/" + id + "/enable-former", Map.of("words", words));
    }

    private void awaitEnabled(String id) {
        Awaitility.await("the enabling of " + id + " has ended")
                .atMost(Duration.ofSeconds(60))
                .until(() -> drive.failover(id).path("enabling").has("endedAt"));
    }

    private List<String> kinds(String id) {
        return drive.journal(id).path("items").findValuesAsText("kind");
    }
}
