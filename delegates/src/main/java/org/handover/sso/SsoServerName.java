package org.handover.sso;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a computer that runs ENTSSO, as it stands in the SSO database: a computer name or a cluster's network name,
 * 1 to 256 characters, never an IP address (docs/entsso.md 4.2, 10.1 row 14). Two names are equal when they differ in
 * case only; {@link #sameComputer} also takes {@code SSO02} and {@code sso02.contoso.example} for the same computer.
 */
public final class SsoServerName {
    private static final int LONGEST = 256;
    private static final int LONGEST_NETBIOS = 15;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]+");

    private final String value;

    private SsoServerName(String value) {
        this.value = value;
    }

    /**
     * The server of this name.
     *
     * @throws RefusedValueException when this cannot be the name of a computer
     */
    public static SsoServerName of(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new RefusedValueException(
                    "The name of an SSO server has 1 to 256 characters; this one has " + value.length() + ".");
        }
        if (!value.equals(value.strip())) {
            throw new RefusedValueException("The name of an SSO server has no blanks before or after it.");
        }
        if (looksLikeAnAddress(value)) {
            throw new RefusedValueException(
                    "This is an IP address; ENTSSO needs the computer's name, because a secret does not restore under an address.");
        }
        for (String label : value.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new RefusedValueException(
                        "The name of an SSO server consists of Latin letters, digits, hyphens and underscores, 1 to 63 of them between two dots.");
            }
        }
        return new SsoServerName(value);
    }

    static boolean looksLikeAnAddress(String value) {
        if (value.indexOf(':') >= 0 || value.startsWith("[")) {
            return true;
        }
        String lastLabel = value.substring(value.lastIndexOf('.') + 1);
        return NUMBER.matcher(lastLabel).matches();
    }

    /** As it was written. */
    public String value() {
        return value;
    }

    /** The first label in upper case, at most 15 characters: what Windows calls the computer's NetBIOS name. */
    public String netBiosName() {
        String label = firstLabel();
        return label.substring(0, Math.min(LONGEST_NETBIOS, label.length())).toUpperCase(Locale.ROOT);
    }

    /** Whether the other name can only mean the same computer: case, the domain and a cut to 15 characters do not count. */
    public boolean sameComputer(SsoServerName other) {
        if (qualified() && other.qualified()) {
            return equals(other);
        }
        String mine = firstLabel();
        String its = other.firstLabel();
        if (mine.length() == LONGEST_NETBIOS || its.length() == LONGEST_NETBIOS) {
            return netBiosName().equals(other.netBiosName());
        }
        return mine.equalsIgnoreCase(its);
    }

    private boolean qualified() {
        return value.indexOf('.') >= 0;
    }

    private String firstLabel() {
        int dot = value.indexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SsoServerName name && value.equalsIgnoreCase(name.value);
    }

    @Override
    public int hashCode() {
        return value.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
