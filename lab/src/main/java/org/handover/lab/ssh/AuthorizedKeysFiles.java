package org.handover.lab.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.handover.lab.windows.FileRights;
import org.handover.lab.windows.FileRights.Right;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/**
 * The keys in files that sshd looks at: for every administrator the one file {@code administrators_authorized_keys}, which logs
 * on as <em>any</em> administrator, for all others the one in their own folder. A file that somebody else than SYSTEM,
 * Administrators and the account itself may change is not looked at. Source: docs/windows-consoles.md, Who one is after logging
 * on.
 */
final class AuthorizedKeysFiles {
    private static final String FOR_ADMINISTRATORS = "C:\\ProgramData\\ssh\\administrators_authorized_keys";

    private final WindowsServer server;

    AuthorizedKeysFiles(WindowsServer server) {
        this.server = server;
    }

    /** The logon that a key is good for. */
    Optional<Logon> logon(String user, PublicKey key, SocketAddress from) {
        return server.accounts().byTrustedKey(user).filter(logon -> isAuthorized(logon, key, from));
    }

    private boolean isAuthorized(Logon logon, PublicKey key, SocketAddress from) {
        boolean administrator = server.accounts().groupsOf(logon.account()).contains(Logon.ADMINISTRATORS);
        String name = administrator ? FOR_ADMINISTRATORS : ownFolder(logon) + "\\.ssh\\authorized_keys";
        Path file = server.disk().resolve(name, "C:\\");
        return Files.isRegularFile(file)
                && isGuarded(file, logon)
                && entries(file).stream().anyMatch(entry -> matches(entry, key, from));
    }

    private static String ownFolder(Logon logon) {
        String account = logon.account();
        return "C:\\Users\\" + account.substring(account.indexOf('\\') + 1).toLowerCase(Locale.ROOT);
    }

    private boolean isGuarded(Path file, Logon logon) {
        Set<String> mayChange = Set.of(FileRights.SYSTEM, Logon.ADMINISTRATORS, FileRights.sidOf(logon.account()));
        return server.rights().effective(file).stream()
                .filter(effective -> effective.entry().right().compareTo(Right.MODIFY) >= 0)
                .allMatch(effective -> mayChange.contains(effective.entry().sid()));
    }

    private static List<AuthorizedKeyEntry> entries(Path file) {
        try (InputStreamReader reader =
                new InputStreamReader(new ByteArrayInputStream(Files.readAllBytes(file)), StandardCharsets.UTF_8)) {
            return AuthorizedKeyEntry.readAuthorizedKeys(reader, true);
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    private static boolean matches(AuthorizedKeyEntry entry, PublicKey key, SocketAddress from) {
        try {
            return KeyUtils.compareKeys(entry.resolvePublicKey(null, PublicKeyEntryResolver.IGNORING), key)
                    && comesFrom(entry.getLoginOptions().get("from"), from);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static boolean comesFrom(@org.jspecify.annotations.Nullable String patterns, SocketAddress from) {
        if (patterns == null) {
            return true;
        }
        String address =
                from instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
        return Arrays.stream(patterns.split(",", -1))
                .map(pattern -> pattern.strip().replace("\"", ""))
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? address.startsWith(pattern.substring(0, pattern.length() - 1))
                        : address.equals(pattern));
    }
}
