package org.handover.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RandomTamperingTest {

    private static final long SEED = 20260501;

    private final Sample sample = Sample.ledger();
    private final byte[] evidence = sample.evidence();

    @Test
    void whatNobodyTouchedIsWhole() throws Exception {
        LedgerCheck.Whole whole = LedgerCheck.check(sample.keyRing(), sample.heads, sample.entries());

        assertThat(whole).isEqualTo(new LedgerCheck.Whole(4, 48, 3, 0));
        assertThat(checked(evidence)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void threeHundredForgeriesAreFound() throws Exception {
        allAreFound(300);
    }

    @Test
    @Tag("long")
    void tenThousandForgeriesAreFound() throws Exception {
        allAreFound(10_000);
    }

    private void allAreFound(int many) throws Exception {
        for (int i = 0; i < many; i++) {
            Tampering tampering = new Tampering(SEED + i);
            switch (i % 3) {
                case 0 -> aForgedLedgerIsFound(tampering.ledger(sample), i);
                case 1 -> aForgedZipIsFound(tampering.bytes(evidence), i);
                default -> aForgedZipIsFound(tampering.files(evidence, this::files), i);
            }
        }
    }

    private void aForgedLedgerIsFound(Tampering.Forged forged, int number) {
        String found = "";
        try {
            LedgerCheck.check(sample.keyRing(), forged.heads(), forged.entries());
        } catch (BrokenException e) {
            found = e.sentence();
        }
        assertThat(found).as("%d: %s", number, forged.how()).endsWith(".");
    }

    private void aForgedZipIsFound(byte[] forged, int number) throws Exception {
        assertThat(checked(forged)).as("%d with the signer known", number).isInstanceOf(Verdict.Broken.class);
        assertThat(new EvidenceCheck(Optional.empty(), Optional.empty()).check(forged))
                .as("%d with the signer unknown", number)
                .isInstanceOf(Verdict.Broken.class);
    }

    private Verdict checked(byte[] zip) throws Exception {
        return new EvidenceCheck(Optional.of(sample.key().certificate()), Optional.empty()).check(zip);
    }

    private Map<String, byte[]> files() {
        try {
            return EvidenceZip.read(evidence);
        } catch (BrokenException e) {
            throw new AssertionError(e);
        }
    }
}
