package org.handover.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.handover.app.lab.Drive;
import org.handover.app.lab.Webhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One dead master, and every tool tells both nodes of it at the same time, over and over. */
@Tag("faults")
class DuplicateStartsTest {

    private static final int STARTS = 10_000;
    private static final int AT_ONCE = 64;

    /** So many say the same with the same key, or of the same incident. */
    private static final int ALIKE = 50;

    private TwoNodes nodes;

    @BeforeEach
    void start() throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("handover.incidents.generic.secret", Webhook.SECRET);
        settings.put("handover.incidents.rules[0].estate", "{labels.estate}");
        settings.put("handover.incidents.rules[0].sso-system", "{labels.sso_system}");
        settings.put("handover.incidents.rules[0].new-master", "SSO02");
        nodes = new TwoNodes("duplicates", settings);
    }

    @AfterEach
    void stop() throws Exception {
        nodes.close();
    }

    @Test
    void tenThousandStartsOfTheSameAreOneRunAndEveryCallerGetsItsId() throws Exception {
        List<Drive> drives = List.of(nodes.a().drive(), nodes.b().drive());
        String token = token(drives.get(0));
        List<Callable<Drive.Reply>> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            Drive drive = drives.get(i % 2);
            String alike = "duplicate-" + i / ALIKE;
            starts.add(
                    switch (i / 2 % 3) {
                        case 0 -> () -> start(drive, token, alike);
                        case 1 -> () -> new Webhook(drive).alertmanager(token, TwoNodes.ESTATE, alike);
                        default -> () -> generic(drive, alike);
                    });
        }

        Map<String, Integer> said = new TreeMap<>();
        ExecutorService tools = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Future<Drive.Reply> reply : tools.invokeAll(starts)) {
                said.merge(run(reply.get()), 1, Integer::sum);
            }
        } finally {
            tools.shutdownNow();
        }

        assertThat(said).as("which run a caller was told of, and how many were").hasSize(1);
        assertThat(said.values()).containsExactly(STARTS);
        String run = said.keySet().iterator().next();
        assertThat(nodes.database()
                        .sql("select id from handover.failover where estate = ?")
                        .param(TwoNodes.ESTATE)
                        .query(String.class)
                        .list())
                .containsExactly(run);
        assertThat(nodes.database()
                        .sql(
                                """
                                select count(*) from public.act_hi_procinst
                                where business_key_ = ? and super_process_instance_id_ is null""")
                        .param(run)
                        .query(Long.class)
                        .single())
                .as("processes of the run")
                .isEqualTo(1);
    }

    private static Drive.Reply start(Drive drive, String token, String key) {
        return drive.call(
                null,
                "POST",
                "/api/failovers",
                Map.of(
                        "estate", TwoNodes.ESTATE,
                        "ssoSystem", "CONTOSO",
                        "newMasterSecretServer", "SSO02",
                        "situation", "master-lost",
                        "reason", "SSO01 does not answer",
                        "incident", Map.of("source", "script", "id", key)),
                "Authorization",
                "Bearer " + token,
                "Idempotency-Key",
                key);
    }

    private static Drive.Reply generic(Drive drive, String incident) {
        return new Webhook(drive)
                .generic(
                        Webhook.incident(incident, "open", Map.of("estate", TwoNodes.ESTATE, "sso_system", "CONTOSO")),
                        Instant.now());
    }

    private static String token(Drive drive) {
        Drive.Reply made = drive.call(
                "admin", "POST", "/api/tokens", Map.of("tool", "monitoring", "scopes", List.of("start"), "days", 1));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.body().path("token").asText();
    }

    /** As each of the three says it. */
    private static String run(Drive.Reply reply) {
        String id = reply.body().path("id").asText();
        String said = id.isEmpty() ? reply.body().path("failover").asText() : id;
        assertThat(said).as(reply.toString()).contains("FO-");
        return said.substring(said.indexOf("FO-"));
    }
}
