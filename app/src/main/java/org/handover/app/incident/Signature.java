package org.handover.app.incident;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 signatures as PagerDuty gives them: {@code v1=} and hexadecimal digits, several separated by commas while one
 * secret follows another. Tools that make them as Base64 only may give them so.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1=";
    private static final int MOST = 10;
    private static final int HEXADECIMAL = 64;

    private Signature() {}

    /** Whether one of the given signatures was made with one of the secrets over these bytes. */
    static boolean holds(@Nullable String given, List<String> secrets, byte[]... message) {
        if (given == null) {
            return false;
        }
        List<byte[]> signatures = Arrays.stream(given.split(",", MOST + 1))
                .limit(MOST)
                .map(String::strip)
                .filter(one -> one.startsWith(VERSION))
                .map(one -> decoded(one.substring(VERSION.length())))
                .toList();
        boolean holds = false;
        for (String secret : secrets) {
            byte[] right = of(secret, message);
            for (byte[] signature : signatures) {
                holds |= MessageDigest.isEqual(right, signature);
            }
        }
        return holds;
    }

    /** Nothing, which no signature is, where it is neither. */
    private static byte[] decoded(String signature) {
        try {
            return signature.length() == HEXADECIMAL
                    ? HexFormat.of().parseHex(signature)
                    : Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException neither) {
            return new byte[0];
        }
    }

    private static byte[] of(String secret, byte[]... message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (byte[] part : message) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256.", e);
        }
    }
}
