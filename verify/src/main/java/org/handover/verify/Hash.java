package org.handover.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 value.
 *
 * @param hex 64 digits, lower case
 */
public record Hash(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** Stands where there is nothing before. */
    public static final Hash NONE = new Hash("0".repeat(64));

    public Hash {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits in lower case.");
        }
    }

    /** @param bytes the 32 bytes of a SHA-256 */
    public static Hash of(byte[] bytes) {
        return new Hash(HexFormat.of().formatHex(bytes));
    }

    /** The SHA-256 of these bytes, one after the other. */
    public static Hash sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
