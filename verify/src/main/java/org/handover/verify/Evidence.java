package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The evidence of one run: its chain, the proof that the chain is in a signed head, the keys, and whatever makes it readable.
 *
 * @param failover the run's number, which is the name of its chain
 * @param chain every entry of the run
 * @param head a signed head that covers all of them
 * @param path the proof of that
 * @param keys of the installation
 */
public record Evidence(String failover, List<StoredEntry> chain, SignedHead head, AuditPath path, KeyRing keys) {

    static final String CHAIN = "ledger/run.jsonl";
    static final String HEAD = "ledger/head.txt";
    static final String PATH = "ledger/path.txt";

    private static final int MOST_KEYS = 1000;

    /**
     * The package as it is handed over. The same evidence gives the same bytes.
     *
     * @param readable report, plan, transcripts and the like, by their names in the zip
     * @param key the one that signs now
     */
    public byte[] pack(Map<String, byte[]> readable, SigningKey key) {
        Map<String, byte[]> files = new TreeMap<>(readable);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredEntry entry : chain) {
            lines.writeBytes(entry.toLine());
            lines.write('\n');
        }
        files.put(CHAIN, lines.toByteArray());
        files.put(HEAD, utf8(head.text()));
        files.put(PATH, utf8(path.text()));
        for (int i = 0; i < keys.certificates().size(); i++) {
            files.put(
                    certificateFile(i),
                    utf8(Certificates.pem(keys.certificates().get(i))));
            if (i > 0) {
                files.put(successionFile(i), utf8(keys.successions().get(i - 1).text()));
            }
        }
        byte[] manifest = Manifest.of(failover, key.fingerprint(), files).bytes();
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(Manifest.NAME, manifest);
        all.put(Seal.NAME, Seal.of(manifest, key));
        all.putAll(files);
        return EvidenceZip.write(all);
    }

    static String certificateFile(int index) {
        return "keys/%04d.pem".formatted(index + 1);
    }

    static String successionFile(int index) {
        return "keys/%04d-succession.txt".formatted(index + 1);
    }

    /** Reads what {@link #pack} put there; the files' bytes are known to be those of the manifest. */
    static Evidence unpack(Manifest manifest, Map<String, byte[]> files) throws BrokenException {
        SignedHead head = SignedHead.parse(text(files, HEAD));
        AuditPath path = AuditPath.parse(text(files, PATH));
        return new Evidence(manifest.failover(), entries(need(files, CHAIN)), head, path, keys(files));
    }

    private static KeyRing keys(Map<String, byte[]> files) throws BrokenException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<KeySuccession> successions = new ArrayList<>();
        for (int i = 0; i < MOST_KEYS && files.containsKey(certificateFile(i)); i++) {
            certificates.add(Certificates.ofPem(need(files, certificateFile(i))));
            if (i > 0) {
                successions.add(KeySuccession.parse(text(files, successionFile(i))));
            }
        }
        return new KeyRing(certificates, successions);
    }

    private static List<StoredEntry> entries(byte[] lines) throws BrokenException {
        List<StoredEntry> entries = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                try {
                    entries.add(StoredEntry.ofLine(Arrays.copyOfRange(lines, from, at)));
                } catch (BrokenException e) {
                    throw new BrokenException("Line %d of %s: %s.".formatted(entries.size() + 1, CHAIN, e.sentence()));
                }
                from = at + 1;
            }
        }
        if (from != lines.length) {
            throw new BrokenException("The last line of %s has no end.".formatted(CHAIN));
        }
        return entries;
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** That the chain is whole, ends where the head says, and that the head is signed. */
    void demandWhole() throws BrokenException {
        Chain walk = new Chain(ChainTip.none(failover));
        for (StoredEntry entry : chain) {
            walk.follow(entry);
        }
        if (!walk.tip().equals(path.tip())) {
            throw new BrokenException("The chain %s ends at entry %d, and the signed head has it end at %d."
                    .formatted(failover, walk.tip().seq(), path.tip().seq()));
        }
        path.demandLeadsTo(head);
        keys.demandSigned(head);
    }
}
