package org.handover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The hash-chained record of everything that anyone or anything did: one chain a run, one for the house. An entry's hash
 * covers the stored bytes and the hash before it, so a changed, removed or reordered entry shows.
 *
 * <p>An entry is written in the caller's transaction. Never append in an inner transaction while the outer one has appended
 * to the same chain: it would wait for itself.
 */
public final class Ledger {

    public static final String HOUSE = "house";
    public static final String ENGINE = "engine";

    private static final byte[] NO_HASH = new byte[32];

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectMapper json;

    public Ledger(JdbcClient jdbc, Clock clock, ObjectMapper json) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
    }

    public void append(FailoverId failover, String actor, String kind, Map<String, ?> data) {
        append(failover.value(), actor, kind, data);
    }

    public void append(String chain, String actor, String kind, Map<String, ?> data) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A ledger entry belongs into the transaction of the act that it records.");
        }
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(chain)
                .query(rows -> {});
        Link last = last(chain);
        long seq = last.seq() + 1;
        byte[] body = body(actor, kind, data);
        jdbc.sql("insert into handover.ledger (chain, seq, body, hash) values (?, ?, ?, ?)")
                .params(chain, seq, body, hash(last.hash(), chain, seq, body))
                .update();
    }

    public List<LedgerEntry> entries(String chain) {
        return jdbc.sql("select seq, body from handover.ledger where chain = ? order by seq")
                .param(chain)
                .query((row, number) -> entry(chain, row.getLong("seq"), row.getBytes("body")))
                .list();
    }

    /** @return the number of the first entry that does not follow from the ones before it; empty where the chain is whole */
    public OptionalLong firstBroken(String chain) {
        record Stored(long seq, byte[] body, byte[] hash) {}
        byte[] before = NO_HASH;
        long expected = 1;
        for (Stored entry : jdbc.sql("select seq, body, hash from handover.ledger where chain = ? order by seq")
                .param(chain)
                .query((row, number) -> new Stored(row.getLong("seq"), row.getBytes("body"), row.getBytes("hash")))
                .list()) {
            if (entry.seq() != expected
                    || !MessageDigest.isEqual(hash(before, chain, entry.seq(), entry.body()), entry.hash())) {
                return OptionalLong.of(expected);
            }
            before = entry.hash();
            expected++;
        }
        return OptionalLong.empty();
    }

    private record Link(long seq, byte[] hash) {}

    private Link last(String chain) {
        return jdbc.sql("select seq, hash from handover.ledger where chain = ? order by seq desc limit 1")
                .param(chain)
                .query((row, number) -> new Link(row.getLong("seq"), row.getBytes("hash")))
                .optional()
                .orElse(new Link(0, NO_HASH));
    }

    private byte[] body(String actor, String kind, Map<String, ?> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        body.put("actor", actor);
        body.put("kind", kind);
        body.put("data", data);
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A ledger entry of kind %s cannot be written as JSON.".formatted(kind), e);
        }
    }

    private LedgerEntry entry(String chain, long seq, byte[] body) {
        try {
            Map<String, Object> read = json.readValue(body, new TypeReference<>() {});
            return new LedgerEntry(
                    chain,
                    seq,
                    Instant.parse((String) read.getOrDefault("at", "")),
                    (String) read.getOrDefault("actor", ""),
                    (String) read.getOrDefault("kind", ""),
                    json.convertValue(read.getOrDefault("data", Map.of()), new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("Entry %d of the chain %s cannot be read.".formatted(seq, chain), e);
        }
    }

    private static byte[] hash(byte[] before, String chain, long seq, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            byte[] name = chain.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4 + name.length + 8)
                    .putInt(name.length)
                    .put(name)
                    .putLong(seq)
                    .array());
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
