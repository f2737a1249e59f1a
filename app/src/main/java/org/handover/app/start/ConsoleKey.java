package org.handover.app.start;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** The key with which this installation logs on to the servers of its own lab. */
record ConsoleKey(Path privateKey, String publicKeyLine) {

    private static final String PRIVATE = "keys/console";
    private static final String PUBLIC = "keys/console.pub";

    static ConsoleKey of(DataFolder data) {
        if (data.read(PUBLIC).isEmpty()) {
            make(data);
        }
        return new ConsoleKey(data.path(PRIVATE), data.read(PUBLIC).orElseThrow());
    }

    /** Puts the public half where a lab elsewhere reads it. */
    void publish(Path file) {
        try {
            Files.writeString(file, publicKeyLine + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("The console's public key cannot be written to " + file, e);
        }
    }

    private static void make(DataFolder data) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ByteArrayOutputStream openSsh = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "handover", null, openSsh);
            data.write(PRIVATE, openSsh.toString(StandardCharsets.US_ASCII));
            data.write(PUBLIC, PublicKeyEntry.toString(pair.getPublic()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make this installation's console key: " + e.getMessage(), e);
        }
    }
}
