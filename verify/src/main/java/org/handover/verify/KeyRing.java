package org.handover.verify;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every certificate that ever signed here, the first one first, and how each followed the one before it. */
public final class KeyRing {

    private final Map<Hash, X509Certificate> certificates = new LinkedHashMap<>();
    private final List<KeySuccession> successions;

    /**
     * @param certificates in the order in which they came into use
     * @param successions one for each certificate after the first
     */
    public KeyRing(List<X509Certificate> certificates, List<KeySuccession> successions) throws BrokenException {
        certificates.forEach(one -> this.certificates.put(Certificates.fingerprint(one), one));
        this.successions = List.copyOf(successions);
        List<Hash> order = new ArrayList<>(this.certificates.keySet());
        if (order.isEmpty() || order.size() != successions.size() + 1) {
            throw new BrokenException("Each signing key after the first needs one statement of its succession.");
        }
        long last = 0;
        for (int i = 0; i < successions.size(); i++) {
            KeySuccession succession = successions.get(i);
            boolean follows = succession.from().equals(order.get(i))
                    && succession.to().equals(order.get(i + 1))
                    && succession.lastHead() >= last;
            if (!follows || !succession.isSignedByNew(certificate(order.get(i + 1)))) {
                throw new BrokenException(
                        "The statement about signing key %s is not right.".formatted(succession.to()));
            }
            boolean saysHandedOver = !succession.signedByOld().equals(KeySuccession.NOBODY);
            if (saysHandedOver && !succession.isSignedByOld(certificate(order.get(i)))) {
                throw new BrokenException("The statement about signing key %s does not have the old key's signature."
                        .formatted(succession.to()));
            }
            last = succession.lastHead();
        }
    }

    X509Certificate certificate(Hash fingerprint) throws BrokenException {
        X509Certificate certificate = certificates.get(fingerprint);
        if (certificate == null) {
            throw new BrokenException("The signing key %s is not known.".formatted(fingerprint));
        }
        return certificate;
    }

    public List<X509Certificate> certificates() {
        return List.copyOf(certificates.values());
    }

    public List<KeySuccession> successions() {
        return successions;
    }

    /** The key that signs now. */
    public Hash current() {
        List<Hash> order = List.copyOf(certificates.keySet());
        return order.get(order.size() - 1);
    }

    /** Checks a head's signature, and that its key was the one in use for that number. */
    void demandSigned(SignedHead head) throws BrokenException {
        head.demandSignatureOf(certificate(head.key()));
        Optional<KeySuccession> begun =
                successions.stream().filter(one -> one.to().equals(head.key())).findFirst();
        Optional<KeySuccession> ended = successions.stream()
                .filter(one -> one.from().equals(head.key()))
                .findFirst();
        boolean tooEarly = begun.isPresent() && head.number() <= begun.get().lastHead();
        boolean tooLate = ended.isPresent() && head.number() > ended.get().lastHead();
        if (tooEarly || tooLate) {
            throw new BrokenException(
                    "Head %d is signed by the key %s, which was not in use then.".formatted(head.number(), head.key()));
        }
    }

    /** Whether who trusts one certificate may trust another: it is the same, or was handed over to, step by step. */
    boolean reaches(X509Certificate trusted, Hash fingerprint) {
        Set<Hash> reached = new HashSet<>(Set.of(Certificates.fingerprint(trusted)));
        for (KeySuccession succession : successions) {
            boolean handedOver = !succession.signedByOld().equals(KeySuccession.NOBODY);
            if (handedOver && reached.contains(succession.from())) {
                reached.add(succession.to());
            }
        }
        return reached.contains(fingerprint);
    }
}
