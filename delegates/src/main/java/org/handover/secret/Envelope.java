package org.handover.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * CMS enveloped data under AES-256 to an elliptic-curve key (P-384) that is made when it is first needed, kept in memory and
 * never stored. The provider is passed along, not installed for the whole process.
 */
final class Envelope {
    private static final byte[] KEY_ID = {1};
    private static final int LONGEST_CHARACTER = 3;

    private @Nullable Recipient recipient;

    /** What opens and what seals. */
    private record Recipient(Provider provider, KeyPair keys) {
        @Override
        public String toString() {
            return "Recipient[masked]";
        }
    }

    byte[] seal(char[] secret) {
        byte[] plain = utf8(secret);
        try {
            return envelopFor(recipient(), plain);
        } catch (GeneralSecurityException | CMSException | IOException e) {
            throw new IllegalStateException(
                    "The password could not be sealed: " + e.getClass().getSimpleName() + ".");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] utf8(char[] secret) {
        byte[] room = new byte[secret.length * LONGEST_CHARACTER];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        return bytes;
    }

    private static byte[] envelopFor(Recipient recipient, byte[] plain)
            throws GeneralSecurityException, CMSException, IOException {
        KeyPair ephemeral = newKeys(recipient.provider());
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECCDH_SHA384KDF,
                        ephemeral.getPrivate(),
                        ephemeral.getPublic(),
                        CMSAlgorithm.AES256_WRAP)
                .addRecipient(KEY_ID, recipient.keys().getPublic())
                .setProvider(recipient.provider()));
        return generator
                .generate(
                        new CMSProcessableByteArray(plain),
                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                                .setProvider(recipient.provider())
                                .build())
                .getEncoded();
    }

    char[] open(byte[] content) {
        byte[] plain = {};
        try {
            Recipient mine = recipient();
            RecipientInformation information = new CMSEnvelopedData(content)
                    .getRecipientInfos()
                    .getRecipients()
                    .iterator()
                    .next();
            plain = information.getContent(
                    new JceKeyAgreeEnvelopedRecipient(mine.keys().getPrivate()).setProvider(mine.provider()));
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
            char[] secret = new char[decoded.remaining()];
            decoded.get(secret);
            Arrays.fill(decoded.array(), '\0');
            return secret;
        } catch (GeneralSecurityException | CMSException e) {
            throw new IllegalStateException(
                    "The password could not be opened: " + e.getClass().getSimpleName() + ".");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private synchronized Recipient recipient() throws GeneralSecurityException {
        Recipient known = recipient;
        if (known == null) {
            Provider provider = new BouncyCastleProvider();
            known = new Recipient(provider, newKeys(provider));
            recipient = known;
        }
        return known;
    }

    private static KeyPair newKeys(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        return generator.generateKeyPair();
    }
}
