package org.handover.lab.entsso;

import java.util.Locale;
import java.util.UUID;

/** The name of one master secret: a GUID (docs/entsso.md 1.1). Its text is lower case, without braces. */
public record Msid(UUID guid) {

    public static Msid random() {
        return new Msid(UUID.randomUUID());
    }

    /**
     * Reads a GUID, with or without braces, in any case.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Msid parse(String text) {
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        return new Msid(UUID.fromString(bare.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return guid.toString();
    }
}
