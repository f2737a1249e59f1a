package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
                decryptable += decrypt(now, credential).isPresent() ? 1 : 0;
            }
            return Optional.of(new Readability(total, decryptable));
        } catch (SsoError | SQLException notNow) {
            return Optional.empty();
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
     * All values of one application, by mapping, as a BizTalk host reads its adapters' configuration when it starts.
     *
     * @throws SsoError 0xC0002A1F without a secret, 0xC0002A1A when a value does not open; both leave event 10536
     */
    Map<Long, String> readAll(String application, String account) throws SsoError {
        try {
            ServiceMemory now = service.running();
            if (now.secrets() == null) {
                throw SsoError.of(SsoError.Code.NO_SECRET);
            }
            Map<Long, String> values = new LinkedHashMap<>();
            for (SealedCredential credential : service.database().credentials()) {
                if (credential.application().equals(application)) {
                    byte[] plain =
                            decrypt(now, credential).orElseThrow(() -> SsoError.of(SsoError.Code.DECRYPTION_FAILED));
                    values.put(credential.mapping(), new String(plain, StandardCharsets.UTF_8));
                }
            }
            return values;
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        } catch (SsoError refused) {
            service.write(
                    EntssoEvent.AUDIT_FAILURE,
                    "GetConfigInfo",
                    UUID.randomUUID(),
                    service.serverName(),
                    account,
                    application,
                    refused.codeText());
            throw refused;
        }
    }

    private Optional<byte[]> decrypt(ServiceMemory now, SealedCredential credential) {
        SecretPair secrets = now.secrets();
        Optional<MasterSecret> secret = secrets == null ? Optional.empty() : secrets.byMsid(credential.msid());
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(sealer.open(secret.get().key(), credential.blob(), credential.associated()));
        } catch (Sealer.NotAuthenticException doesNotOpen) {
            return Optional.empty();
        }
    }
}
