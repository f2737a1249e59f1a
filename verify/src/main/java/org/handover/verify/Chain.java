package org.handover.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Walks along one chain of a ledger, entry by entry, and says where one does not follow from those before it. */
public final class Chain {

    private ChainTip tip;

    /** @param from how far it is known already */
    public Chain(ChainTip from) {
        this.tip = from;
    }

    /** hash = SHA-256(hash before, length of the name, name, number, body); lengths and numbers big-endian. */
    public static Hash hash(Hash before, String chain, long seq, byte[] body) {
        byte[] name = chain.getBytes(StandardCharsets.UTF_8);
        byte[] place = ByteBuffer.allocate(4 + name.length + 8)
                .putInt(name.length)
                .put(name)
                .putLong(seq)
                .array();
        return Hash.sha256(before.bytes(), place, body);
    }

    public ChainTip tip() {
        return tip;
    }

    /** Takes the next entry. */
    public void follow(StoredEntry entry) throws BrokenException {
        if (!entry.chain().equals(tip.chain())) {
            throw new BrokenException("Where entry %d of the chain %s should be, there is one of the chain %s."
                    .formatted(tip.seq() + 1, tip.chain(), entry.chain()));
        }
        if (entry.seq() != tip.seq() + 1) {
            throw new BrokenException("Entry %d of the chain %s is missing: the next one that is there is %d."
                    .formatted(tip.seq() + 1, tip.chain(), entry.seq()));
        }
        if (!hash(tip.hash(), entry.chain(), entry.seq(), entry.body()).equals(entry.hash())) {
            throw new BrokenException("Entry %d of the chain %s was altered: its hash is another one."
                    .formatted(entry.seq(), entry.chain()));
        }
        tip = new ChainTip(entry.chain(), entry.seq(), entry.hash());
    }
}
