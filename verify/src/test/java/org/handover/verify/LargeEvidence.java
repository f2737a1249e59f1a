package org.handover.verify;

import java.nio.file.Files;
import java.nio.file.Path;

/** Writes evidence with as many entries as are asked for, and the certificate to trust: what bench/verify.mjs measures. */
final class LargeEvidence {

    /** About as long as the answer of a command is; bench/failover.mjs has what a real run consists of. */
    private static final String ANSWER =
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>".repeat(14);

    private LargeEvidence() {}

    public static void main(String[] args) throws Exception {
        int many = Integer.parseInt(args[0]);
        Path folder = Path.of(args[1]);
        Sample sample = new Sample();
        for (int i = 0; i < many; i++) {
            sample.append(
                    Sample.RUN,
                    "{\"at\":\"%s\",\"actor\":\"engine\",\"kind\":\"step.typed\",\"data\":{\"n\":%d,\"answer\":\"%s\"}}"
                            .formatted(Sample.NOW.plusMillis(i), i, ANSWER));
        }
        sample.sign();
        Files.write(folder.resolve("evidence.zip"), sample.evidence());
        Files.writeString(
                folder.resolve("cert.pem"), Certificates.pem(sample.key().certificate()));
    }
}
