package org.handover.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is handed over as evidence, the verifier finds it whole or says in a sentence what is wrong with it, in time. Most of
 * it is signed by somebody who may sign, so that what lies behind the signature is read as well. {@code jqwik.tries.default} says
 * how many are handed over, a fifth of each kind.
 */
@Tag("fuzz")
class EvidenceAtScaleTest {

    private static final int OF_EACH_KIND = Integer.getInteger("jqwik.tries.default", 300) / 5;
    private static final long SEED = 20261123;
    private static final int LONGEST_SENTENCE = 1000;
    private static final int LONGEST_NAME = 20_000;
    private static final int LARGEST_WHEN_UNPACKED = 20_000_000;

    private final Sample sample = sample();
    private final byte[] evidence = sample.evidence();
    private final List<String> names = List.copyOf(files().keySet());

    /** With a key that handed over to another one, so that the evidence says that too. */
    private static Sample sample() {
        Sample sample = Sample.ledger();
        sample.handOver();
        sample.append(Sample.RUN, "{\"at\":\"%s\",\"actor\":\"olga\",\"kind\":\"decision\"}".formatted(Sample.NOW));
        sample.sign();
        return sample;
    }

    /** Bytes as characters of the same number. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Mangled mangled) {
        String text = mangled.text();
        return text.getBytes(mangled.chance().nextInt(8) == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private Map<String, byte[]> files() {
        try {
            return EvidenceZip.read(evidence);
        } catch (BrokenException e) {
            throw new AssertionError(e);
        }
    }

    private String file(String name) {
        return text(files().getOrDefault(name, new byte[0]));
    }

    /** Without the manifest and its signature. */
    private Map<String, byte[]> inside() {
        Map<String, byte[]> files = files();
        files.remove(Manifest.NAME);
        files.remove(Seal.NAME);
        return files;
    }

    @FunctionalInterface
    private interface Packing {
        byte[] of(Mangled mangled) throws IOException;
    }

    private void whateverIsHandedOver(List<String> originals, Packing made) throws InterruptedException {
        List<Mutation> kinds = TextMutations.with(originals);
        for (int i = 0; i < OF_EACH_KIND; i++) {
            Mangled mangled = Mangled.of(originals, kinds, SEED + i);
            try {
                byte[] zip = made.of(mangled);
                Verdict verdict = InTime.call(
                        () -> new EvidenceCheck(Optional.of(sample.key().certificate()), Optional.empty()).check(zip));
                if (verdict instanceof Verdict.Broken broken) {
                    assertThat(broken.sentence()).endsWith(".").hasSizeLessThan(LONGEST_SENTENCE);
                }
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("number %d: %s".formatted(SEED + i, mangled), e);
            }
        }
    }

    @Test
    void aDamagedZip() throws Exception {
        whateverIsHandedOver(List.of(text(evidence)), EvidenceAtScaleTest::bytes);
    }

    /** As another program writes it: names that would leave a folder, and little that swells when it is unpacked. */
    @Test
    void anotherZip() throws Exception {
        whateverIsHandedOver(names, mangled -> {
            SplittableRandom chance = mangled.chance();
            String name = mangled.text().replaceAll("\\p{Cs}", "?");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.setLevel(chance.nextInt(10));
                zip.putNextEntry(new ZipEntry(name.substring(0, Math.min(name.length(), LONGEST_NAME))));
                zip.write(new byte[chance.nextInt(50) == 0 ? LARGEST_WHEN_UNPACKED : chance.nextInt(1000)]);
            }
            return bytes.toByteArray();
        });
    }

    @Test
    void aSignedPackageWithADamagedFile() throws Exception {
        Map<String, String> placeOf = new LinkedHashMap<>();
        inside().forEach((name, content) -> placeOf.put(text(content), name));
        whateverIsHandedOver(List.copyOf(placeOf.keySet()), mangled -> {
            Map<String, byte[]> files = inside();
            files.put(placeOf.getOrDefault(mangled.original(), Evidence.CHAIN), bytes(mangled));
            Manifest manifest = Manifest.of(Sample.RUN, sample.key().fingerprint(), files);
            return signed(manifest.bytes(), files);
        });
    }

    @Test
    void aDamagedManifestThatIsSigned() throws Exception {
        whateverIsHandedOver(List.of(file(Manifest.NAME)), mangled -> signed(bytes(mangled), inside()));
    }

    @Test
    void aDamagedSignature() throws Exception {
        whateverIsHandedOver(List.of(file(Seal.NAME)), mangled -> {
            Map<String, byte[]> files = files();
            files.put(Seal.NAME, bytes(mangled));
            return EvidenceZip.write(files);
        });
    }

    private byte[] signed(byte[] manifest, Map<String, byte[]> files) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(Manifest.NAME, manifest);
        all.put(Seal.NAME, Seal.of(manifest, sample.key()));
        all.putAll(files);
        return EvidenceZip.write(all);
    }
}
