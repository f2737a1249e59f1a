package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Edits, deletions, reorderings and truncations, drawn at random. Each changes something. */
final class Tampering {

    private final Random random;

    Tampering(long seed) {
        this.random = new Random(seed);
    }

    /** A ledger as somebody with all rights on the database may leave it. */
    record Forged(Map<SignedHead, List<ChainTip>> heads, List<StoredEntry> entries, String how) {}

    Forged ledger(Sample sample) {
        for (; ; ) {
            Map<SignedHead, List<ChainTip>> heads = new LinkedHashMap<>(sample.heads);
            List<StoredEntry> entries = new ArrayList<>(sample.entries());
            String how = random.nextInt(4) == 0 ? heads(heads, sample) : entries(entries);
            if (!sameEntries(entries, sample.entries())
                    || !new ArrayList<>(heads.entrySet()).equals(new ArrayList<>(sample.heads.entrySet()))) {
                return new Forged(heads, entries, how);
            }
        }
    }

    private static boolean sameEntries(List<StoredEntry> one, List<StoredEntry> other) {
        return Arrays.deepEquals(
                one.stream().map(StoredEntry::toLine).toArray(byte[][]::new),
                other.stream().map(StoredEntry::toLine).toArray(byte[][]::new));
    }

    private String entries(List<StoredEntry> entries) {
        int at = random.nextInt(entries.size());
        StoredEntry entry = entries.get(at);
        switch (random.nextInt(9)) {
            case 0 -> {
                entries.set(at, new StoredEntry(entry.chain(), entry.seq(), edited(entry.body()), entry.hash()));
                return "edit the body of " + at;
            }
            case 1 -> {
                entries.set(at, new StoredEntry(entry.chain(), entry.seq(), entry.body(), edited(entry.hash())));
                return "edit the hash of " + at;
            }
            case 2 -> {
                entries.remove(at);
                return "delete " + at;
            }
            case 3 -> {
                Collections.swap(entries, at, random.nextInt(entries.size()));
                return "swap " + at;
            }
            case 4 -> {
                entries.subList(at, Math.min(entries.size(), at + 1 + random.nextInt(8)))
                        .clear();
                return "delete from " + at;
            }
            case 5 -> {
                entries.subList(at, entries.size()).clear();
                return "cut off at " + at;
            }
            case 6 -> {
                entries.add(random.nextInt(entries.size()), entry);
                return "repeat " + at;
            }
            case 7 -> {
                entries.removeIf(one -> one.chain().equals(entry.chain()));
                return "delete the chain " + entry.chain();
            }
            default -> {
                rewrite(entries, entry);
                return "rewrite the chain from " + at + " with right hashes";
            }
        }
    }

    /** What a clever forger does: the body is another one, and every hash from there on is computed anew. */
    private void rewrite(List<StoredEntry> entries, StoredEntry from) {
        Hash before = Hash.NONE;
        for (int i = 0; i < entries.size(); i++) {
            StoredEntry entry = entries.get(i);
            if (!entry.chain().equals(from.chain())) {
                continue;
            }
            byte[] body = entry.seq() == from.seq() ? edited(entry.body()) : entry.body();
            Hash hash = Chain.hash(before, entry.chain(), entry.seq(), body);
            entries.set(i, new StoredEntry(entry.chain(), entry.seq(), body, hash));
            before = hash;
        }
    }

    private String heads(Map<SignedHead, List<ChainTip>> heads, Sample sample) {
        List<Map.Entry<SignedHead, List<ChainTip>>> all = new ArrayList<>(sample.heads.entrySet());
        int at = random.nextInt(all.size());
        SignedHead head = all.get(at).getKey();
        String how;
        switch (random.nextInt(5)) {
            case 0 -> {
                // The last head alone can be missing without a trace in the ledger; outside the host it is not.
                all.remove(random.nextInt(all.size() - 1));
                how = "delete a head";
            }
            case 1 -> {
                Collections.swap(all, at, random.nextInt(all.size()));
                how = "swap heads";
            }
            case 2 -> {
                SignedHead forged = new SignedHead(
                        head.number(),
                        head.at().plusSeconds(1 + random.nextInt(9999)),
                        head.previous(),
                        head.chains(),
                        head.root(),
                        head.key(),
                        head.signature());
                all.set(at, Map.entry(forged, all.get(at).getValue()));
                how = "date a head anew";
            }
            case 3 -> {
                SigningKey own = SigningKey.make("a forger's", Sample.NOW);
                SignedHead forged = SignedHead.sign(
                        head.number(), head.at(), head.previous(), all.get(at).getValue(), own);
                all.set(at, Map.entry(forged, all.get(at).getValue()));
                how = "sign a head with another key";
            }
            default -> {
                List<ChainTip> tips = new ArrayList<>(all.get(at).getValue());
                ChainTip tip = tips.get(random.nextInt(tips.size()));
                tips.set(tips.indexOf(tip), new ChainTip(tip.chain(), tip.seq(), edited(tip.hash())));
                all.set(at, Map.entry(head, tips));
                how = "edit a sealed tip";
            }
        }
        heads.clear();
        all.forEach(one -> heads.put(one.getKey(), one.getValue()));
        return how;
    }

    private Hash edited(Hash hash) {
        byte[] bytes = hash.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Hash.of(bytes);
    }

    private byte[] edited(byte[] body) {
        byte[] bytes = body.clone();
        int at = random.nextInt(bytes.length);
        bytes[at] = bytes[at] == 'x' ? (byte) 'y' : (byte) 'x';
        return bytes;
    }

    byte[] bytes(byte[] whole) {
        for (; ; ) {
            byte[] forged = forged(whole);
            if (!Arrays.equals(forged, whole)) {
                return forged;
            }
        }
    }

    private byte[] forged(byte[] whole) {
        int from = random.nextInt(whole.length);
        int length = Math.min(whole.length - from, 1 + random.nextInt(64));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] edited = whole.clone();
                edited[from] ^= (byte) (1 << random.nextInt(8));
                yield edited;
            }
            case 1 -> {
                byte[] edited = whole.clone();
                for (int i = from; i < from + length; i++) {
                    edited[i] = (byte) random.nextInt(256);
                }
                yield edited;
            }
            case 2 -> joined(part(whole, 0, from), part(whole, from + length, whole.length));
            case 3 -> part(whole, 0, from);
            case 4 -> {
                byte[] inserted = new byte[length];
                random.nextBytes(inserted);
                yield joined(part(whole, 0, from), inserted, part(whole, from, whole.length));
            }
            default -> {
                int middle = Math.min(whole.length, from + length);
                int end = Math.min(whole.length, middle + length);
                yield joined(
                        part(whole, 0, from),
                        part(whole, middle, end),
                        part(whole, from, middle),
                        part(whole, end, whole.length));
            }
        };
    }

    private static byte[] part(byte[] whole, int from, int to) {
        return Arrays.copyOfRange(whole, from, to);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A file of the zip in the place of another, one more, one less, or two that changed places; the zip itself is well formed. */
    byte[] files(byte[] whole, Supplier<Map<String, byte[]>> read) {
        for (; ; ) {
            List<Map.Entry<String, byte[]>> files = new ArrayList<>(read.get().entrySet());
            int at = random.nextInt(files.size());
            int other = random.nextInt(files.size());
            switch (random.nextInt(4)) {
                case 0 -> files.remove(at);
                case 1 -> Collections.swap(files, at, other);
                case 2 ->
                    files.set(
                            at,
                            Map.entry(
                                    files.get(at).getKey(), bytes(files.get(at).getValue())));
                default -> files.add(at, Map.entry("added-" + random.nextInt(99), new byte[random.nextInt(9)]));
            }
            Map<String, byte[]> forged = new LinkedHashMap<>();
            files.forEach(file -> forged.put(file.getKey(), file.getValue()));
            byte[] zip = EvidenceZip.write(forged);
            if (!Arrays.equals(zip, whole)) {
                return zip;
            }
        }
    }
}
