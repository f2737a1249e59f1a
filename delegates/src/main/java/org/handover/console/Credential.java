package org.handover.console;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** With what the console logs on. A supplied secret is asked for when it is needed and zeroed after use. */
public sealed interface Credential {

    /**
     * A private key. Such a logon carries no credentials for a second hop.
     *
     * @param privateKey in OpenSSH or PEM format
     * @param passphrase null where the file is not encrypted
     */
    record KeyFile(Path privateKey, @Nullable Supplier<char[]> passphrase) implements Credential {
        public KeyFile(Path privateKey) {
            this(privateKey, null);
        }

        @Override
        public String toString() {
            return "key file " + privateKey.getFileName();
        }
    }

    /**
     * A password, asked for at each logon.
     *
     * @param supplier hands out a fresh array each time
     */
    record Password(Supplier<char[]> supplier) implements Credential {
        @Override
        public String toString() {
            return "password";
        }
    }
}
