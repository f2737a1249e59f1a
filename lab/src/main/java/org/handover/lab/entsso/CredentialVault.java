package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;

/** Encrypts and decrypts credentials with the secret that one server's service holds in memory, and with no other. */
public final class CredentialVault {

    private final EntssoService service;
    private final Sealer sealer;

    CredentialVault(EntssoService service, SecureRandom random) {
        this.service = service;
        this.sealer = new Sealer(random);
    }

    /** How many credentials there are, and how many of them this server can decrypt now. */
    public record Readability(int total, int decryptable) {}

    /** Empty while the service does not run or the database does not answer. */
    public Optional<Readability> readability() {
        try {
            ServiceMemory now = service.running();
            int total = 0;
            int decryptable = 0;
            for (SealedCredential credential : service.database().credentials()) {
                total++;
                decryptable += opens(now, credential) ? 1 : 0;
            }
            return Optional.of(new Readability(total, decryptable));
        } catch (SsoError | SQLException notNow) {
            return Optional.empty();
        }
    }

    boolean opens(ServiceMemory now, SealedCredential credential) {
        try {
            decrypt(now, credential);
            return true;
        } catch (SsoError doesNotOpen) {
            return false;
        }
    }

    /** Encrypts under the current secret that this server knows, which need not be the master's current one. */
    void set(long mapping, String application, String value) throws SsoError {
        SecretPair secrets = service.running().secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        byte[] blob = sealer.seal(
                secrets.current().key(),
                value.getBytes(StandardCharsets.UTF_8),
                SealedCredential.associated(mapping, application));
        try {
            service.database().putCredential(mapping, secrets.current().msid(), blob);
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    /**
     * Encrypts something new for whoever asks: that needs the master secret server itself, not only what is held of its secret
     * (docs/entsso.md 1.6).
     *
     * @throws SsoError 0xC0002A5B without it
     */
    void setNew(AccountMapping mapping, String value) throws SsoError {
        requireSecretServer();
        set(mapping.id(), mapping.application(), value);
    }

    /** Whether something new can be encrypted on this server now. */
    void requireSecretServer() throws SsoError {
        ServiceMemory now = service.running();
        String named = service.administration().readSettings().secretServer();
        boolean alias = service.network().services().stream()
                .noneMatch(each -> SsoNetwork.sameComputer(each.serverName(), named));
        boolean aliasFails = alias
                && service.network().services().stream()
                        .filter(each -> each.answersTo(named))
                        .anyMatch(each -> !each.faults()
                                .setting(EntssoFaults.DNS_ALIAS, "encrypt")
                                .equals("works"));
        boolean reached = now.tookMasterRole();
        if (!reached) {
            try {
                service.network().secretsOf(named, service);
                reached = true;
            } catch (SsoNetwork.SecretRefusedException refused) {
                reached = false;
            }
        }
        if (now.secrets() == null || !reached || aliasFails) {
            throw SsoError.of(SsoError.Code.NO_SECRET_SEE_LOG, service.serverName());
        }
    }

    /** The credential of a mapping in clear. */
    String read(AccountMapping mapping) throws SsoError {
        try {
            ServiceMemory now = service.running();
            SealedCredential credential = service.database()
                    .applications()
                    .credentialOf(mapping)
                    .orElseThrow(() -> SsoError.of(SsoError.Code.NO_CREDENTIALS));
            return new String(decrypt(now, credential), StandardCharsets.UTF_8);
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    /**
     * Which secret is missing and which is there but wrong makes a difference in the code, as it does in the field
     * (docs/entsso.md 10.1 #12).
     */
    private byte[] decrypt(ServiceMemory now, SealedCredential credential) throws SsoError {
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        MasterSecret secret =
                secrets.byMsid(credential.msid()).orElseThrow(() -> SsoError.of(SsoError.Code.DECRYPTION_FAILED));
        try {
            return sealer.open(secret.key(), credential.blob(), credential.associated());
        } catch (Sealer.NotAuthenticException doesNotOpen) {
            throw SsoError.of(SsoError.Code.BAD_DATA);
        }
    }

    /** Text that only a holder of the current secret can read. */
    byte[] sealText(SecretPair secrets, String text, String purpose) {
        return sealer.seal(
                secrets.current().key(),
                text.getBytes(StandardCharsets.UTF_8),
                purpose.getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> openText(MasterSecret secret, byte[] sealed, String purpose) {
        try {
            byte[] plain = sealer.open(secret.key(), sealed, purpose.getBytes(StandardCharsets.UTF_8));
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (Sealer.NotAuthenticException notOurs) {
            return Optional.empty();
        }
    }
}
