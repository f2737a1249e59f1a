package org.handover.lab.program;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.windows.FileRights;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** Names of SIDs and SIDs of names, in the language of a server. */
final class Names {
    private static final Map<String, String> WELL_KNOWN = Map.of(
            Logon.ADMINISTRATORS,
            "BUILTIN\\Administrators",
            FileRights.USERS,
            "BUILTIN\\Users",
            "S-1-5-32-573",
            "BUILTIN\\Event Log Readers",
            FileRights.SYSTEM,
            "NT AUTHORITY\\SYSTEM",
            FileRights.AUTHENTICATED_USERS,
            "NT AUTHORITY\\Authenticated Users",
            FileRights.EVERYONE,
            "Everyone");

    private final WindowsServer server;
    private final String domain;

    Names(Invocation invocation) {
        server = invocation.server();
        String account = invocation.logon().account();
        domain = account.substring(0, Math.max(0, account.indexOf('\\')));
    }

    /** The name of a SID; the SID itself where nobody has it. */
    String of(String sid) {
        if (sid.equals(Logon.SSO_ADMINISTRATORS)) {
            return (domain.isEmpty() ? "" : domain + "\\") + "SSO Administrators";
        }
        if (WELL_KNOWN.containsKey(sid)) {
            return Phrases.say(server.language(), WELL_KNOWN.get(sid));
        }
        return server.accounts().names().stream()
                .filter(account -> FileRights.sidOf(account).equals(sid))
                .findFirst()
                .orElse(sid);
    }

    /** The SID of {@code *S-1-5-18}, of a name with its domain, or of one without. */
    Optional<String> sid(String name) {
        if (name.startsWith("*")) {
            return name.matches("\\*S-1(-\\d+)+") ? Optional.of(name.substring(1)) : Optional.empty();
        }
        if (isNamed(name, of(Logon.SSO_ADMINISTRATORS))) {
            return Optional.of(Logon.SSO_ADMINISTRATORS);
        }
        return WELL_KNOWN.keySet().stream()
                .filter(sid -> isNamed(name, of(sid)))
                .findFirst()
                .or(() -> server.accounts().names().stream()
                        .filter(account -> isNamed(name, account))
                        .findFirst()
                        .map(FileRights::sidOf));
    }

    private static boolean isNamed(String given, String name) {
        return name.equalsIgnoreCase(given)
                || name.substring(name.indexOf('\\') + 1)
                        .toLowerCase(Locale.ROOT)
                        .equals(given.toLowerCase(Locale.ROOT));
    }
}
