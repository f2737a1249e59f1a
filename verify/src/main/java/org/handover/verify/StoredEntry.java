package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a chain as it is stored. As a line it is JSON that holds the stored bytes as they are; there is exactly one way
 * to write it.
 *
 * @param chain the run's number, or {@code house}
 * @param seq from 1
 * @param body the stored bytes: JSON on one line; the database takes no other
 * @param hash covers the bytes, the place in the chain, and the hash before it
 */
public record StoredEntry(String chain, long seq, byte[] body, Hash hash) {

    private static final Pattern CHAIN = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern BEGINNING = Pattern.compile(
            "\\{\"chain\":\"([A-Za-z0-9-]{1,64})\",\"seq\":([1-9][0-9]{0,17}),\"hash\":\"([0-9a-f]{64})\",\"entry\":");
    private static final int LONGEST_BEGINNING = 256;

    public StoredEntry {
        if (!CHAIN.matcher(chain).matches()) {
            throw new IllegalArgumentException("'%s' cannot be the name of a chain.".formatted(chain));
        }
    }

    /** The entry as one line, without its end. */
    public byte[] toLine() {
        byte[] beginning = "{\"chain\":\"%s\",\"seq\":%d,\"hash\":\"%s\",\"entry\":"
                .formatted(chain, seq, hash.hex())
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream line = new ByteArrayOutputStream(beginning.length + body.length + 1);
        line.writeBytes(beginning);
        line.writeBytes(body);
        line.write('}');
        return line.toByteArray();
    }

    public static StoredEntry ofLine(byte[] line) throws BrokenException {
        String beginning = new String(line, 0, Math.min(line.length, LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
        Matcher matcher = BEGINNING.matcher(beginning);
        if (!matcher.lookingAt() || line.length <= matcher.end() || line[line.length - 1] != '}') {
            throw new BrokenException("it is not a line of a ledger");
        }
        return new StoredEntry(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Arrays.copyOfRange(line, matcher.end(), line.length - 1),
                new Hash(matcher.group(3)));
    }
}
