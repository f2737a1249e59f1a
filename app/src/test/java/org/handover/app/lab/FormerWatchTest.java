package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Given a dead master that was replaced, when it comes back, then it is shown until a person has settled it. */
@HandoverOnLabTest
class FormerWatchTest {

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Test
    void aFormerMasterThatComesBackInTheMiddleOfTheRunIsShownUntilAPersonSettlesIt() {
        try (TestLab lab = TestLab.start()) {
            EstateName estate = estates.add(lab);
            String id = drive.untilTheDatabase(estate, "SSO02", TestLab.RESTORE_PASSWORD);
            drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
            drive.task(id, "confirmResult");
            Awaitility.await("SSO01 is watched")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> formerMasters(estate).size() == 1);
            assertThat(drive.failover(id).has("formerReturned")).isFalse();
            List<String> changed = lab.changes("SSO01");

            lab.power("SSO01", true);
            Awaitility.await("it is shown").atMost(Duration.ofSeconds(20)).until(() -> drive.failover(id)
                    .has("formerReturned"));
            JsonNode shown = drive.failover(id);
            assertThat(shown.path("state").asText()).isEqualTo("awaiting-confirmation");
            assertThat(shown.path("formerReturned").path("server").asText()).isEqualTo("SSO01");
            assertThat(drive.journal(id).toString()).contains("former.returned");
            assertThat(formerMasters(estate).path(0).has("returnedAt")).isTrue();

            drive.acceptAndEnd("olga", id);
            assertThat(drive.failover(id).has("formerReturned")).isTrue();
            assertThat(lab.typed("SSO01"))
                    .allMatch(line -> line.startsWith("sc query") || line.startsWith("reg query") || isALook(line));
            assertThat(lab.changes("SSO01"))
                    .filteredOn(change -> change.contains("stopped"))
                    .isEqualTo(changed.stream()
                            .filter(change -> change.contains("stopped"))
                            .toList());

            assertThat(settle(estate, "olga", " ").status()).isEqualTo(400);
            assertThat(settle(estate, "anna", "done").status()).isEqualTo(403);
            assertThat(settle(estate, "olga", "It is switched off for good").status())
                    .isEqualTo(200);
            assertThat(drive.failover(id).has("formerReturned")).isFalse();
            assertThat(formerMasters(estate)).isEmpty();
            assertThat(settle(estate, "olga", "again").status()).isEqualTo(409);
        }
    }

    /** Questions of the console itself and of the checks. */
    private static boolean isALook(String line) {
        return !line.contains("net st")
                && !line.contains("-updatedb")
                && !line.contains("-restoresecret")
                && !line.contains("&& ");
    }

    private Drive.Reply settle(EstateName estate, String user, String words) {
        return drive.call(
                user,
                "POST",
                "/api/sso-systems/CONTOSO/former-settled",
                Map.of("estate", estate.value(), "server", "SSO01", "words", words));
    }

    private JsonNode formerMasters(EstateName estate) {
        for (JsonNode system :
                drive.call("audrey", "GET", "/api/sso-systems", null).body().path("items")) {
            if (system.path("estate").asText().equals(estate.value())) {
                return system.path("formerMasters");
            }
        }
        throw new AssertionError("no estate " + estate);
    }
}
