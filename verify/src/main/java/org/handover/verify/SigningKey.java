package org.handover.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;

/**
 * An Ed25519 key with the certificate that names it. The certificate is pinned, never looked up: its dates and its issuer are
 * not asked for. Bouncy Castle is called directly, so that no provider has to be installed.
 */
public record SigningKey(PrivateKey key, X509Certificate certificate) {

    static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    /** RFC 5280, 4.1.2.5: the certificate has no well-defined end. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Makes a key with a certificate that it signed itself and that has no end.
     *
     * @param name what the certificate calls it
     */
    public static SigningKey make(String name, Instant now) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
            X509CertificateHolder holder = new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(128, new SecureRandom()).setBit(0),
                            Date.from(now),
                            Date.from(NO_END),
                            subject,
                            pair.getPublic())
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .build(signer(pair.getPrivate()));
            return new SigningKey(pair.getPrivate(), Certificates.of(holder.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException | BrokenException e) {
            throw new IllegalStateException("A signing key cannot be made: " + e.getMessage(), e);
        }
    }

    public Hash fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    ContentSigner signer() {
        try {
            return signer(key);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("The signing key cannot sign: " + e.getMessage(), e);
        }
    }

    private static ContentSigner signer(PrivateKey key) throws IOException, OperatorCreationException {
        return new BcEdECContentSignerBuilder(ALGORITHM).build(PrivateKeyFactory.createKey(key.getEncoded()));
    }

    String sign(String text) {
        ContentSigner signer = signer();
        try {
            signer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(signer.getSignature());
    }

    static boolean isSignedBy(X509Certificate certificate, String text, String signature) {
        try {
            byte[] bytes = Base64.getDecoder().decode(signature);
            return Base64.getEncoder().encodeToString(bytes).equals(signature)
                    && isSignedBy(certificate, text.getBytes(StandardCharsets.UTF_8), bytes);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isSignedBy(X509Certificate certificate, byte[] content, byte[] signature) {
        try {
            if (PublicKeyFactory.createKey(certificate.getPublicKey().getEncoded())
                    instanceof Ed25519PublicKeyParameters named) {
                Ed25519Signer verifier = new Ed25519Signer();
                verifier.init(false, named);
                verifier.update(content, 0, content.length);
                return verifier.verifySignature(signature);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "signing key " + fingerprint();
    }
}
