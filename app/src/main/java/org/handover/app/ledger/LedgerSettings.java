package org.handover.app.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings {@code handover.ledger.*}.
 *
 * @param copy the second sink: a file that gets every entry, best on another disk
 * @param headInterval how often a head is signed at least
 * @param keystore PKCS#12 with the key that signs; made where there has never been one
 * @param previousKeystore the one that signed until now, where the key is being replaced
 * @param keyLost why the key that signed until now is gone, in words; only then a key follows it without its signature
 * @param heads where heads are sent
 */
@ConfigurationProperties("handover.ledger")
record LedgerSettings(
        Path copy,
        Duration headInterval,
        Path keystore,
        @Nullable String keystorePassword,
        @Nullable Path keystorePasswordFile,
        @Nullable Path previousKeystore,
        @Nullable String previousKeystorePassword,
        @Nullable Path previousKeystorePasswordFile,
        @Nullable String keyLost,
        @Nullable Away heads) {

    /**
     * Where heads are sent off the host; each that is given.
     *
     * @param folder on another computer
     * @param syslog {@code tcp://host:port} or {@code udp://host:port}
     * @param mailTo addresses, with {@code spring.mail.host}
     */
    record Away(@Nullable Path folder, @Nullable String syslog, @Nullable String mailTo, @Nullable String mailFrom) {}

    Away away() {
        return heads == null ? new Away(null, null, null, null) : heads;
    }

    Optional<String> passwordOfKeystore() throws Keystore.UnusableException {
        return password(keystorePassword, keystorePasswordFile);
    }

    Optional<String> passwordOfPreviousKeystore() throws Keystore.UnusableException {
        return password(previousKeystorePassword, previousKeystorePasswordFile);
    }

    private static Optional<String> password(@Nullable String given, @Nullable Path file)
            throws Keystore.UnusableException {
        if (given != null && !given.isEmpty()) {
            return Optional.of(given);
        }
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new Keystore.UnusableException(
                    "The password file %s of a keystore cannot be read (%s); put it there, readable for the application."
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    @Override
    public String toString() {
        return "settings of the ledger";
    }
}
