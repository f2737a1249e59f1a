package org.handover.sso;

import java.util.regex.Pattern;

/** The rule of names that this project gives itself: they occur in keys, in URLs and in the names of claims on a Windows disk. */
final class PlainName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    private PlainName() {}

    static String check(String what, String value) {
        if (!ALLOWED.matcher(value).matches()) {
            throw new RefusedValueException(
                    "The name of an " + what
                            + " has 1 to 64 characters: Latin letters, digits, and between them dots, hyphens and underscores.");
        }
        return value;
    }
}
