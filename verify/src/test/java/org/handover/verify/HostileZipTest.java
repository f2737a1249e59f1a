package org.handover.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileZipTest {

    private final byte[] evidence = Sample.ledger().evidence();

    @Test
    void anyUnzipReadsEvidence() throws Exception {
        Map<String, byte[]> files = EvidenceZip.read(evidence);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(evidence))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                assertThat(zip.getNextEntry().getName()).isEqualTo(file.getKey());
                assertThat(zip.readAllBytes()).isEqualTo(file.getValue());
            }
            assertThat(zip.getNextEntry()).isNull();
        }
        assertThat(files).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "a//b", "./a", "a/", "", "a\nb", ".hidden"
            })
    void aFileThatWouldLeaveTheFolderIsRefused(String name) throws Exception {
        assertThat(sentence(anotherZip(name, "x".getBytes(StandardCharsets.UTF_8), ZipEntry.STORED)))
                .matches("The zip (has a file whose name|is not in the form|is cut off).*");
    }

    @Test
    void whatIsCompressedIsNotUnpacked() throws Exception {
        byte[] bomb = anotherZip("manifest.txt", new byte[50_000_000], ZipEntry.DEFLATED);

        assertThat(bomb.length).isLessThan(100_000);
        assertThat(sentence(bomb)).contains("not in the form");
    }

    @Test
    void aSizeThatIsLargerThanTheFileIsNotBelieved() throws Exception {
        byte[] forged = evidence.clone();
        for (int i = 18; i < 26; i++) {
            forged[i] = i % 4 == 1 ? (byte) 0x7f : (byte) 0xff;
        }
        assertThat(sentence(forged)).startsWith("The zip is");
    }

    @Test
    void aFileThatIsThereTwiceIsRefused() throws Exception {
        Map<String, byte[]> one = new LinkedHashMap<>();
        one.put("manifest.txt", "x".getBytes(StandardCharsets.UTF_8));
        byte[] zip = EvidenceZip.write(one);
        int local = 30 + "manifest.txt".length() + 1;
        byte[] twice = new byte[local + zip.length];
        System.arraycopy(zip, 0, twice, 0, local);
        System.arraycopy(zip, 0, twice, local, zip.length);

        assertThat(sentence(twice)).isEqualTo("The zip has the file manifest.txt twice.");
    }

    @Test
    void whatFollowsBehindTheEndAndWhatStandsBeforeTheBeginningIsRefused() throws Exception {
        assertThat(sentence(Tampering.joined(evidence, new byte[] {0})))
                .isEqualTo("Something follows behind the end of the zip.");
        assertThat(sentence(Tampering.joined(new byte[] {0}, evidence))).startsWith("The file is no zip");
    }

    @Test
    void noTruncationPasses() throws Exception {
        for (int length = 0; length < evidence.length; length += 1 + length / 40) {
            byte[] cut = new byte[length];
            System.arraycopy(evidence, 0, cut, 0, length);
            assertThat(sentence(cut)).as("%d bytes", length).endsWith(".");
        }
    }

    private static String sentence(byte[] zip) throws Exception {
        Verdict verdict = new EvidenceCheck(Optional.empty(), Optional.empty()).check(zip);
        return ((Verdict.Broken) verdict).sentence();
    }

    private static byte[] anotherZip(String name, byte[] content, int method) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            if (method == ZipEntry.STORED) {
                entry.setSize(content.length);
                entry.setCrc(crc(content));
            }
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }
}
