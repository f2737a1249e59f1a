package org.handover.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {

    @TempDir
    Path folder;

    private final Sample sample = Sample.ledger();
    private String printed = "";

    @Test
    void evidenceOfATrustedSignerIsValid() throws Exception {
        assertThat(verify("--trust", pem(sample.keys.get(0)), zip(sample.evidence())))
                .isZero();
        assertThat(printed).startsWith("valid\nFO-000002: 12 entries, under signed head 3 of 2026-05-01T22:00:00Z");
    }

    @Test
    void withoutATrustedSignerItIsIntactAndTheEndSaysThatThisIsLess() throws Exception {
        assertThat(verify(zip(sample.evidence()))).isEqualTo(2);
        assertThat(printed)
                .startsWith("intact, signer not checked\n")
                .contains(sample.key().fingerprint().hex());
    }

    @Test
    void theSameEvidenceHasTheSameBytes() {
        assertThat(sample.evidence()).isEqualTo(sample.evidence());
    }

    @Test
    void whatAnotherSignedIsNotValid() throws Exception {
        String stranger = pem(SigningKey.make("a stranger", Sample.NOW));

        assertThat(verify("--trust", stranger, zip(sample.evidence()))).isEqualTo(1);
        assertThat(printed).startsWith("NOT VALID: It is signed by the key");
    }

    @Test
    void aForgerWhoPacksTheWholeAnewWithAKeyOfHisOwnIsNotTrusted() throws Exception {
        Sample forged = Sample.ledger();

        assertThat(verify(zip(forged.evidence()))).isEqualTo(2);
        assertThat(verify("--trust", pem(sample.key()), zip(forged.evidence()))).isEqualTo(1);
    }

    @Test
    void theFirstThingThatIsNotAsItWasWrittenIsNamed() throws Exception {
        Map<String, byte[]> files = EvidenceZip.read(sample.evidence());
        files.put("report.html", "<html>another report</html>".getBytes(StandardCharsets.UTF_8));

        assertThat(verify(zip(EvidenceZip.write(files)))).isEqualTo(1);
        assertThat(printed)
                .isEqualTo("NOT VALID: The file report.html was altered: its digest is not the one in the manifest.\n");
    }

    @Test
    void trustInAnOldCertificateReachesTheKeyThatItWasHandedOverTo() throws Exception {
        sample.handOver();
        sample.append(Sample.RUN, "{}");
        sample.sign();
        sample.handOver();
        sample.append(Sample.RUN, "{}");
        sample.sign();

        for (SigningKey key : sample.keys) {
            assertThat(verify("--trust", pem(key), zip(sample.evidence()))).isZero();
        }
        assertThat(LedgerCheck.check(sample.keyRing(), sample.heads, sample.entries())
                        .heads())
                .isEqualTo(5);
    }

    @Test
    void afterALossTrustInTheOldCertificateEndsAndOldEvidenceStaysValidWithIt() throws Exception {
        byte[] before = sample.evidence();
        sample.loseKey();
        sample.append(Sample.RUN, "{}");
        sample.sign();

        String old = pem(sample.keys.get(0));
        assertThat(verify("--trust", old, zip(before))).isZero();
        assertThat(verify("--trust", old, zip(sample.evidence()))).isEqualTo(1);
        assertThat(verify("--trust", pem(sample.keys.get(1)), zip(sample.evidence())))
                .isZero();
        assertThat(LedgerCheck.check(sample.keyRing(), sample.heads, sample.entries())
                        .heads())
                .isEqualTo(4);
    }

    @Test
    void aHeadThatTheOldKeySignsAfterItsTimeIsFound() throws Exception {
        sample.handOver();
        SigningKey fresh = sample.keys.remove(1);
        sample.append(Sample.RUN, "{}");
        sample.sign();
        sample.keys.add(fresh);

        String found = "";
        try {
            LedgerCheck.check(sample.keyRing(), sample.heads, sample.entries());
        } catch (BrokenException e) {
            found = e.sentence();
        }
        assertThat(found).contains("which was not in use then");
    }

    @Test
    void aHeadThatWasSentAwayContradictsARewrittenLedger() throws Exception {
        Path heads = Files.createDirectory(folder.resolve("heads"));
        String trust = pem(sample.key());
        String evidence = zip(sample.evidence());

        assertThat(verify("--trust", trust, "--heads", heads.toString(), evidence))
                .isEqualTo(1);
        assertThat(printed).contains("not among those that were sent away");
        Files.writeString(heads.resolve(sample.last().fileName()), sample.last().text());
        assertThat(verify("--trust", trust, "--heads", heads.toString(), evidence))
                .isZero();

        // Whoever has the key and the database writes another history under the same number.
        Sample rewritten = new Sample();
        rewritten.keys.set(0, sample.key());
        for (int i = 0; i < 3; i++) {
            rewritten.append(Sample.RUN, "{}");
            rewritten.sign();
        }
        assertThat(verify("--trust", trust, "--heads", heads.toString(), zip(rewritten.evidence())))
                .isEqualTo(1);
        assertThat(printed).contains("not the one that was sent away");
    }

    @Test
    void whoAsksWronglyIsToldHow() {
        assertThat(verify()).isEqualTo(64);
        assertThat(printed).startsWith("Usage: ");
        assertThat(verify("--trust")).isEqualTo(64);
        assertThat(verify("one.zip", "two.zip")).isEqualTo(64);
        assertThat(verify(folder.resolve("nothing.zip").toString())).isEqualTo(64);
        assertThat(printed).startsWith("A file cannot be read");
    }

    /** A share that is not mounted, or a name with a slip in it, says nothing of the evidence. */
    @Test
    void aFolderOfHeadsThatIsNotThereIsNoFaultOfTheEvidence() throws Exception {
        String trust = pem(sample.key());
        String heads = folder.resolve("not-mounted").toString();

        assertThat(verify("--trust", trust, "--heads", heads, zip(sample.evidence())))
                .isEqualTo(64);
        assertThat(printed).startsWith("A file cannot be read").contains(heads);
    }

    @Test
    void whatIsNoZipAndWhatIsAFolderIsSaidToBeThat() throws Exception {
        assertThat(verify(zip("{\"status\":401,\"detail\":\"Sign in first.\"}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(1);
        assertThat(printed).isEqualTo("NOT VALID: The file is no zip: it begins as another kind of file does.\n");
        assertThat(verify(folder.toString())).isEqualTo(64);
        assertThat(printed).contains(folder.toString());
    }

    /** The end of a program that broke down would be the one of evidence that is not valid. */
    @Test
    void aComputerWithTooLittleMemoryIsNoFaultOfTheEvidence() throws Exception {
        Path large = folder.resolve("large.zip");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(100L * 1024 * 1024);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Verify.class.getName(),
                        large.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(64);
        assertThat(said).contains(large.toString(), "-Xmx");
    }

    private int verify(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int end = Verify.run(new PrintStream(out, true, StandardCharsets.UTF_8), args);
        printed = out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
        return end;
    }

    private String pem(SigningKey key) throws Exception {
        Path file = folder.resolve(key.fingerprint() + ".pem");
        return Files.writeString(file, Certificates.pem(key.certificate())).toString();
    }

    private String zip(byte[] evidence) throws Exception {
        return Files.write(Files.createTempFile(folder, "evidence", ".zip"), evidence)
                .toString();
    }
}
