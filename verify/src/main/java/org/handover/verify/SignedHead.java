package org.handover.verify;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the ledger was at a moment, signed: a Merkle root over the tips of all chains, bound to the head before it.
 *
 * @param number from 1
 * @param previous the digest of the head before it
 * @param chains how many chains there were
 * @param root over the tips in the order of the chains' names
 * @param key the fingerprint of the certificate of the key that signed
 * @param signature Ed25519 over all lines above it, Base64
 */
public record SignedHead(long number, Instant at, Hash previous, int chains, Hash root, Hash key, String signature) {

    private static final String FORMAT = "handover-head";
    private static final List<String> NAMES =
            List.of(FORMAT, "number", "at", "previous", "chains", "root", "key", "signature");

    /** @param tips in the order of their chains' names */
    public static SignedHead sign(long number, Instant at, Hash previous, Collection<ChainTip> tips, SigningKey key) {
        SignedHead unsigned = new SignedHead(number, at, previous, tips.size(), rootOf(tips), key.fingerprint(), "");
        return new SignedHead(
                number, at, previous, tips.size(), unsigned.root(), unsigned.key(), key.sign(unsigned.signedText()));
    }

    static Hash rootOf(Collection<ChainTip> tips) {
        return MerkleTree.root(tips.stream().map(ChainTip::leaf).toList());
    }

    private String signedText() {
        return Fields.of(
                        FORMAT,
                        "1",
                        "number",
                        Long.toString(number),
                        "at",
                        at.toString(),
                        "previous",
                        previous.hex(),
                        "chains",
                        Integer.toString(chains),
                        "root",
                        root.hex(),
                        "key",
                        key.hex())
                .text();
    }

    /** The head as the file that is stored, sent away and put into evidence. */
    public String text() {
        return signedText() + Fields.of("signature", signature).text();
    }

    /** The name of the head's file in a folder to which heads are sent. */
    public String fileName() {
        return "head-%08d.txt".formatted(number);
    }

    /** What the next head names as the one before it. */
    public Hash digest() {
        return Hash.sha256(text().getBytes(StandardCharsets.UTF_8));
    }

    public static SignedHead parse(String text) throws BrokenException {
        Fields fields = Fields.parse(text, "a signed head", NAMES);
        try {
            SignedHead head = new SignedHead(
                    Long.parseLong(fields.get("number")),
                    Instant.parse(fields.get("at")),
                    new Hash(fields.get("previous")),
                    Integer.parseInt(fields.get("chains")),
                    new Hash(fields.get("root")),
                    new Hash(fields.get("key")),
                    fields.get("signature"));
            if (head.text().equals(text)) {
                return head;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // said below
        }
        throw new BrokenException("This is not a signed head: a value in it is not as it is written.");
    }

    void demandSignatureOf(X509Certificate certificate) throws BrokenException {
        if (!SigningKey.isSignedBy(certificate, signedText(), signature)) {
            throw new BrokenException("The signature of head %d is wrong.".formatted(number));
        }
    }

    /** @param tips those that this head was made over, in its order */
    public AuditPath pathTo(String chain, Collection<ChainTip> tips) {
        List<ChainTip> all = new ArrayList<>(tips);
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).chain().equals(chain)) {
                List<Hash> leaves = all.stream().map(ChainTip::leaf).toList();
                return new AuditPath(all.get(index), index, MerkleTree.path(leaves, index));
            }
        }
        throw new IllegalArgumentException("Head %d does not cover the chain %s.".formatted(number, chain));
    }
}
