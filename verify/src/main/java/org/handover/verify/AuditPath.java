package org.handover.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The proof that a chain's tip is in a head's root.
 *
 * @param index of the tip among the head's chains, from 0
 * @param nodes from the leaf to the root
 */
public record AuditPath(ChainTip tip, int index, List<Hash> nodes) {

    private static final String FORMAT = "handover-path";

    /** Higher than any tree that has an int of leaves. */
    private static final int MOST_NODES = 32;

    public AuditPath {
        nodes = List.copyOf(nodes);
    }

    public String text() {
        List<String> lines = new ArrayList<>(List.of(
                FORMAT,
                "1",
                "chain",
                tip.chain(),
                "seq",
                Long.toString(tip.seq()),
                "hash",
                tip.hash().hex(),
                "index",
                Integer.toString(index)));
        for (int i = 0; i < nodes.size(); i++) {
            lines.add("node" + i);
            lines.add(nodes.get(i).hex());
        }
        return Fields.of(lines.toArray(String[]::new)).text();
    }

    static AuditPath parse(String text) throws BrokenException {
        int count = (int) text.lines().count() - 5;
        if (count < 0 || count > MOST_NODES) {
            throw new BrokenException("This is not an audit path: it has other lines.");
        }
        List<String> names = new ArrayList<>(List.of(FORMAT, "chain", "seq", "hash", "index"));
        for (int i = 0; i < count; i++) {
            names.add("node" + i);
        }
        Fields fields = Fields.parse(text, "an audit path", names);
        try {
            List<Hash> nodes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                nodes.add(new Hash(fields.get("node" + i)));
            }
            AuditPath path = new AuditPath(
                    new ChainTip(fields.get("chain"), Long.parseLong(fields.get("seq")), new Hash(fields.get("hash"))),
                    Integer.parseInt(fields.get("index")),
                    nodes);
            if (path.text().equals(text)) {
                return path;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new BrokenException("This is not an audit path: a value in it is not as it is written.");
    }

    /** Whether the tip is really in the root of this head. */
    void demandLeadsTo(SignedHead head) throws BrokenException {
        if (!MerkleTree.rootFrom(tip.leaf(), index, head.chains(), nodes).equals(head.root())) {
            throw new BrokenException("The audit path does not lead to the root of head %d.".formatted(head.number()));
        }
    }
}
