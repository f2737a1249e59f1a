package org.handover.lab.control;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords and tokens that the lab makes up itself. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 120 random bits in letters, digits, {@code -} and {@code _}. */
    static String makeUp() {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
