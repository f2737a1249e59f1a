package org.handover.console.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a logon would be the same one again: account and credential, as a digest under a key that only this process
 * has. So the wrong password is recognised without being kept.
 */
record CredentialMark(String digest) {

    /** Makes marks that can be compared with each other. */
    static final class Maker {
        private final SecretKeySpec key;

        Maker() {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            key = new SecretKeySpec(random, "HmacSHA256");
        }

        CredentialMark of(ServerAddress address) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                mac.update((address.account() + '\0' + address.host() + '\0' + address.port() + '\0')
                        .getBytes(StandardCharsets.UTF_8));
                if (address.credential() instanceof Credential.KeyFile file) {
                    addFile(mac, file);
                    addSecret(mac, file.passphrase());
                } else if (address.credential() instanceof Credential.Password password) {
                    addSecret(mac, password.supplier());
                }
                return new CredentialMark(HexFormat.of().formatHex(mac.doFinal()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has HmacSHA256.", e);
            }
        }

        private static void addFile(Mac mac, Credential.KeyFile file) {
            mac.update(file.privateKey().toString().getBytes(StandardCharsets.UTF_8));
            try {
                mac.update(java.nio.file.Files.readAllBytes(file.privateKey()));
            } catch (IOException e) {
                // A file that cannot be read is a mark of its own; loading it says why.
                mac.update((byte) 0);
            }
        }

        private static void addSecret(Mac mac, @Nullable Supplier<char[]> supplier) {
            if (supplier == null) {
                return;
            }
            char[] secret = supplier.get();
            byte[] bytes = Utf8.of(secret, 0);
            mac.update(bytes);
            Arrays.fill(secret, '\0');
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
