package org.handover.console.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.handover.console.ConsoleException;
import org.handover.console.ServerAddress;
import org.jspecify.annotations.Nullable;

/** The key that the inventory says a server has. */
final class HostKey {
    private static final String RSA = "ssh-rsa";

    private final String type;
    private final PublicKey key;

    private HostKey(String type, PublicKey key) {
        this.type = type;
        this.key = key;
    }

    static HostKey of(ServerAddress address) throws ConsoleException {
        try {
            AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(address.hostKey());
            @Nullable
            PublicKey key =
                    entry == null ? null : entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
            if (entry != null && key != null) {
                return new HostKey(entry.getKeyType(), key);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Falls through: what is wrong with the line does not matter to who has to mend it.
        }
        throw new ConsoleException.HostKeyMismatch("The inventory holds no usable host key for " + address.server()
                + ", so nothing was typed; put the server's line there, such as ecdsa-sha2-nistp256 AAAA….");
    }

    boolean is(PublicKey presented) {
        return KeyUtils.compareKeys(key, presented);
    }

    /** The signature algorithms of this key first: a server with several keys then proves to have this one. */
    String preferIn(String proposal) {
        List<String> mine = RSA.equals(type) ? List.of("rsa-sha2-512", "rsa-sha2-256", RSA) : List.of(type);
        List<String> all = Arrays.asList(proposal.split(","));
        return String.join(
                ",",
                Stream.concat(
                                mine.stream().filter(all::contains),
                                all.stream().filter(algorithm -> !mine.contains(algorithm)))
                        .toList());
    }

    static String fingerprintOf(PublicKey presented) {
        return KeyUtils.getFingerPrint(presented);
    }

    String fingerprint() {
        return KeyUtils.getFingerPrint(key);
    }
}
