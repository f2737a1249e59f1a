package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.sso.EstateName;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.handover.step.BackupStore;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Given a fresh backup that was moved off its server into the store, when the change is failed back from it, then it is put on
 * the new server for the restore only, unaltered and readable for nobody else.
 */
@Tag("long")
@HandoverOnLabTest
class FailbackFromStoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Autowired
    Inventory inventory;

    @Autowired
    BackupStore store;

    @Test
    void theFreshBackupIsPlacedForTheRestoreWithItsDigestComparedAndTakenAwayAfterIt() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            JsonNode fresh = succeededWithAFreshBackup(lab, estate);
            WindowsPath path = WindowsPath.of(fresh.path("path").asText());
            RemoteConsole former = consoles.on(inventory.address(estate, SsoServerName.of("SSO01")));

            String back = failBackFrom(fresh);
            drive.backupPasswordAnd(back, "giveBackupPassword", "continue");
            assertThat(former.type("if exist " + path.quoted() + " (echo there) else (echo away)", LIMIT)
                            .output())
                    .as("before it is approved")
                    .contains("away");
            drive.decides("anna", back, "approveChange", "approve", "");
            drive.task(back, "giveRestorePassword");

            assertThat(Sha256.ofContent(former.read(path, 1 << 20)).value())
                    .isEqualTo(fresh.path("sha256").asText());
            List<String> rights = former.type("icacls " + path.quoted(), LIMIT)
                    .output()
                    .lines()
                    .map(line -> line.replace(path.value(), "").strip())
                    .filter(line -> line.contains(":("))
                    .toList();
            assertThat(rights)
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("NT AUTHORITY\\SYSTEM:"))
                    .anyMatch(line -> line.startsWith("BUILTIN\\Administrators:"))
                    .anyMatch(line -> line.contains("SSO Administrators:"));

            drive.passwordAndContinue(back, TestLab.BACKUP_PASSWORD);
            drive.decides("olga", back, "confirmResult", "accept", "");
            drive.decides("olga", back, "decideOnFormerMaster", "ordinary", "");
            drive.decides("olga", back, "takeFreshBackup", "skip", "");
            drive.awaitState(back, "succeeded");

            assertThat(TestLab.of(lab.state(), "SSO01").path("role").asText()).isEqualTo("MASTER");
            lab.everyCredentialDecryptsOn("SSO01", "SSO02", "SSO03");
            assertThat(former.type("if exist " + path.quoted() + " (echo there) else (echo away)", LIMIT)
                            .output())
                    .as("after the restore")
                    .contains("away");
            assertThat(proven(back)).contains("placeRestoreFile", "removeRestoreFile");
        }
    }

    @Test
    void aBackupInTheStoreThatWasAlteredBlocksBeforeAnythingIsPlaced() throws Exception {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            lab.withItsMaster();
            JsonNode fresh = succeededWithAFreshBackup(lab, estate);
            Path kept =
                    store.folder().orElseThrow().resolve(fresh.path("storeFile").asText());
            byte[] altered = Files.readAllBytes(kept);
            altered[altered.length / 2] ^= 0x55;
            Files.write(kept, altered);

            String back = failBackFrom(fresh);
            drive.awaitState(back, "needs-decision");

            assertThat(drive.blockingFindings(back)).contains("another file or a damaged one");
            assertThat(proven(back)).doesNotContain("placeRestoreFile");
        }
    }

    private JsonNode succeededWithAFreshBackup(TestLab lab, EstateName estate) {
        String id = drive.startPlanned(estate, "SSO02", "command-line");
        drive.untilThePasswordOfAPlannedOne(id);
        drive.decides("olga", id, "confirmResult", "accept", "");
        drive.decides("olga", id, "decideOnFormerMaster", "ordinary", "");
        drive.backupPasswordAnd(id, "takeFreshBackup", "done");
        drive.awaitState(id, "succeeded");
        for (JsonNode system :
                drive.call("audrey", "GET", "/api/sso-systems", null).body().path("items")) {
            if (system.path("estate").asText().equals(estate.value())) {
                for (JsonNode file : system.path("restoreFiles")) {
                    if (file.hasNonNull("storeFile")) {
                        return ((ObjectNode) file).put("of", id);
                    }
                }
            }
        }
        throw new AssertionError(
                "no fresh backup in the store of " + lab.handedOver().ssoSystem());
    }

    private String failBackFrom(JsonNode fresh) {
        Drive.Reply started = drive.call(
                "olga",
                "POST",
                "/api/failovers/" + fresh.path("of").asText() + "/failback",
                Map.of("restoreFile", fresh.path("path").asText()));
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        return started.body().path("id").asText();
    }

    private List<String> proven(String id) {
        return drive.journal(id).path("items").findParents("data").stream()
                .filter(entry -> entry.path("kind").asText().equals("step.proven"))
                .map(entry -> entry.path("data").path("step").asText())
                .toList();
    }
}
