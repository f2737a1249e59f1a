package org.handover.sso;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param value 64 hexadecimal digits in lower case
 */
public record Sha256(String value) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");

    public Sha256 {
        if (!DIGITS.matcher(value).matches()) {
            throw new RefusedValueException("A SHA-256 digest has 64 hexadecimal digits.");
        }
        value = LetterCase.lower(value);
    }

    /**
     * The digest with these digits.
     *
     * @throws RefusedValueException when these are not 64 hexadecimal digits
     */
    public static Sha256 of(String value) {
        return new Sha256(value);
    }

    /** The digest of these bytes. */
    public static Sha256 ofContent(byte[] content) {
        try {
            return new Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
