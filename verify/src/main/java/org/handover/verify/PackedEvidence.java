package org.handover.verify;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@link Evidence} put into a package, read again; that its bytes are those of the manifest is known already. */
final class PackedEvidence {

    private static final int MOST_KEYS = 1000;

    private final String failover;
    private final byte[] chain;
    private final SignedHead head;
    private final AuditPath path;
    private final KeyRing keys;

    PackedEvidence(String failover, Map<String, byte[]> files) throws BrokenException {
        this.failover = failover;
        this.chain = need(files, Evidence.CHAIN);
        this.head = SignedHead.parse(text(files, Evidence.HEAD));
        this.path = AuditPath.parse(text(files, Evidence.PATH));
        this.keys = keys(files);
    }

    SignedHead head() {
        return head;
    }

    KeyRing keys() {
        return keys;
    }

    private static KeyRing keys(Map<String, byte[]> files) throws BrokenException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<KeySuccession> successions = new ArrayList<>();
        for (int i = 0; i < MOST_KEYS && files.containsKey(Evidence.certificateFile(i)); i++) {
            certificates.add(Certificates.ofPem(need(files, Evidence.certificateFile(i))));
            if (i > 0) {
                successions.add(KeySuccession.parse(text(files, Evidence.successionFile(i))));
            }
        }
        return new KeyRing(certificates, successions);
    }

    /**
     * Checks that the chain is whole, ends where the head says, and that the head is signed.
     *
     * @return how many entries there are
     */
    long demandWhole() throws BrokenException {
        Chain walk = new Chain(ChainTip.none(failover));
        int from = 0;
        for (int at = 0; at < chain.length; at++) {
            if (chain[at] == '\n') {
                walk.follow(entry(from, at, walk.tip().seq() + 1));
                from = at + 1;
            }
        }
        if (from != chain.length) {
            throw new BrokenException("The last line of %s has no end.".formatted(Evidence.CHAIN));
        }
        if (!walk.tip().equals(path.tip())) {
            throw new BrokenException("The chain %s ends at entry %d, and the signed head has it end at %d."
                    .formatted(failover, walk.tip().seq(), path.tip().seq()));
        }
        path.demandLeadsTo(head);
        keys.demandSigned(head);
        return walk.tip().seq();
    }

    private StoredEntry entry(int from, int to, long number) throws BrokenException {
        try {
            return StoredEntry.ofLine(Arrays.copyOfRange(chain, from, to));
        } catch (BrokenException e) {
            throw new BrokenException("Line %d of %s: %s.".formatted(number, Evidence.CHAIN, e.sentence()));
        }
    }

    private static byte[] need(Map<String, byte[]> files, String name) throws BrokenException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new BrokenException("The file %s is missing.".formatted(name));
        }
        return content;
    }

    private static String text(Map<String, byte[]> files, String name) throws BrokenException {
        return new String(need(files, name), StandardCharsets.UTF_8);
    }
}
