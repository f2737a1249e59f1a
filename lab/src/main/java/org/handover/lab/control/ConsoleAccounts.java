package org.handover.lab.control;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Set;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** Who can log on to the servers of a lab. */
final class ConsoleAccounts {

    static final String OPERATOR = "CONTOSO\\handover";
    /** In the same groups, but its token is a filtered one (docs/windows-consoles.md, Who one is after logging on). */
    static final String FILTERED = "CONTOSO\\filtered";

    private static final Set<String> BOTH_GROUPS = Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS);

    private ConsoleAccounts() {}

    static void add(WindowsServer server, LabConfiguration configuration) {
        String password = configuration.consolePassword().orElse(null);
        server.accounts().add(OPERATOR, password, BOTH_GROUPS, true);
        server.accounts().add(FILTERED, password, BOTH_GROUPS, false);
        configuration.consolePublicKey().map(ConsoleAccounts::publicKey).ifPresent(key -> {
            server.accounts().authorizeKey(OPERATOR, key);
            server.accounts().authorizeKey(FILTERED, key);
        });
    }

    private static PublicKey publicKey(String authorizedKeysLine) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(authorizedKeysLine)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "HANDOVER_LAB_CONSOLE_PUBLIC_KEY cannot be used: it has to be one line of an authorized_keys file.");
        }
    }
}
