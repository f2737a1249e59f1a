package org.handover.sso;

import java.util.regex.Pattern;

/**
 * The id of one master secret, a GUID, in lower case and without braces. Where it occurs: docs/entsso.md 1.1, 5.1, 5.4.
 *
 * @param value {@code 8f26122c-4830-4216-bba5-e49dca3ba13b}
 */
public record Msid(String value) {
    private static final String GUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
    private static final Pattern PLAIN = Pattern.compile(GUID);
    private static final Pattern IN_BRACES = Pattern.compile("\\{" + GUID + "}");

    public Msid {
        if (IN_BRACES.matcher(value).matches()) {
            value = value.substring(1, value.length() - 1);
        } else if (!PLAIN.matcher(value).matches()) {
            throw new RefusedValueException("An MSID is a GUID: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.");
        }
        value = LetterCase.lower(value);
    }

    /**
     * The MSID that is written so.
     *
     * @param value with or without braces, in upper or lower case
     * @throws RefusedValueException when this is no GUID
     */
    public static Msid of(String value) {
        return new Msid(value);
    }

    /** Whether this text is an MSID at all. */
    public static boolean isOne(String text) {
        return PLAIN.matcher(text).matches() || IN_BRACES.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
