package org.handover.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An Ed25519 key with the certificate that names it. The certificate is pinned, never looked up: its dates and its issuer are
 * not asked for.
 */
public record SigningKey(PrivateKey key, X509Certificate certificate) {

    static final String ALGORITHM = "Ed25519";

    /** RFC 5280, 4.1.2.5: the certificate has no well-defined end. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    /** Passed along, not installed. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    /**
     * Makes a key with a certificate that it signed itself and that has no end.
     *
     * @param name what the certificate calls it
     */
    public static SigningKey make(String name, Instant now) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM, PROVIDER).generateKeyPair();
            X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
            X509CertificateHolder holder = new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(128, new SecureRandom()).setBit(0),
                            Date.from(now),
                            Date.from(NO_END),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .build(new JcaContentSignerBuilder(ALGORITHM)
                            .setProvider(PROVIDER)
                            .build(pair.getPrivate()));
            return new SigningKey(pair.getPrivate(), Certificates.of(holder.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException | BrokenException e) {
            throw new IllegalStateException("A signing key cannot be made: " + e.getMessage(), e);
        }
    }

    public Hash fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM, PROVIDER);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key cannot sign: " + e.getMessage(), e);
        }
    }

    static boolean isSignedBy(X509Certificate certificate, String text, String signature) {
        try {
            byte[] bytes = Base64.getDecoder().decode(signature);
            if (!Base64.getEncoder().encodeToString(bytes).equals(signature)) {
                return false;
            }
            Signature verifier = Signature.getInstance(ALGORITHM, PROVIDER);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "signing key " + fingerprint();
    }
}
