package org.handover.verify;

import java.util.ArrayList;
import java.util.List;

/** The tree of RFC 6962, section 2.1: leaves and nodes have prefixes of their own, so that none can be taken for the other. */
final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    static Hash leaf(byte[] content) {
        return Hash.sha256(LEAF, content);
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.sha256(NODE, left.bytes(), right.bytes());
    }

    static Hash root(List<Hash> leaves) {
        return switch (leaves.size()) {
            case 0 -> Hash.sha256();
            case 1 -> leaves.get(0);
            default -> {
                int split = split(leaves.size());
                yield node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
            }
        };
    }

    /** The nodes that lead from a leaf to the root, the nearest first. */
    static List<Hash> path(List<Hash> leaves, int index) {
        List<Hash> path = new ArrayList<>();
        collect(leaves, index, path);
        return path;
    }

    private static void collect(List<Hash> leaves, int index, List<Hash> path) {
        if (leaves.size() < 2) {
            return;
        }
        int split = split(leaves.size());
        List<Hash> left = leaves.subList(0, split);
        List<Hash> right = leaves.subList(split, leaves.size());
        if (index < split) {
            collect(left, index, path);
            path.add(root(right));
        } else {
            collect(right, index - split, path);
            path.add(root(left));
        }
    }

    /** The root to which a leaf and its path lead. */
    static Hash rootFrom(Hash leaf, int index, int size, List<Hash> path) throws BrokenException {
        if (index < 0 || index >= size) {
            throw new BrokenException("The audit path names leaf %d of %d.".formatted(index, size));
        }
        if (size == 1) {
            if (!path.isEmpty()) {
                throw new BrokenException("The audit path is longer than the tree is high.");
            }
            return leaf;
        }
        if (path.isEmpty()) {
            throw new BrokenException("The audit path ends before the root.");
        }
        int split = split(size);
        Hash last = path.get(path.size() - 1);
        List<Hash> below = path.subList(0, path.size() - 1);
        return index < split
                ? node(rootFrom(leaf, index, split, below), last)
                : node(last, rootFrom(leaf, index - split, size - split, below));
    }

    /** The largest power of two below a size of at least two. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
