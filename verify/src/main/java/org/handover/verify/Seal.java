package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * The CMS signature over a manifest (RFC 5652, Ed25519 by RFC 8419), detached, with the signer's certificate in it. It holds no
 * time, so that the same manifest has the same signature.
 */
final class Seal {

    static final String NAME = "manifest.p7s";

    private Seal() {}

    static byte[] of(byte[] manifest, SigningKey key) {
        try {
            return generate(manifest, key.certificate(), key.signer());
        } catch (OperatorCreationException | CMSException | IOException | CertificateEncodingException e) {
            throw new IllegalStateException("The manifest cannot be signed: " + e.getMessage(), e);
        }
    }

    private static byte[] generate(byte[] manifest, X509Certificate certificate, ContentSigner signer)
            throws OperatorCreationException, CertificateEncodingException, CMSException, IOException {
        DefaultSignedAttributeTableGenerator usual = new DefaultSignedAttributeTableGenerator();
        SignerInfoGeneratorBuilder info = new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider());
        info.setSignedAttributeGenerator(
                parameters -> usual.getAttributes(parameters).remove(CMSAttributes.signingTime));
        JcaX509CertificateHolder holder = new JcaX509CertificateHolder(certificate);
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(info.build(signer, holder));
        generator.addCertificate(holder);
        return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded(ASN1Encoding.DER);
    }

    static void demandSignatureOf(X509Certificate certificate, byte[] manifest, byte[] seal) throws BrokenException {
        try {
            Collection<SignerInformation> signers =
                    new CMSSignedData(seal).getSignerInfos().getSigners();
            if (signers.size() != 1) {
                throw wrong();
            }
            SignerInformation signer = signers.iterator().next();
            // Nothing but the signature may be other than what this certificate and this manifest lead to.
            byte[] again = generate(manifest, certificate, new Given(signer.getSignature()));
            if (!Arrays.equals(again, seal)
                    || !SigningKey.isSignedBy(
                            certificate, signer.getEncodedSignedAttributes(), signer.getSignature())) {
                throw wrong();
            }
        } catch (CMSException
                | OperatorCreationException
                | IOException
                | CertificateEncodingException
                | RuntimeException e) {
            throw wrong();
        }
    }

    private static BrokenException wrong() {
        return new BrokenException("The signature manifest.p7s is not one over this manifest.txt.");
    }

    /** Gives a signature that is there already. */
    private record Given(byte[] signature) implements ContentSigner {

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return SigningKey.ALGORITHM;
        }

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }

        @Override
        public byte[] getSignature() {
            return signature;
        }
    }
}
