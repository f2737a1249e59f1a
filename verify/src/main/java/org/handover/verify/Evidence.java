package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
