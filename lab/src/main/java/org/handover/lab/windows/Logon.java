package org.handover.lab.windows;

import java.util.Set;

/**
 * Who is at the console.
 *
 * @param account {@code DOMAIN\name}
 * @param kind how this account logged on
 * @param elevated whether the token carries the high integrity label S-1-16-12288
 * @param groups group SIDs in the token, with {@code S-1-5-32-544} (Administrators) only where it is enabled
 */
public record Logon(String account, Kind kind, boolean elevated, Set<String> groups) {

    /** The SID of the lab's group SSO Administrators. */
    public static final String SSO_ADMINISTRATORS = "S-1-5-21-1004336348-1177238915-682003330-1201";

    public static final String ADMINISTRATORS = "S-1-5-32-544";

    /** A key logon carries no credentials for a second hop (docs/windows-consoles.md, Who one is after logging on). */
    public enum Kind {
        KEY,
        PASSWORD,
        SERVICE
    }

    public boolean isLocalAdministrator() {
        return elevated && groups.contains(ADMINISTRATORS);
    }

    public boolean isSsoAdministrator() {
        return groups.contains(SSO_ADMINISTRATORS);
    }
}
