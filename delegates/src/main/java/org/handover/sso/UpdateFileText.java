package org.handover.sso;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.handover.sso.Violation.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an update file as characters: UTF-8, or UTF-16 with a byte order mark.
 *
 * @param text without the byte order mark; as far as it can be read where {@code problem} is not null
 * @param encoding what the bytes are, by their first ones
 * @param problem why they are not that throughout
 */
record UpdateFileText(String text, Charset encoding, @Nullable Violation problem) {
    static final int LARGEST = 64 * 1024;

    static UpdateFileText of(byte[] content) {
        if (content.length > LARGEST) {
            return new UpdateFileText(
                    "",
                    StandardCharsets.UTF_8,
                    new Violation(
                            Rule.SIZE,
                            1,
                            1,
                            "The file has " + content.length + " bytes; an update file has at most " + LARGEST + "."));
        }
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            return decode(content, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(content, 0xFF, 0xFE, 0, 0) || startsWith(content, 0, 0, 0xFE, 0xFF)) {
            return new UpdateFileText(
                    "", StandardCharsets.UTF_8, encodingAt("", "The file is UTF-32; write it in UTF-8."));
        }
        if (startsWith(content, 0xFF, 0xFE)) {
            return decode(content, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return decode(content, 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(content, '<', 0) || startsWith(content, 0, '<')) {
            return new UpdateFileText(
                    "",
                    StandardCharsets.UTF_8,
                    encodingAt("", "The file is UTF-16 without a byte order mark; write it in UTF-8."));
        }
        return decode(content, 0, StandardCharsets.UTF_8);
    }

    private static UpdateFileText decode(byte[] content, int from, Charset encoding) {
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content, from, content.length - from);
        CharBuffer characters = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(bytes, characters, true);
        String text = characters.flip().toString();
        return new UpdateFileText(
                text,
                encoding,
                result.isError() ? encodingAt(text, "From here on the bytes are not " + encoding.name() + ".") : null);
    }

    private static Violation encodingAt(String before, String sentence) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new Violation(Rule.ENCODING, line, column, sentence);
    }

    private static boolean startsWith(byte[] content, int... first) {
        if (content.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((content[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }
}
