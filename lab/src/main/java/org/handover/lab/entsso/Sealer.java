package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-256-GCM with a fresh nonce in front of the ciphertext. What the real product uses is not documented
 * (docs/entsso.md 6.3); this is the lab's own choice.
 */
final class Sealer {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random;

    Sealer(SecureRandom random) {
        this.random = random;
    }

    byte[] seal(byte[] key, byte[] plain, byte[] associated) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        GCMModeCipher cipher = cipher(true, key, nonce, associated);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
        try {
            int written = cipher.processBytes(plain, 0, plain.length, sealed, NONCE_BYTES);
            cipher.doFinal(sealed, NONCE_BYTES + written);
        } catch (InvalidCipherTextException impossibleWhenSealing) {
            throw new IllegalStateException(impossibleWhenSealing);
        }
        return sealed;
    }

    /** @throws NotAuthenticException when the key is another one or a single bit was changed */
    byte[] open(byte[] key, byte[] sealed, byte[] associated) throws NotAuthenticException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new NotAuthenticException();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        GCMModeCipher cipher = cipher(false, key, nonce, associated);
        byte[] plain = new byte[cipher.getOutputSize(sealed.length - NONCE_BYTES)];
        try {
            int written = cipher.processBytes(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES, plain, 0);
            cipher.doFinal(plain, written);
        } catch (InvalidCipherTextException notOurs) {
            throw new NotAuthenticException();
        }
        return plain;
    }

    static byte[] derive(byte[] keyMaterial, String purpose) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(keyMaterial, null, purpose.getBytes(StandardCharsets.UTF_8)));
        byte[] key = new byte[MasterSecret.KEY_BYTES];
        generator.generateBytes(key, 0, key.length);
        return key;
    }

    private static GCMModeCipher cipher(boolean encrypt, byte[] key, byte[] nonce, byte[] associated) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, associated));
        return cipher;
    }

    /** Wrong key or changed bytes; which of the two, nobody can tell. */
    static final class NotAuthenticException extends Exception {
        NotAuthenticException() {
            super("The sealed bytes do not open under this key.");
        }
    }
}
