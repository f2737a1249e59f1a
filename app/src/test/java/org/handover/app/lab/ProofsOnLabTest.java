package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.handover.check.VerifyPromotionDelegate;
import org.handover.console.Consoles;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Plans;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.step.Inventory;
import org.handover.step.StepResult;
import org.handover.step.StepRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Given a promotion over SSH, when it is verified, then each proof of docs/entsso.md 9 is there; and given one thing that is not
 * so, it is not. V10 and V11 have a test of their own.
 */
@Tag("long")
@HandoverOnLabTest
class ProofsOnLabTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOOLS =
            "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\" ";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    VerifyPromotionDelegate verify;

    @Autowired
    Failovers failovers;

    @Autowired
    Plans plans;

    @Autowired
    Inventory inventory;

    @Autowired
    Consoles consoles;

    @Autowired
    Journal journal;

    @Test
    void eachProofOfAPlannedChangeIsThereAndEachCanFail() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = drive.startPlanned(estate, "SSO02", "command-line");
            drive.untilThePasswordOfAPlannedOne(id);
            drive.task(id, "confirmResult");
            Failover run = failovers.get(new FailoverId(id));

            JsonNode promoted = proofs(run);
            assertProof(promoted, "V1", "proven", "3 of 3 servers say so");
            assertProof(promoted, "V2", "could not be checked", "snap-in");
            assertProof(promoted, "V3", "could not be checked", "snap-in");
            assertProof(promoted, "V4", "warning", "SSO01 says that it is, too");
            assertProof(promoted, "V5", "proven", lab.handedOver().restoreFile().msid());
            assertProof(promoted, "V6", "proven", "10523");
            assertProof(promoted, "V8", "proven", lab.handedOver().restoreFile().msid());
            assertProof(promoted, "V9", "proven", "by CONTOSO\\handover");
            assertProof(promoted, "V12", "offered to a person", "nothing here does it");
            assertProof(promoted, "V13", "warning", "not delayed");
            assertProof(promoted, "V14", "proven", "SSO02 asks itself");
            assertProof(promoted, "V15", "warning", "None since the restore");
            assertProof(promoted, "V16", "warning", "not restarted since it was master");
            assertProof(promoted, "V17", "offered to a person", "nothing here does it");

            theDatabaseIsNotReachedByTwoOfThem(lab, run);
            aMemberThatLostItsMasterAndFindsTheNewOne(lab, run);
            aServerThatAsksTheFormerMaster(run);
            aServiceThatDoesNotStartByItself(lab, run);
            aSecretThatIsLostAgain(lab, run);
        }
    }

    @Test
    void theLastProofsComeWhenTheFormerIsSeenToAndTheBackupIsTaken() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            String id = drive.startPlanned(estate, "SSO02", "snap-in");
            drive.untilThePasswordOfAPlannedOne(id);
            drive.task(id, "changeInSnapIn");
            lab.changeInSnapIn("SSO01", "SSO02");
            drive.decides("olga", id, "changeInSnapIn", "done", "");
            drive.decides("olga", id, "confirmResult", "accept", "");
            drive.decides("olga", id, "decideOnFormerMaster", "ordinary", "");
            drive.backupPasswordAnd(id, "takeFreshBackup", "done");
            drive.awaitState(id, "succeeded");

            JsonNode ended = proofs(failovers.get(new FailoverId(id)));
            assertProof(ended, "V4", "proven", "SSO01 says that it is not");
            assertProof(ended, "V9", "proven", "On SSO01");
            assertProof(ended, "V15", "proven", "10559");
            assertProof(ended, "V16", "proven", "got the secret from SSO02");
        }
    }

    private void theDatabaseIsNotReachedByTwoOfThem(TestLab lab, Failover run) throws Exception {
        lab.power("SSO01", false);
        lab.power("SSO03", false);
        JsonNode away = proofs(run);
        assertProof(away, "V1", "could not be checked", "1 of 3");
        assertProof(away, "V4", "proven", "SSO01 could not be asked");
        assertProof(away, "V7", "could not be checked", "Silence is not agreement");
        assertProof(away, "V14", "could not be checked", "Not known of SSO03");
        assertProof(away, "V16", "could not be checked", "come back as master unnoticed");
        lab.power("SSO03", true);
        lab.awaitEntsso("SSO03", "RUNNING");
    }

    /** The planned change gave SSO03 nothing to say; losing the master and finding it again does (law 8). */
    private void aMemberThatLostItsMasterAndFindsTheNewOne(TestLab lab, Failover run) {
        Awaitility.await("V7 is proven by what SSO03 got when it started")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertProof(proofs(run), "V7", "proven", "SSO03"));
        lab.service("SSO02", "ENTSSO", "stop");
        Awaitility.await("SSO03 misses SSO02")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertProof(proofs(run), "V7", "contradicted", "SSO03 lost it"));
        lab.service("SSO02", "ENTSSO", "start");
        lab.awaitEntsso("SSO02", "RUNNING");
        Awaitility.await("SSO03 has it again")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertProof(proofs(run), "V7", "proven", "SSO03"));
    }

    private void aServerThatAsksTheFormerMaster(Failover run) throws Exception {
        type(run, "SSO03", TOOLS + "-server SSO01");
        assertProof(proofs(run), "V14", "contradicted", "SSO03 asks SSO01");
        type(run, "SSO03", TOOLS + "-server SSO03");
    }

    private void aServiceThatDoesNotStartByItself(TestLab lab, Failover run) throws Exception {
        for (String server : new String[] {"SSO02", "SSO03"}) {
            type(run, server, "sc config ENTSSO start= delayed-auto");
        }
        assertProof(proofs(run), "V13", "could not be checked", "SSO02");
        lab.power("SSO01", true);
        lab.awaitEntsso("SSO01", "RUNNING");
        assertProof(proofs(run), "V13", "proven", "SSO03: CONTOSO\\svc-entsso, starts automatically, delayed");
        type(run, "SSO03", "sc config ENTSSO start= demand");
        assertProof(proofs(run), "V13", "warning", "by hand");
    }

    private void aSecretThatIsLostAgain(TestLab lab, Failover run) throws Exception {
        lab.fault("SSO02", "secret-lost", Map.of());
        assertProof(proofs(run), "V5", "contradicted", "In use is");
        lab.service("SSO02", "ENTSSO", "stop");
        lab.service("SSO02", "ENTSSO", "start");
        lab.awaitEntsso("SSO02", "RUNNING");
        Awaitility.await("10520 after the restore")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertProof(proofs(run), "V6", "contradicted", "10520"));
        JsonNode without = proofs(run);
        assertProof(without, "V12", "could not be checked", "Not before V6");
        assertProof(without, "V17", "could not be checked", "Not before V6");
    }

    private JsonNode proofs(Failover run) throws InterruptedException {
        StepRun step = new StepRun(
                run,
                inventory.find(run.estate(), run.ssoSystem()).orElseThrow(),
                plans.current(run.id()),
                inventory,
                consoles,
                journal,
                VerifyPromotionDelegate.STEP,
                "the test",
                false,
                () -> true);
        StepResult.Proven seen = (StepResult.Proven) verify.look(step);
        return JSON.valueToTree(Objects.requireNonNull(seen.variables().get("proofs")));
    }

    private static void assertProof(JsonNode proofs, String number, String result, String seen) {
        for (JsonNode proof : proofs) {
            if (proof.path("proof").asText().startsWith(number + " ")) {
                assertThat(proof.path("result").asText()).as(proof.toString()).isEqualTo(result);
                assertThat(proof.path("seen").asText()).contains(seen);
                return;
            }
        }
        throw new AssertionError("There is no proof " + number);
    }

    private void type(Failover run, String server, String command) throws Exception {
        consoles.on(inventory.address(run.estate(), SsoServerName.of(server))).type(command, PATIENCE);
    }
}
