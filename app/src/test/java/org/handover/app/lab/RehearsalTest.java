package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handover.app.inventory.RunEstates;
import org.handover.journal.FailoverId;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given an SSO system whose servers are reachable, when its failover is rehearsed, then nothing is typed on them. */
@Tag("long")
@HandoverOnLabTest
class RehearsalTest {

    private static final List<String> SERVERS = List.of("SSO01", "SSO02", "SSO03");

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    LabOfTheTest labOfTheTest;

    @Autowired
    RunEstates twins;

    @AfterEach
    void rehearseNowhere() {
        labOfTheTest.rehearseIn(null);
    }

    @Test
    void aRehearsalRunsToItsEndOnATwinAndTypesNothingOnTheServersThatItRehearses() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            labOfTheTest.rehearseIn(lab);
            Map<String, List<String>> before = typed(lab);

            Drive.Reply started = rehearse(estate);
            assertThat(started.status()).as(started.toString()).isEqualTo(201);
            String id = started.body().path("id").asText();
            assertThat(labOfTheTest.wasAskedInATransaction()).isFalse();
            assertThat(started.body().path("estate").asText()).isEqualTo("rehearsal-" + id);
            assertThat(started.body().path("estateNotice").asText()).contains("REHEARSAL");
            assertThat(started.body().path("rehearsed").path("doesNotProve").size())
                    .isGreaterThan(3);
            assertThat(drive.start(estate, "SSO03"))
                    .as("the system itself is not reserved by its rehearsal")
                    .isNotBlank();
            Map<String, List<String>> realRun = typedAfterItsLook(lab, estate);

            drive.decides("anna", id, "approveChange", "approve", "");
            drive.task(id, "giveRestorePassword");
            String password = drive.call("olga", "GET", "/api/failovers/" + id + "/restore-password", null)
                    .body()
                    .path("rehearsalPassword")
                    .asText();
            assertThat(password).isNotBlank();
            drive.passwordAndContinue(id, password);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "The twin's is dead");
            drive.acceptAndEnd("olga", id);

            assertThat(typed(lab)).isEqualTo(realRun);
            assertThat(before).isNotEqualTo(realRun);
            assertThat(lab.changes("SSO02")).noneMatch(change -> change.contains("secretServer"));
            theTwinGoesWithTheRun(lab, id);
            assertThat(drive.call("olga", "POST", "/api/failovers/" + id + "/failback", null)
                            .detail())
                    .contains("was a rehearsal");
        }
    }

    @Test
    void whereNoLabIsConfiguredARehearsalIsRefusedWithASentence() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            Drive.Reply refused = rehearse(estate);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.detail()).contains("needs a lab").contains("handover.rehearsal.lab-url");
        }
    }

    @Test
    void aLabWhoseMasterIsAnotherOneIsRefusedAndKeepsNoTwin() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            labOfTheTest.rehearseIn(lab);
            Map<String, Object> body = Drive.request(estates.addWithMaster(lab, "SSO02"), "SSO03");
            body.put("rehearsal", true);

            Drive.Reply refused = drive.call("olga", "POST", "/api/failovers", body);

            assertThat(estate).isNotNull();
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.detail()).contains("Give the lab a topology that is alike");
            assertThat(lab.systems().toString()).doesNotContain("twin-1");
        }
    }

    private Drive.Reply rehearse(EstateName estate) {
        Map<String, Object> body = Drive.request(estate, "SSO02");
        body.put("rehearsal", true);
        return drive.call("olga", "POST", "/api/failovers", body);
    }

    private static Map<String, List<String>> typed(TestLab lab) {
        Map<String, List<String>> typed = new HashMap<>();
        SERVERS.forEach(server -> typed.put(server, lab.typed(server)));
        return typed;
    }

    /** A real run beside the rehearsal looks at the real servers, and then waits. */
    private Map<String, List<String>> typedAfterItsLook(TestLab lab, EstateName estate) {
        Awaitility.await("the real run waits for approval")
                .atMost(Duration.ofSeconds(60))
                .until(() -> drive.call("audrey", "GET", "/api/failovers?state=awaiting-approval", null)
                        .body()
                        .path("items")
                        .toString()
                        .contains(estate.value()));
        return typed(lab);
    }

    private void theTwinGoesWithTheRun(TestLab lab, String id) {
        Awaitility.await("the twin is gone").atMost(Duration.ofSeconds(30)).until(() -> twins.of(new FailoverId(id))
                .isEmpty());
        assertThat(lab.systems().toString()).doesNotContain("twin-1");
        JsonNode ended = drive.failover(id);
        assertThat(ended.path("estateNotice").asText()).contains("REHEARSAL");
        assertThat(drive.journal(id).toString()).contains("rehearsal.twinMade").contains("rehearsal.twinRemoved");
    }
}
