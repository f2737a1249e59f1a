package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.handover.app.watch.MasterLooks;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystemName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Given an SSO system without a failover, when its master dies or a second one appears, then it is known without anybody asking. */
@HandoverOnLabTest
class MasterWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    LabEstates estates;

    @Autowired
    Drive drive;

    @Autowired
    MasterLooks looks;

    @Autowired
    MeterRegistry metrics;

    @Autowired
    JdbcClient jdbc;

    @Test
    @Tag("long")
    void theWatchTellsADeadMasterAStoppedOneAndTwoOfThem() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            List<String> changed = lab.changes("SSO02");

            JsonNode dead = untilItIs("silent", estate);
            assertThat(dead.path("sentence").asText()).isEqualTo("SSO01 does not answer.");
            assertThat(dead.path("servers")).hasSize(3);
            assertThat(metric("handover.master.up", estate)).isZero();

            lab.power("SSO01", true);
            assertThat(untilItIs("answers", estate).path("masters"))
                    .extracting(JsonNode::asText)
                    .containsExactly("SSO01");
            assertThat(metric("handover.master.up", estate)).isEqualTo(1);
            assertThat(metric("handover.master.claimants", estate)).isEqualTo(1);

            lab.service("SSO01", "ENTSSO", "stop");
            assertThat(untilItIs("stopped", estate).path("sentence").asText()).contains("its ENTSSO does not run");
            lab.service("SSO01", "ENTSSO", "start");

            lab.fault("SSO02", "second-master", Map.of());
            lab.service("SSO02", "ENTSSO", "stop");
            lab.service("SSO02", "ENTSSO", "start");
            JsonNode two = untilItIs("two-masters", estate);
            assertThat(two.path("sentence").asText())
                    .isEqualTo("The servers disagree about who is master: SSO01, SSO02.");
            assertThat(metric("handover.master.claimants", estate)).isEqualTo(2);

            assertThat(lab.changes("SSO02"))
                    .as("nothing but what this test did")
                    .filteredOn(change -> !changed.contains(change) && !change.contains("ENTSSO"))
                    .isEmpty();
            assertThat(houseEntries(estate))
                    .as("one entry for each change, not for each look")
                    .containsSubsequence("master.silent", "master.answers", "master.stopped", "master.two-masters")
                    .doesNotContainSequence("master.silent", "master.silent");
        }
    }

    @Test
    void whileAFailoverIsOpenItsServersAreLeftAlone() {
        try (TestLab lab = TestLab.founded()) {
            EstateName estate = estates.add(lab);
            String run = drive.start(estate, "SSO02");
            drive.task(run, "approveChange");
            int typed = lab.typed("SSO02").size();

            look(estate);

            assertThat(lab.typed("SSO02")).hasSize(typed);
            assertThat(watched(estate).isMissingNode()).isTrue();
        }
    }

    @Test
    void ofAnSsoSystemThatHasLeftTheInventoryThereIsNoFigure() {
        jdbc.sql(
                        """
                        insert into handover.master_watch
                            (estate, sso_system, looking_until, looked_at, state, master, masters, servers, since)
                        values ('taken-down', 'CONTOSO', now(), now(), 'silent', 'SSO01', '{}', '{}', now())""")
                .update();
        try {
            looks.measure();

            assertThat(metrics.find("handover.master.up")
                            .tag("estate", "taken-down")
                            .gauge())
                    .isNull();
        } finally {
            jdbc.sql("delete from handover.master_watch where estate = 'taken-down'")
                    .update();
        }
    }

    private JsonNode untilItIs(String state, EstateName estate) {
        Awaitility.await("the watch says " + state).atMost(PATIENCE).until(() -> {
            look(estate);
            return watched(estate).path("state").asText().equals(state);
        });
        return watched(estate);
    }

    /** As the clock does it, now. */
    private void look(EstateName estate) {
        looks.look(estates.find(estate, SsoSystemName.of("CONTOSO")).orElseThrow());
        looks.measure();
    }

    private double metric(String name, EstateName estate) {
        return metrics.get(name).tag("estate", estate.value()).gauge().value();
    }

    private JsonNode watched(EstateName estate) {
        for (JsonNode system :
                drive.call("audrey", "GET", "/api/sso-systems", null).body().path("items")) {
            if (system.path("estate").asText().equals(estate.value())) {
                return system.path("watched");
            }
        }
        throw new AssertionError("no estate " + estate);
    }

    private List<String> houseEntries(EstateName estate) {
        return jdbc.sql(
                        """
                        select convert_from(body, 'UTF8')::json ->> 'kind' from handover.ledger
                        where chain = 'house' and convert_from(body, 'UTF8')::json -> 'data' ->> 'estate' = ? order by seq""")
                .param(estate.value())
                .query(String.class)
                .list();
    }
}
