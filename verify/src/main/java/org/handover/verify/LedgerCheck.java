package org.handover.verify;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a whole ledger: that every head is signed and bound to the one before it, that each chain is whole, and that the chains
 * are those that were signed. What was written after the last head is only known to be whole.
 */
public final class LedgerCheck {

    private final KeyRing keys;
    private final TreeMap<String, ChainTip> sealed = new TreeMap<>();
    private final Map<String, Map<Long, Hash>> seals = new HashMap<>();
    private final Map<String, ChainTip> seen = new HashMap<>();
    private long heads;
    private Hash lastHead = Hash.NONE;
    private Chain chain = new Chain(ChainTip.none(""));
    private long entries;

    public LedgerCheck(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * The next head; all of them come before the entries.
     *
     * @param changed the tips that are not as they were in the head before it
     */
    public void head(SignedHead head, Collection<ChainTip> changed) throws BrokenException {
        if (head.number() != heads + 1) {
            throw new BrokenException(
                    "Head %d is missing: the next one that is there is %d.".formatted(heads + 1, head.number()));
        }
        if (!head.previous().equals(lastHead)) {
            throw new BrokenException("Head %d does not follow from the one before it.".formatted(head.number()));
        }
        keys.demandSigned(head);
        for (ChainTip tip : changed) {
            ChainTip before = sealed.put(tip.chain(), tip);
            if (before != null && before.seq() >= tip.seq()) {
                throw new BrokenException("Head %d has the chain %s shorter than the heads before it."
                        .formatted(head.number(), tip.chain()));
            }
            seals.computeIfAbsent(tip.chain(), name -> new HashMap<>()).put(tip.seq(), tip.hash());
        }
        if (head.chains() != sealed.size() || !head.root().equals(SignedHead.rootOf(sealed.values()))) {
            throw new BrokenException("The chains that head %d was made over are not those that are noted for it."
                    .formatted(head.number()));
        }
        heads = head.number();
        lastHead = head.digest();
    }

    /** The next entry, chain by chain, each from its first to its last. */
    public void entry(StoredEntry entry) throws BrokenException {
        if (!entry.chain().equals(chain.tip().chain())) {
            if (seen.containsKey(entry.chain())) {
                throw new BrokenException("The chain %s goes on behind another one.".formatted(entry.chain()));
            }
            chain = new Chain(ChainTip.none(entry.chain()));
        }
        chain.follow(entry);
        Hash signed = seals.getOrDefault(entry.chain(), Map.of()).get(entry.seq());
        if (signed != null && !signed.equals(entry.hash())) {
            throw new BrokenException(
                    "Entry %d of the chain %s is not the one that was signed.".formatted(entry.seq(), entry.chain()));
        }
        seen.put(entry.chain(), chain.tip());
        entries++;
    }

    /**
     * A ledger that is whole.
     *
     * @param unsealed how many entries are not under a signed head yet
     */
    public record Whole(long chains, long entries, long heads, long unsealed) {}

    /** Called after the last entry. */
    public Whole end() throws BrokenException {
        for (ChainTip tip : sealed.values()) {
            long length =
                    seen.getOrDefault(tip.chain(), ChainTip.none(tip.chain())).seq();
            if (length < tip.seq()) {
                throw new BrokenException("The chain %s was cut off: it has %d entries, and %d were signed."
                        .formatted(tip.chain(), length, tip.seq()));
            }
        }
        long under = sealed.values().stream().mapToLong(ChainTip::seq).sum();
        return new Whole(seen.size(), entries, heads, entries - under);
    }

    /** Checks everything at once. */
    static Whole check(KeyRing keys, Map<SignedHead, List<ChainTip>> heads, List<StoredEntry> entries)
            throws BrokenException {
        LedgerCheck check = new LedgerCheck(keys);
        for (Map.Entry<SignedHead, List<ChainTip>> head : heads.entrySet()) {
            check.head(head.getKey(), head.getValue());
        }
        for (StoredEntry entry : entries) {
            check.entry(entry);
        }
        return check.end();
    }
}
