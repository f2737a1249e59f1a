package org.handover.verify;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates as files: PEM with one certificate in it. */
public final class Certificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "\n-----END CERTIFICATE-----\n";

    private Certificates() {}

    /** The SHA-256 of the certificate's DER, by which it is named everywhere. */
    public static Hash fingerprint(X509Certificate certificate) {
        return Hash.sha256(encoded(certificate));
    }

    public static String pem(X509Certificate certificate) {
        return BEGIN + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate)) + END;
    }

    public static X509Certificate ofPem(byte[] pem) throws BrokenException {
        X509Certificate certificate = of(pem);
        if (!certificate.getPublicKey().getAlgorithm().matches("Ed25519|EdDSA")) {
            throw new BrokenException("The certificate does not name an Ed25519 key.");
        }
        return certificate;
    }

    public static X509Certificate of(byte[] encoded) throws BrokenException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new BrokenException("This is not a certificate.");
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
