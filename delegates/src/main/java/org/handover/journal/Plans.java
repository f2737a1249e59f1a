package org.handover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The immutable rows of plans, and which one a run follows. */
public final class Plans {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final JdbcClient jdbc;
    private final Failovers failovers;
    private final Ledger ledger;
    private final Clock clock;

    public Plans(JdbcClient jdbc, Failovers failovers, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.failovers = failovers;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Stores the plan and makes it the one that the run follows. */
    public PlanDigest make(FailoverId failover, Plan plan) {
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The plan of %s cannot be written as JSON.".formatted(failover), e);
        }
        PlanDigest digest = PlanDigest.of(body);
        jdbc.sql("insert into handover.plan values (?, ?, ?, ?)")
                .params(failover.value(), digest.value(), body, Timestamp.from(clock.instant()))
                .update();
        failovers.planned(failover, digest.value());
        ledger.append(failover, Ledger.ENGINE, "plan", Map.of("digest", digest.value(), "plan", plan));
        return digest;
    }

    public int nextRevision(FailoverId failover) {
        return jdbc.sql("select count(*) + 1 from handover.plan where failover_id = ?")
                .param(failover.value())
                .query(Integer.class)
                .single();
    }

    /** The plan that the run follows. A stored plan whose bytes no longer have its digest is refused. */
    public Optional<Made> current(FailoverId failover) {
        return jdbc.sql(
                        """
                        select plan.digest, plan.body from handover.failover as run
                        join handover.plan on plan.failover_id = run.id and plan.digest = run.plan_digest
                        where run.id = ?""")
                .param(failover.value())
                .query((row, number) -> made(failover, row.getString("digest"), row.getBytes("body")))
                .optional();
    }

    private static Made made(FailoverId failover, String digest, byte[] body) {
        PlanDigest really = PlanDigest.of(body);
        if (!really.value().equals(digest)) {
            throw new IllegalStateException(
                    "The stored plan of %s was altered: its bytes do not have the digest %s. Nothing is typed from it."
                            .formatted(failover, digest));
        }
        return new Made(really, read(body));
    }

    /** A plan with the digest that its bytes really have. */
    public record Made(PlanDigest digest, Plan plan) {}

    /** A plan as it is stored, whatever was done to it. */
    public record Stored(PlanDigest digest, byte[] body, Plan plan) {}

    /** Every plan of a run, the first one first. */
    public List<Stored> all(FailoverId failover) {
        return jdbc
                .sql("select body from handover.plan where failover_id = ? order by made_at, digest")
                .param(failover.value())
                .query((row, number) -> row.getBytes("body"))
                .list()
                .stream()
                .map(body -> new Stored(PlanDigest.of(body), body, read(body)))
                .toList();
    }

    private static Plan read(byte[] body) {
        try {
            return JSON.readValue(body, Plan.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The stored plan cannot be read.", e);
        }
    }
}
