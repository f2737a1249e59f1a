package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Given a change that is not wanted any more, or that nobody knows the end of, then there is a way that ends in knowledge. */
@HandoverOnLabTest
class WayBackTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Test
    @Tag("long")
    void aPlannedChangeThatIsRolledBackEndsWithTheFormerProvenAndEveryCredentialReadableEverywhere() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = drive.startPlanned(estate, "SSO02", "command-line");
            drive.untilThePasswordOfAPlannedOne(id);

            drive.decides("olga", id, "confirmResult", "rollBack", "Not what we wanted");
            drive.awaitState(id, "rolled-back");

            JsonNode ended = drive.failover(id);
            assertThat(ended.path("outcome").asText()).isEqualTo("former-proven");
            assertThat(lab.state().path("masterSecretServer").asText()).isEqualTo("SSO01");
            assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MASTER");
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
            assertThat(drive.startPlanned(estate, "SSO03", "command-line")).isNotBlank();
        }
    }

    @Test
    void aMasterThatIsLostOffersNoRollBack() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.task(id, "confirmResult");

            assertThat(drive.failover(id)
                            .path("tasks")
                            .path(0)
                            .path("decisions")
                            .toString())
                    .contains("accept")
                    .doesNotContain("rollBack");
            assertThat(drive.decide("olga", id, "confirmResult", "rollBack", "back")
                            .detail())
                    .contains("no answer to this task now");
        }
    }

    @Test
    @Tag("long")
    void aRunThatWasLeftOpenIsSettledByTwoPeopleAndThenTheSystemIsFree() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.task(id, "confirmResult");
            assertThat(settle("olga", id, "too early").status()).isEqualTo(409);
            drive.decides("olga", id, "confirmResult", "leaveOpen", "I want to look myself");
            drive.awaitState(id, "left-open");
            assertThat(drive.failover(id).path("links").has("settle")).isTrue();

            assertThat(settle("anna", id, "it is SSO02").detail()).contains("An operator asks");
            assertThat(settle("olga", id, "").detail()).contains("Say in words");
            assertThat(settle("olga", id, "SSO02 is master, I looked").status()).isEqualTo(202);
            assertThat(settle("olga", id, "yes").detail()).contains("somebody else confirms");
            assertThat(settle("audrey", id, "yes").status()).isEqualTo(403);

            lab.service("SSO02", "ENTSSO", "stop");
            Drive.Reply notProven = settle("anna", id, "I believe it");
            assertThat(notProven.status()).isEqualTo(409);
            assertThat(notProven.detail()).contains("not proven to be master").contains("unknownAccepted");
            lab.service("SSO02", "ENTSSO", "start");
            lab.awaitEntsso("SSO02", "RUNNING");
            Drive.Reply settled = settle("anna", id, "I looked, too");

            assertThat(settled.status()).as(settled.toString()).isEqualTo(200);
            assertThat(settled.body().path("outcome").asText()).isEqualTo("new-proven");
            assertThat(settled.body().path("settlement").path("confirmedBy").asText())
                    .isEqualTo("anna");
            assertThat(settled.body().path("links").has("settle")).isFalse();
            assertThat(settle("anna", id, "again").detail()).contains("is settled already");
            assertThat(drive.journal(id).path("whole").asBoolean()).isTrue();
            assertThat(drive.start(estate, "SSO03")).isNotEqualTo(id);
        }
    }

    @Test
    @Tag("long")
    void aRunWhoseMasterNobodyCanTellIsSettledWithAnUnknownOutcomeOnlyWhereTheApproverAcceptsThat() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.decides("olga", id, "confirmResult", "leaveOpen", "SSO02 burns");
            drive.awaitState(id, "left-open");
            assertThat(drive.failover(id).path("outcome").asText()).isEqualTo("unknown");
            lab.power("SSO02", false);
            lab.power("SSO03", false);
            assertThat(settle("olga", id, "Everything is down").status()).isEqualTo(202);

            assertThat(page("anna", id)).contains("Confirm the settlement").doesNotContain("unknownAccepted");
            Drive.Reply refused = settle("anna", id, "I see");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail())
                    .contains("No SSO server could be asked")
                    .contains("SSO02")
                    .contains("SSO03");
            assertThat(drive.failover(id).path("links").has("settle")).isTrue();
            assertThat(page("anna", id)).contains("name=\"unknownAccepted\"", "stays reserved");

            SsoSystem removed = estates.remove(estate);
            Drive.Reply notInTheInventory = settle("anna", id, "I see");
            assertThat(notInTheInventory.status())
                    .as(notInTheInventory.toString())
                    .isEqualTo(409);
            assertThat(notInTheInventory.detail()).contains("The inventory no longer has SSO system CONTOSO");
            estates.putBack(removed);

            Drive.Reply accepted = drive.call(
                    "anna",
                    "POST",
                    "/api/failovers/" + id + "/settle",
                    Map.of("words", "It is built anew from the restore file", "unknownAccepted", true));

            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(200);
            assertThat(accepted.body().path("outcome").asText()).isEqualTo("unknown");
            assertThat(accepted.body().path("known").asText()).contains("No SSO server could be asked");
            assertThat(drive.journal(id).toString()).contains("It is built anew from the restore file");
            assertThat(page("anna", id))
                    .contains("CONTOSO is free again, and nobody could tell who its master is", "Do not restart ENTSSO")
                    .doesNotContain("stays reserved", "Do not start SSO01");
            lab.power("SSO02", true);
            lab.power("SSO03", true);
            assertThat(drive.start(estate, "SSO03"))
                    .as("the SSO system is free")
                    .isNotEqualTo(id);
        }
    }

    @Test
    @Tag("long")
    void aRunWhoseDatabaseNamesNoComputerIsNotSettledAndItIsSaidWhatIsNamed() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.decides("olga", id, "confirmResult", "leaveOpen", "I want to look myself");
            drive.awaitState(id, "left-open");
            lab.changeInSnapIn("SSO02", "10.0.0.5");
            assertThat(settle("olga", id, "Somebody named an address").status()).isEqualTo(202);

            Drive.Reply refused = settle("anna", id, "I see");

            assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
            assertThat(refused.detail())
                    .contains("The SSO database names 10.0.0.5, but that server is not proven to be master.");
        }
    }

    private String page(String user, String id) throws IOException, InterruptedException {
        return Browser.signedIn(environment, user)
                .send(Browser.page(environment, "/board/failovers/" + id).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Drive.Reply settle(String user, String id, String words) {
        return drive.call(user, "POST", "/api/failovers/" + id + "/settle", Map.of("words", words));
    }
}
