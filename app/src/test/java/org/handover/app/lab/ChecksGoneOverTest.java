package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.console.Consoles;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.step.Inventory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a check that blocks, when an operator wants to go on over it, then the laws decide whether that is offered. */
@Tag("long")
@HandoverOnLabTest
class ChecksGoneOverTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Consoles consoles;

    @Autowired
    Inventory inventory;

    @Test
    void aBlockingCheckThatNoLawForbidsIsGoneOverWithAReasonAndTheRunGoesOn() throws Exception {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            consoles.on(inventory.address(estate, SsoServerName.of("SSO03")))
                    .type(
                            "reg add HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\ENTSSO /v Server /t REG_SZ /d 9.0.2096.0 /f",
                            Duration.ofSeconds(20));
            String id = drive.start(estate, "SSO02");
            drive.awaitState(id, "needs-decision");

            assertThat(offered(id)).containsExactly("checkAgain", "goOn", "withdraw");
            assertThat(drive.blockingFindings(id)).contains("Bring all SSO servers to the same release");
            assertThat(drive.decide("olga", id, "decideOnFailedChecks", "goOn", "")
                            .detail())
                    .contains("Say why");
            assertThat(lab.changes("SSO02")).isEmpty();
            drive.decides("olga", id, "decideOnFailedChecks", "goOn", "SSO03 is going to be reinstalled anyway");

            drive.decides("anna", id, "approveChange", "approve", "");
            assertThat(drive.journal(id).toString()).contains("SSO03 is going to be reinstalled anyway");
            drive.passwordAndContinue(id, TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.acceptAndEnd("olga", id);
            lab.everyCredentialDecryptsOn("SSO02", "SSO03");
        }
    }

    @Test
    void aForeignSecretOnTheNewServerIsGoneOverByNobodyAndIsBlockingUntilItIsAway() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            lab.fault("SSO02", "wrong-secret", Map.of());
            String id = drive.start(estate, "SSO02");
            drive.awaitState(id, "needs-decision");

            assertThat(offered(id)).containsExactly("checkAgain", "withdraw");
            assertThat(drive.decide("olga", id, "decideOnFailedChecks", "goOn", "I want it")
                            .detail())
                    .contains("'goOn' is no answer to this task now");
            assertThat(findings(id)).anySatisfy(finding -> {
                assertThat(finding.path("check").asText()).contains("No other secret lies ready");
                assertThat(finding.path("law").asText()).isEqualTo("law 3");
                assertThat(finding.path("goOn").asText()).isEqualTo("no");
            });

            lab.noFault("SSO02", "wrong-secret");
            drive.decides("olga", id, "decideOnFailedChecks", "checkAgain", "");
            drive.task(id, "approveChange");
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
        }
    }

    private List<String> offered(String id) {
        List<String> offered = new ArrayList<>();
        drive.failover(id).path("tasks").path(0).path("decisions").forEach(value -> offered.add(value.asText()));
        return offered;
    }

    private List<JsonNode> findings(String id) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : drive.journal(id).path("items")) {
            entry.path("data").path("findings").forEach(found::add);
        }
        return found;
    }
}
