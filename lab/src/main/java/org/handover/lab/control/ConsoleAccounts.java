package org.handover.lab.control;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** Who can log on to the servers of a lab, and with what. */
final class ConsoleAccounts {

    private static final String OPERATOR = "\\handover";
    /** In the same groups, but its token is a filtered one (docs/windows-consoles.md, Who one is after logging on). */
    private static final String FILTERED = "\\filtered";

    private static final Set<String> BOTH_GROUPS = Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS);

    private final Optional<String> password;
    private final Optional<PublicKey> key;

    /** @param authorizedKeysLine one line of an authorized_keys file */
    ConsoleAccounts(Optional<String> password, Optional<String> authorizedKeysLine) {
        this.password = password;
        this.key = authorizedKeysLine.map(ConsoleAccounts::publicKey);
    }

    static String operator(String domain) {
        return domain + OPERATOR;
    }

    void addTo(WindowsServer server, String domain) {
        for (String account : new String[] {operator(domain), domain + FILTERED}) {
            server.accounts().add(account, password.orElse(null), BOTH_GROUPS, account.endsWith(OPERATOR));
            key.ifPresent(known -> server.accounts().authorizeKey(account, known));
        }
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
