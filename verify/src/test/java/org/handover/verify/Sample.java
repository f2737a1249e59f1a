package org.handover.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger of several chains under signed heads, and the evidence of one of its runs. */
final class Sample {

    static final String RUN = "FO-000002";
    static final Instant NOW = Instant.parse("2026-05-01T22:00:00Z");

    final List<SigningKey> keys = new ArrayList<>();
    final List<KeySuccession> successions = new ArrayList<>();
    final Map<SignedHead, List<ChainTip>> heads = new LinkedHashMap<>();
    final TreeMap<String, List<StoredEntry>> chains = new TreeMap<>();
    private final TreeMap<String, ChainTip> sealed = new TreeMap<>();

    Sample() {
        keys.add(SigningKey.make("Handover of a test", NOW));
    }

    /** Three runs and the house; two heads while they grow and one at the end. */
    static Sample ledger() {
        Sample sample = new Sample();
        for (int round = 0; round < 3; round++) {
            for (String chain : List.of("FO-000001", RUN, "FO-000003", "house")) {
                for (int i = 0; i < 4; i++) {
                    sample.append(
                            chain,
                            "{\"at\":\"%s\",\"actor\":\"olga\",\"kind\":\"decision\",\"data\":{\"n\":%d}}"
                                    .formatted(NOW, i));
                }
            }
            sample.sign();
        }
        return sample;
    }

    SigningKey key() {
        return keys.get(keys.size() - 1);
    }

    void append(String chain, String body) {
        List<StoredEntry> entries = chains.computeIfAbsent(chain, name -> new ArrayList<>());
        Hash before =
                entries.isEmpty() ? Hash.NONE : entries.get(entries.size() - 1).hash();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        long seq = entries.size() + 1L;
        entries.add(new StoredEntry(chain, seq, bytes, Chain.hash(before, chain, seq, bytes)));
    }

    SignedHead last() {
        return heads.keySet().stream().reduce((first, second) -> second).orElseThrow();
    }

    void sign() {
        List<ChainTip> changed = new ArrayList<>();
        chains.forEach((name, entries) -> {
            StoredEntry end = entries.get(entries.size() - 1);
            ChainTip tip = new ChainTip(name, end.seq(), end.hash());
            if (!tip.equals(sealed.put(name, tip))) {
                changed.add(tip);
            }
        });
        Hash previous = heads.isEmpty() ? Hash.NONE : last().digest();
        heads.put(SignedHead.sign(heads.size() + 1L, NOW, previous, sealed.values(), key()), changed);
    }

    void handOver() {
        SigningKey fresh = SigningKey.make("The next key", NOW);
        successions.add(KeySuccession.handedOver(NOW, key(), fresh, heads.size(), "Every two years."));
        keys.add(fresh);
    }

    void loseKey() {
        SigningKey fresh = SigningKey.make("Another key", NOW);
        successions.add(KeySuccession.afterLoss(NOW, key().fingerprint(), fresh, heads.size(), "The disk burned."));
        keys.add(fresh);
    }

    KeyRing keyRing() {
        try {
            return new KeyRing(keys.stream().map(SigningKey::certificate).toList(), successions);
        } catch (BrokenException e) {
            throw new AssertionError(e);
        }
    }

    List<StoredEntry> entries() {
        List<StoredEntry> all = new ArrayList<>();
        chains.values().forEach(all::addAll);
        return all;
    }

    byte[] evidence() {
        AuditPath path = last().pathTo(RUN, sealed.values());
        Map<String, byte[]> readable = Map.of(
                "report.html", "<html>a report</html>".getBytes(StandardCharsets.UTF_8),
                "transcripts/0001.txt", "ssomanage -displaydb\n".getBytes(StandardCharsets.UTF_8));
        return new Evidence(RUN, chains.getOrDefault(RUN, List.of()), last(), path, keyRing()).pack(readable, key());
    }
}
