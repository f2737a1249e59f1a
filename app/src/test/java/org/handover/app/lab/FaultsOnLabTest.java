package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a lab, when something breaks at a step, then this is what the operator sees, and nothing is lost. */
@HandoverOnLabTest
@Tag("long")
class FaultsOnLabTest {

    private static final String RESTORE_FILE = "C:\\Restore\\SSO01.bak";

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Test
    void aWrongPasswordIsAskedForAgainWithTheFilesReminder() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", "not the password");
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");

            drive.task(id, "giveRestorePassword");
            JsonNode asked = drive.call("olga", "GET", "/api/failovers/" + id + "/restore-password", null)
                    .body();
            assertThat(asked.path("held").asBoolean()).isFalse();
            assertThat(asked.path("reminder").asText()).isEqualTo(TestLab.REMINDER);
            assertThat(asked.path("lastRefusal").asText()).contains("0xC0002A1B");
            assertThat(drive.decide("olga", id, "giveRestorePassword", "continue", "")
                            .detail())
                    .contains("The restore password is not here yet");
            assertThat(drive.decide("olga", id, "giveRestorePassword", "abort", "")
                            .detail())
                    .contains("no answer to this task now");

            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            finish(id);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO started"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRestoreFileThatWasDamagedAfterTheServerWasNamedIsSaidAndCanBePutRight() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            RemoteConsole console = console(estate, "SSO02");
            byte[] good = console.read(WindowsPath.of(RESTORE_FILE), 1 << 20);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            byte[] damaged = good.clone();
            damaged[damaged.length / 2] ^= 0x55;
            lab.delay("SSO02", "net", Duration.ofSeconds(3));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            lab.awaitTyped("SSO02", "net stop");
            console.write(WindowsPath.of(RESTORE_FILE), damaged);

            awaitTask(id, "decideHowToGoOn");
            assertThat(drive.failover(id).path("state").asText()).isEqualTo("needs-decision");
            assertThat(drive.lastFailure(id))
                    .startsWith("restoreSecret: ")
                    .contains("is not the one that was approved", "Nothing was typed");
            assertThat(drive.missingOnTheForm(currentTaskId(id), "decide-how-to-go-on.form"))
                    .isEmpty();
            assertThat(answer("olga", id, "decideHowToGoOn", "abort", "no")).contains("no answer to this task now");
            assertThat(answer("olga", id, "decideHowToGoOn", "leaveOpen", "")).contains("Say why");

            console.write(WindowsPath.of(RESTORE_FILE), good);
            assertThat(answer("olga", id, "decideHowToGoOn", "retry", "")).isEmpty();
            awaitAnyTask(id, "giveRestorePassword", "confirmResult");
            if (currentTask(id).equals("giveRestorePassword")) {
                drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            }
            finish(id);
        }
    }

    @Test
    void aDamagedRestoreFileBlocksBeforeAnythingIsTouched() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.restoreFile("SSO02", RESTORE_FILE, "damaged");

            blockedBy(estate, "It is another file or a damaged one");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
        }
    }

    @Test
    void theBackupOfAnotherSecretBlocksBeforeAnythingIsTouched() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(
                    lab, lab.restoreFile("SSO02", "C:\\Restore\\OTHER.bak", "unrelated"), Duration.ofMinutes(15), 1);

            blockedBy(estate, "Choose the backup that was made of the secret in use");
        }
    }

    @Test
    void aHostKeyThatChangedStopsTheRunBeforeALogon() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            estates.hostKey(estate, "SSO02", lab.handedOver().servers().get(2).hostKey());

            blockedBy(estate, "key");
            assertThat(lab.typed("SSO02")).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfACommandIsFollowedByALookNotByASecondStart() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            lab.delay("SSO02", "net", Duration.ofSeconds(3));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            Awaitility.await("net stop is being typed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> lab.typed("SSO02").stream().anyMatch(line -> line.contains("net stop")));
            lab.cutConnections("SSO02");
            lab.delay("SSO02", "net", Duration.ZERO);

            finish(id);
            assertThat(typedWith(lab, "net stop")).hasSize(1);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO stopped"))
                    .isEqualTo(1);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO started"))
                    .isEqualTo(1);
        }
    }

    /** All of them run in {@link EveryFaultTest}; this one shows that it can be done. */
    @Test
    void everyFaultOfTheLabHasAScenarioThatTheDocumentationTells() throws Exception {
        try (TestLab lab = TestLab.start()) {
            List<FaultScenario> scenarios = FaultScenarios.all();
            assertThat(scenarios).extracting(FaultScenario::fault).containsExactlyInAnyOrderElementsOf(lab.faults());
            String documented = FaultTable.committed();
            assertThat(scenarios).allSatisfy(scenario -> assertThat(documented).contains(FaultTable.given(scenario)));
            FaultScenario one = scenarios.stream()
                    .filter(scenario -> scenario.fault().equals("group-missing"))
                    .findFirst()
                    .orElseThrow();
            one.play().in(new FaultRun(drive, estates, consoles, lab));
        }
    }

    @Test
    void aFormerMasterThatAnswersAgainStopsTheChangeAtTheLastMoment() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            lab.power("SSO01", true);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "I thought so");

            awaitTask(id, "decideHowToGoOn");
            assertThat(drive.lastFailure(id)).startsWith("updateDatabase: SSO01 answers now");
            assertThat(answer("olga", id, "decideHowToGoOn", "abort", "SSO01 is back"))
                    .isEmpty();
            drive.awaitState(id, "aborted");
            assertThat(drive.failover(id).path("outcome").asText()).isEqualTo("unchanged");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
        }
    }

    @Test
    void aMasterThatAnswersIsNotReplaced() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.power("SSO01", true);

            String id = blockedBy(estate, "Do not promote another server");
            drive.decides("olga", id, "decideOnFailedChecks", "withdraw", "");
            drive.awaitState(id, "withdrawn");
            assertThat(lab.changes("SSO02")).isEmpty();
        }
    }

    @Test
    void anApprovalThatRanOutBeforeTheFirstChangeIsAskedForAgainWithANewPlan() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab, lab.handedOver().restoreFile(), Duration.ofSeconds(3), 1);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            JsonNode approval = entry(id, "approval");
            Instant expires =
                    Instant.parse(approval.path("data").path("expiresAt").asText());
            Awaitility.await("the approval has run out")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Instant.now().isAfter(expires));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");

            drive.decides("olga", id, "askForApprovalAgain", "ask", "");
            drive.task(id, "approveChange");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
            drive.decides("anna", id, "approveChange", "approve", "again");
            drive.task(id, "giveRestorePassword");
        }
    }

    @Test
    void whereSsomanageAsksAnotherServerItIsPointedAtItselfFirst() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            console(estate, "SSO02")
                    .type(
                            "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\" -server SSO03",
                            Duration.ofSeconds(10));
            console(estate, "SSO02").type("echo done", Duration.ofSeconds(10));

            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            finish(id);

            assertThat(typedWith(lab, "-server SSO02")).hasSize(1);
        }
    }

    @Test
    void aNameThatWasChangedByHandIsFoundDoneAndTheRunStillOnlyGoesForward() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            console(estate, "SSO02")
                    .write(
                            WindowsPath.of("C:\\Restore\\by-hand.xml"),
                            "<sso><globalInfo><secretServer>SSO02</secretServer></globalInfo></sso>"
                                    .getBytes(StandardCharsets.UTF_8));
            console(estate, "SSO02")
                    .type(
                            "\"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssomanage.exe\" -updatedb C:\\Restore\\by-hand.xml",
                            Duration.ofSeconds(10));
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");

            drive.task(id, "confirmResult");
            assertThat(typedWith(lab, "-updatedb")).hasSize(1);
            assertThat(drive.failover(id).path("pointOfNoReturn").path("passed").asBoolean())
                    .isTrue();
            assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/withdraw", null)
                            .status())
                    .isEqualTo(409);
            finish(id);
        }
    }

    private String blockedBy(EstateName estate, String whatToDo) {
        String id = drive.start(estate, "SSO02");
        drive.task(id, "decideOnFailedChecks");
        assertThat(drive.failover(id).path("state").asText()).isEqualTo("needs-decision");
        JsonNode looked = entry(id, "estate.looked");
        assertThat(looked.toString()).contains("blocking").contains(whatToDo);
        return id;
    }

    private void finish(String id) {
        drive.acceptAndEnd("olga", id);
    }

    private JsonNode entry(String id, String kind) {
        List<JsonNode> found = new ArrayList<>();
        drive.journal(id).path("items").forEach(entry -> {
            if (entry.path("kind").asText().equals(kind)) {
                found.add(entry);
            }
        });
        assertThat(found).as(kind).isNotEmpty();
        return found.get(found.size() - 1);
    }

    private void awaitTask(String id, String key) {
        awaitAnyTask(id, key);
    }

    private void awaitAnyTask(String id, String... keys) {
        Awaitility.await(id + " asks for one of " + List.of(keys))
                .atMost(Duration.ofSeconds(60))
                .until(() -> List.of(keys).contains(currentTask(id)));
    }

    private String currentTaskId(String id) {
        return drive.failover(id).path("tasks").path(0).path("id").asText();
    }

    private String currentTask(String id) {
        return drive.failover(id).path("tasks").path(0).path("key").asText();
    }

    /** @return the sentence of the refusal; empty where it was taken */
    private String answer(String user, String id, String key, String decision, String words) {
        String task = drive.failover(id).path("tasks").path(0).path("id").asText();
        assertThat(currentTask(id)).isEqualTo(key);
        return drive.call(
                        user,
                        "POST",
                        "/api/tasks/" + task + "/decision",
                        Map.of("decision", decision, "justification", words))
                .detail();
    }

    private static List<String> typedWith(TestLab lab, String command) {
        return lab.typed("SSO02").stream()
                .filter(line -> line.contains(command))
                .toList();
    }

    private RemoteConsole console(EstateName estate, String server) {
        return consoles.on(estates.address(estate, SsoServerName.of(server)));
    }
}
