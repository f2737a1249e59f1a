package org.handover.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How far a chain goes.
 *
 * @param seq the number of its last entry; 0 where it has none
 * @param hash of its last entry
 */
public record ChainTip(String chain, long seq, Hash hash) {

    public static ChainTip none(String chain) {
        return new ChainTip(chain, 0, Hash.NONE);
    }

    /** The hash of this tip as a leaf of a Merkle tree. */
    Hash leaf() {
        byte[] name = chain.getBytes(StandardCharsets.UTF_8);
        return MerkleTree.leaf(ByteBuffer.allocate(4 + name.length + 8 + 32)
                .putInt(name.length)
                .put(name)
                .putLong(seq)
                .put(hash.bytes())
                .array());
    }
}
