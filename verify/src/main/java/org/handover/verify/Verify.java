package org.handover.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar handover-verify.jar [--trust cert.pem] [--heads folder] evidence.zip}. Ends with 0: valid; 1: something is not
 * as it was written; 2: intact, but nobody said which signer to trust; 64: asked wrongly, or a file cannot be read.
 */
public final class Verify {

    static final int VALID = 0;
    static final int BROKEN = 1;
    static final int SIGNER_NOT_CHECKED = 2;
    static final int ASKED_WRONGLY = 64;

    private static final String USAGE =
            "Usage: java -jar handover-verify.jar [--trust cert.pem] [--heads folder] evidence.zip";

    private Verify() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    static int run(PrintStream out, String... args) {
        @Nullable String trust = null;
        @Nullable String heads = null;
        @Nullable String zip = null;
        Deque<String> left = new ArrayDeque<>(Arrays.asList(args));
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            if (word.equals("--trust") && !left.isEmpty() && trust == null) {
                trust = left.removeFirst();
            } else if (word.equals("--heads") && !left.isEmpty() && heads == null) {
                heads = left.removeFirst();
            } else if (!word.startsWith("--") && zip == null) {
                zip = word;
            } else {
                out.println(USAGE);
                return ASKED_WRONGLY;
            }
        }
        if (zip == null) {
            out.println(USAGE);
            return ASKED_WRONGLY;
        }
        try {
            Optional<X509Certificate> trusted = trust == null
                    ? Optional.empty()
                    : Optional.of(Certificates.ofPem(Files.readAllBytes(Path.of(trust))));
            Verdict verdict =
                    new EvidenceCheck(trusted, Optional.ofNullable(heads).map(Path::of)).check(Path.of(zip));
            return say(out, verdict);
        } catch (IOException e) {
            out.println("A file cannot be read: " + e);
            return ASKED_WRONGLY;
        } catch (OutOfMemoryError e) {
            out.println(
                    "%s needs more memory to be checked, such as java -Xmx2g -jar handover-verify.jar".formatted(zip));
            return ASKED_WRONGLY;
        } catch (BrokenException e) {
            out.println("%s: %s".formatted(trust, e.sentence()));
            return ASKED_WRONGLY;
        }
    }

    private static int say(PrintStream out, Verdict verdict) {
        if (verdict instanceof Verdict.Broken broken) {
            out.println("NOT VALID: " + broken.sentence());
            return BROKEN;
        }
        if (verdict instanceof Verdict.Valid valid) {
            out.println("valid");
            out.println(about(
                    valid.failover(),
                    valid.entries(),
                    valid.head(),
                    valid.sealedAt().toString()));
            return VALID;
        }
        Verdict.Intact intact = (Verdict.Intact) verdict;
        out.println("intact, signer not checked");
        out.println(about(
                intact.failover(),
                intact.entries(),
                intact.head(),
                intact.sealedAt().toString()));
        out.println("It names the key %s. To check whose it is: --trust cert.pem".formatted(intact.key()));
        return SIGNER_NOT_CHECKED;
    }

    private static String about(String failover, long entries, long head, String at) {
        return "%s: %d entries, under signed head %d of %s (UTC)".formatted(failover, entries, head, at);
    }
}
