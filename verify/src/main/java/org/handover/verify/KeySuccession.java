package org.handover.verify;

import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The statement that one key signs from now on instead of another. The new key always signs it; the old one does unless it is
 * lost, and only then does trust in the old certificate reach the new one.
 *
 * @param from the fingerprint of the old certificate
 * @param to the fingerprint of the new one
 * @param lastHead the number of the last head that the old key signed
 * @param words why, on one line
 * @param signedByOld {@code none} where the old key is lost
 */
public record KeySuccession(
        Instant at, Hash from, Hash to, long lastHead, String words, String signedByOld, String signedByNew) {

    public static final String NOBODY = "none";

    private static final String FORMAT = "handover-key";
    private static final List<String> NAMES =
            List.of(FORMAT, "at", "from", "to", "lastHead", "words", "signedByOld", "signedByNew");

    /** The old key hands over to the new one. */
    public static KeySuccession handedOver(Instant at, SigningKey old, SigningKey fresh, long lastHead, String words) {
        KeySuccession unsigned =
                new KeySuccession(at, old.fingerprint(), fresh.fingerprint(), lastHead, words, NOBODY, NOBODY);
        return unsigned.with(old.sign(unsigned.statement()), fresh.sign(unsigned.statement()));
    }

    /** The old key is lost: only the new one can say so. */
    public static KeySuccession afterLoss(Instant at, Hash old, SigningKey fresh, long lastHead, String words) {
        KeySuccession unsigned = new KeySuccession(at, old, fresh.fingerprint(), lastHead, words, NOBODY, NOBODY);
        return unsigned.with(NOBODY, fresh.sign(unsigned.statement()));
    }

    private KeySuccession with(String byOld, String byNew) {
        return new KeySuccession(at, from, to, lastHead, words, byOld, byNew);
    }

    private String statement() {
        return Fields.of(
                        FORMAT,
                        "1",
                        "at",
                        at.toString(),
                        "from",
                        from.hex(),
                        "to",
                        to.hex(),
                        "lastHead",
                        Long.toString(lastHead),
                        "words",
                        words)
                .text();
    }

    public String text() {
        return statement()
                + Fields.of("signedByOld", signedByOld, "signedByNew", signedByNew)
                        .text();
    }

    public static KeySuccession parse(String text) throws BrokenException {
        Fields fields = Fields.parse(text, "a statement of a key's succession", NAMES);
        try {
            KeySuccession succession = new KeySuccession(
                    Instant.parse(fields.get("at")),
                    new Hash(fields.get("from")),
                    new Hash(fields.get("to")),
                    Long.parseLong(fields.get("lastHead")),
                    fields.get("words"),
                    fields.get("signedByOld"),
                    fields.get("signedByNew"));
            if (Objects.equals(succession.text(), text)) {
                return succession;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // said below
        }
        throw new BrokenException(
                "This is not a statement of a key's succession: a value in it is not as it is written.");
    }

    boolean isSignedByNew(X509Certificate certificate) {
        return Certificates.fingerprint(certificate).equals(to)
                && SigningKey.isSignedBy(certificate, statement(), signedByNew);
    }

    boolean isSignedByOld(X509Certificate certificate) {
        return Certificates.fingerprint(certificate).equals(from)
                && SigningKey.isSignedBy(certificate, statement(), signedByOld);
    }
}
