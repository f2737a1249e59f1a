package org.handover.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a package of evidence consists of; this is what is signed.
 *
 * @param failover the run
 * @param key the fingerprint of the certificate of the key that signed
 * @param files each file's digest and size, in their order in the zip
 */
record Manifest(String failover, Hash key, Map<String, Digest> files) {

    static final String NAME = "manifest.txt";

    private static final String FORMAT = "handover-evidence";

    record Digest(Hash hash, long size) {
        static Digest of(byte[] content) {
            return new Digest(Hash.sha256(content), content.length);
        }
    }

    static Manifest of(String failover, Hash key, Map<String, byte[]> files) {
        Map<String, Digest> digests = new LinkedHashMap<>();
        files.forEach((name, content) -> digests.put(name, Digest.of(content)));
        return new Manifest(failover, key, digests);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(
                Fields.of(FORMAT, "1", "failover", failover, "key", key.hex()).text());
        files.forEach((name, digest) -> text.append(digest.hash())
                .append(' ')
                .append(digest.size())
                .append(' ')
                .append(name)
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Manifest parse(byte[] bytes) throws BrokenException {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 3) {
            throw new BrokenException("manifest.txt is not the manifest of evidence.");
        }
        Fields fields = Fields.parse(
                String.join("\n", lines.subList(0, 3)) + "\n",
                "the manifest of evidence",
                List.of(FORMAT, "failover", "key"));
        Map<String, Digest> files = new LinkedHashMap<>();
        try {
            for (String line : lines.subList(3, lines.size())) {
                String[] parts = line.split(" ", 3);
                files.put(parts[2], new Digest(new Hash(parts[0]), Long.parseLong(parts[1])));
            }
            Manifest manifest = new Manifest(fields.get("failover"), new Hash(fields.get("key")), files);
            if (Arrays.equals(manifest.bytes(), bytes)) {
                return manifest;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // said below
        }
        throw new BrokenException("manifest.txt is not as a manifest is written.");
    }

    /** @param content the zip's files but for the manifest and its signature */
    void demandSame(Map<String, byte[]> content) throws BrokenException {
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Digest digest = files.get(file.getKey());
            if (digest == null) {
                throw new BrokenException("The file %s is not in the manifest.".formatted(file.getKey()));
            }
            if (!digest.equals(Digest.of(file.getValue()))) {
                throw new BrokenException(
                        "The file %s was altered: its digest is not the one in the manifest.".formatted(file.getKey()));
            }
        }
        for (String name : files.keySet()) {
            if (!content.containsKey(name)) {
                throw new BrokenException("The file %s is missing.".formatted(name));
            }
        }
        if (!new ArrayList<>(content.keySet()).equals(new ArrayList<>(files.keySet()))) {
            throw new BrokenException("The files of the zip are not in the order of the manifest.");
        }
    }
}
