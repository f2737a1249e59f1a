package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.handover.console.Consoles;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a master that answers, when another server is to become master, then nothing is lost on either path, nor on the way back. */
@Tag("long")
@HandoverOnLabTest
class PlannedFailoverTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Test
    void aPlannedChangeByCommandLineSucceedsAndOneCallChangesItBack() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            new ProofApplication(consoles.on(estates.address(estate, SsoServerName.of("SSO01")))).make();

            String id = drive.startPlanned(estate, "SSO02", "command-line");
            drive.untilThePasswordOfAPlannedOne(id);
            drive.task(id, "confirmResult");
            assertThat(drive.failover(id)
                            .path("pointOfNoReturn")
                            .path("rollBackOffered")
                            .asBoolean())
                    .isTrue();
            toTheEnd(id);

            JsonNode succeeded = drive.failover(id);
            assertThat(succeeded.path("outcome").asText()).isEqualTo("new-proven");
            assertThat(drive.proof(id, "V10"))
                    .as("the value that was there before")
                    .isEqualTo("proven");
            assertThat(drive.proof(id, "V11"))
                    .as("a new value, read on another server")
                    .isEqualTo("proven");
            assertThat(succeeded.path("path").asText()).isEqualTo("command-line");
            assertThat(succeeded.path("known").asText()).contains("SSO02");
            assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MEMBER");
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
            theFreshBackupIsARestoreFileInTheStore(estate);

            String back = failBack(id);
            drive.untilThePasswordOfAPlannedOne(back);
            toTheEnd(back);

            assertThat(drive.failover(back).path("outcome").asText()).isEqualTo("new-proven");
            assertThat(drive.proof(back, "V10"))
                    .as("the value of the change before")
                    .isEqualTo("proven");
            assertThat(drive.proof(back, "V11")).isEqualTo("proven");
            assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MASTER");
            assertThat(TestLab.of(lab.state(), "SSO02").path("role").asText()).isEqualTo("MEMBER");
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
            assertThat(masterOf(estate)).isEqualTo("SSO01");
        }
    }

    @Test
    void aPlannedChangeInTheSnapInSendsTheOperatorBackUntilItIsDoneAndThenSucceeds() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();

            String id = drive.startPlanned(estate, "SSO02", "snap-in");
            drive.untilThePasswordOfAPlannedOne(id);
            String first = drive.task(id, "changeInSnapIn");
            drive.decides("olga", id, "changeInSnapIn", "done", "");
            String second = drive.nextTask(id, "changeInSnapIn", first);
            assertThat(second).isNotEqualTo(first);
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("ENTSSO stopped"));

            lab.changeInSnapIn("SSO01", "SSO02");
            drive.decides("olga", id, "changeInSnapIn", "done", "");
            toTheEnd(id);

            assertThat(drive.failover(id).path("path").asText()).isEqualTo("snap-in");
            assertThat(drive.proof(id, "V10")).as("nobody made the application").isEqualTo("could not be checked");
            assertThat(drive.proof(id, "V11")).isEqualTo("could not be checked");
            assertThat(lab.typed("SSO02")).noneMatch(line -> line.contains("-updatedb"));
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
        }
    }

    @Test
    void anAbortInTheSnapInThatCannotBeLookedAtAtFirstStillEndsAsAnAbort() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = drive.startPlanned(estate, "SSO02", "snap-in");
            drive.untilThePasswordOfAPlannedOne(id);
            drive.task(id, "changeInSnapIn");

            lab.power("SSO02", false);
            drive.decides("olga", id, "changeInSnapIn", "abort", "");
            drive.task(id, "decideHowToGoOn");
            lab.power("SSO02", true);
            lab.awaitEntsso("SSO02", "RUNNING");
            drive.decides("olga", id, "decideHowToGoOn", "retry", "");
            drive.awaitState(id, "aborted");

            assertThat(drive.failover(id).path("outcome").asText()).isEqualTo("unchanged");
        }
    }

    private void toTheEnd(String id) {
        drive.decides("olga", id, "confirmResult", "accept", "");
        drive.decides("olga", id, "decideOnFormerMaster", "ordinary", "");
        drive.backupPasswordAnd(id, "takeFreshBackup", "done");
        drive.awaitState(id, "succeeded");
    }

    private String failBack(String id) {
        assertThat(drive.failover(id).path("links").path("failback").asText())
                .isEqualTo("/api/failovers/" + id + "/failback");
        String path = "/api/failovers/" + id + "/failback";
        Drive.Reply started = drive.call("olga", "POST", path, null, "Idempotency-Key", "back from " + id);
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        Drive.Reply again = drive.call("olga", "POST", path, null, "Idempotency-Key", "back from " + id);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("id")).isEqualTo(started.body().path("id"));
        assertThat(started.body().path("situation").asText()).isEqualTo("planned");
        assertThat(started.body().path("newMasterSecretServer").asText()).isEqualTo("SSO01");
        assertThat(drive.call(
                                "olga",
                                "POST",
                                "/api/failovers/" + again.body().path("id").asText() + "/failback",
                                Map.of())
                        .status())
                .isEqualTo(409);
        return started.body().path("id").asText();
    }

    private void theFreshBackupIsARestoreFileInTheStore(EstateName estate) {
        JsonNode files = systemOf(estate).path("restoreFiles");
        assertThat(files.toString()).contains("storeFile");
        assertThat(files.size()).isGreaterThan(1);
    }

    private String masterOf(EstateName estate) {
        return systemOf(estate).path("masterSecretServer").asText();
    }

    private JsonNode systemOf(EstateName estate) {
        for (JsonNode system :
                drive.call("audrey", "GET", "/api/sso-systems", null).body().path("items")) {
            if (system.path("estate").asText().equals(estate.value())) {
                return system;
            }
        }
        throw new AssertionError("no estate " + estate);
    }
}
