package org.handover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.handover.verify.BrokenException;
import org.handover.verify.Chain;
import org.handover.verify.ChainTip;
import org.handover.verify.Hash;
import org.handover.verify.StoredEntry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
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

    /** The kinds of the entries with which a run is over. */
    public static final Set<String> ENDS_OF_A_RUN = Set.of("failover.ended", "failover.withdrawn", "failover.settled");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectMapper json;
    private final List<BiConsumer<String, String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

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
        // One question, because whoever carries out a step waits for it; the function keeps to Chain.hash.
        jdbc.sql("select handover.append_entry(?, ?)")
                .params(chain, body(actor, kind, data))
                .query((row, number) -> chain)
                .single();
        readers.forEach(reader -> reader.written(chain, actor, kind, data));
        tell(chain, kind);
    }

    /** Reads each entry in the transaction that writes it; where it fails, that fails. */
    @FunctionalInterface
    public interface Reader {
        void written(String chain, String actor, String kind, Map<String, ?> data);
    }

    public void whenWritten(Reader reader) {
        readers.add(reader);
    }

    /** @param listener is told chain and kind of each entry once it is committed; it must not wait and must not fail */
    public void whenCommitted(BiConsumer<String, String> listener) {
        listeners.add(listener);
    }

    private void tell(String chain, String kind) {
        if (listeners.isEmpty() || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listeners.forEach(listener -> listener.accept(chain, kind));
            }
        });
    }

    public List<LedgerEntry> entries(String chain) {
        return entries(chain, 0);
    }

    /** Those after the entry with this number. */
    public List<LedgerEntry> entries(String chain, long after) {
        return jdbc.sql("select seq, body from handover.ledger where chain = ? and seq > ? order by seq")
                .params(chain, after)
                .query((row, number) -> entry(chain, row.getLong("seq"), row.getBytes("body")))
                .list();
    }

    /** The entries as they are stored, in their order. */
    public List<StoredEntry> stored(ChainTip after, int limit) {
        return jdbc.sql("select * from handover.ledger where chain = ? and seq > ? order by seq limit ?")
                .params(after.chain(), after.seq(), limit)
                .query(Ledger::stored)
                .list();
    }

    /** A row of the table as it is. */
    public static StoredEntry stored(ResultSet row, int number) throws SQLException {
        return new StoredEntry(
                row.getString("chain"), row.getLong("seq"), row.getBytes("body"), Hash.of(row.getBytes("hash")));
    }

    /** @return the number of the first entry that does not follow from the ones before it; empty where the chain is whole */
    public OptionalLong firstBroken(String chain) {
        Chain walk = new Chain(ChainTip.none(chain));
        try {
            for (StoredEntry entry : stored(walk.tip(), Integer.MAX_VALUE)) {
                walk.follow(entry);
            }
            return OptionalLong.empty();
        } catch (BrokenException e) {
            return OptionalLong.of(walk.tip().seq() + 1);
        }
    }

    /** How far a chain goes. */
    public ChainTip tip(String chain) {
        return jdbc.sql("select chain, seq, hash from handover.ledger where chain = ? order by seq desc limit 1")
                .param(chain)
                .query(Ledger::tip)
                .optional()
                .orElse(ChainTip.none(chain));
    }

    /** How far every chain goes, at one moment, in the order of their names. */
    public List<ChainTip> tips() {
        // One look into the index for each chain, however many entries it has.
        return jdbc
                .sql(
                        """
                        with recursive names as (
                            select min(chain) as name from handover.ledger
                            union all
                            select (select min(chain) from handover.ledger where chain > names.name)
                            from names where names.name is not null)
                        select tip.* from names cross join lateral (
                            select chain, seq, hash from handover.ledger where chain = names.name
                            order by seq desc limit 1) tip""")
                .query(Ledger::tip)
                .list()
                .stream()
                .sorted(Comparator.comparing(ChainTip::chain))
                .toList();
    }

    private static ChainTip tip(ResultSet row, int number) throws SQLException {
        return new ChainTip(row.getString("chain"), row.getLong("seq"), Hash.of(row.getBytes("hash")));
    }

    private byte[] body(String actor, String kind, Map<String, ?> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        body.put("actor", actor);
        body.put("kind", kind);
        body.put("data", data);
        try {
            // By way of a text: half a character is written as ?, where bytes would be refused.
            return json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
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
}
