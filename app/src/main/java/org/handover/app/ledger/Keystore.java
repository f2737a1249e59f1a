package org.handover.app.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Objects;
import org.handover.verify.SigningKey;

/** A PKCS#12 file with one Ed25519 key and its certificate, as {@code keytool -genkeypair -keyalg Ed25519} makes it. */
record Keystore(Path file, String password) {

    private static final String TYPE = "PKCS12";
    private static final String ALIAS = "handover";

    /** What is wrong with a keystore, and what to do. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String sentence) {
            super(sentence);
        }
    }

    boolean isThere() {
        return Files.exists(file);
    }

    SigningKey load() throws UnusableException {
        char[] word = password.toCharArray();
        try (InputStream content = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(content, word);
            for (String alias : Collections.list(store.aliases())) {
                Certificate certificate = store.getCertificate(alias);
                if (store.isKeyEntry(alias) && certificate instanceof X509Certificate named) {
                    return ed25519((PrivateKey) store.getKey(alias, word), named);
                }
            }
            throw new UnusableException(
                    "The keystore %s holds no key with a certificate; make one with keytool -genkeypair -keyalg Ed25519."
                            .formatted(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableException("The keystore %s cannot be opened; look at the file and at its password (%s)."
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private SigningKey ed25519(PrivateKey key, X509Certificate certificate) throws UnusableException {
        if (!certificate.getPublicKey().getAlgorithm().matches("Ed25519|EdDSA")) {
            throw new UnusableException("The key in %s is %s; the ledger is signed with Ed25519."
                    .formatted(file, certificate.getPublicKey().getAlgorithm()));
        }
        return new SigningKey(key, certificate);
    }

    /** Writes a file that nobody but its owner may read; one that is there is never written over. */
    void save(SigningKey key) throws UnusableException {
        char[] word = password.toCharArray();
        try {
            Path folder = Files.createDirectories(
                    Objects.requireNonNull(file.toAbsolutePath().getParent()));
            Path fresh = Files.createTempFile(folder, ".new-", null);
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setKeyEntry(ALIAS, key.key(), word, new Certificate[] {key.certificate()});
            try (OutputStream out = Files.newOutputStream(fresh)) {
                store.store(out, word);
            }
            if (isThere()) {
                throw new UnusableException("The keystore %s is there already.".formatted(file));
            }
            move(fresh);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableException("The keystore %s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file);
        }
    }

    @Override
    public String toString() {
        return "keystore " + file;
    }
}
