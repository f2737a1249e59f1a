package org.handover.console.ssh;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secret characters as bytes, without a copy that nobody can zero. */
final class Utf8 {
    private static final int LONGEST_CHARACTER = 3;

    private Utf8() {}

    /** The bytes, with so many zeros behind them. */
    static byte[] of(char[] secret, int zerosBehind) {
        byte[] room = new byte[secret.length * LONGEST_CHARACTER];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position() + zerosBehind);
        Arrays.fill(bytes, encoded.position(), bytes.length, (byte) 0);
        Arrays.fill(room, (byte) 0);
        return bytes;
    }
}
