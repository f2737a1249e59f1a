package org.handover.lab.entsso;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Brings credentials from the previous secret to the current one, on the master only (docs/entsso.md 6.3). */
final class Reencryption {

    private final EntssoService service;
    private final SecureRandom random;
    private volatile boolean underWay;
    private volatile boolean held;
    private volatile @Nullable Instant retryAt;
    private final AtomicLong carriedOut = new AtomicLong();

    Reencryption(EntssoService service, SecureRandom random) {
        this.service = service;
        this.random = random;
    }

    /** While it is, the operations on the secret answer 0xC0002A3E. */
    boolean underWay() {
        return underWay || held;
    }

    /** Re-encrypts what still lies under the previous secret, where this service is master and holds both. */
    void carryOutIfNeeded() {
        carryOutIfNeeded(false);
    }

    /**
     * Two secrets are kept. A credential that no re-encryption had reached when the secret was changed again lies under a third
     * and cannot be decrypted any more (docs/entsso.md 6.3: not documented): event 10547 says so.
     */
    void carryOutAfterNewSecret() {
        carryOutIfNeeded(true);
    }

    private void carryOutIfNeeded(boolean afterNewSecret) {
        service.changing().lock();
        try {
            ServiceMemory now = service.running();
            SecretPair secrets = now.secrets();
            MasterSecret previous = secrets == null ? null : secrets.previous();
            retryAt = null;
            if (!now.tookMasterRole() || secrets == null || previous == null) {
                return;
            }
            Set<Msid> inUse = service.database().credentialsByMsid().keySet();
            boolean needed = inUse.contains(previous.msid())
                    || (afterNewSecret && !Set.of(secrets.current().msid()).containsAll(inUse));
            if (needed && held) {
                service.write(EntssoEvent.REENCRYPTING);
            } else if (needed) {
                underWay = true;
                carryOut(secrets, previous);
            }
        } catch (SQLException unreachable) {
            var settings = service.network().settings();
            retryAt = service.server().clock().instant().plus(settings.reencryptionRetry());
            service.write(
                    EntssoEvent.REENCRYPTION_FAILED,
                    settings.reencryptionRetry().toMinutes(),
                    SsoError.hex(SsoError.Code.DATABASE.number));
        } catch (SsoError stoppedMeanwhile) {
            retryAt = null;
        } finally {
            underWay = false;
            service.changing().unlock();
        }
    }

    void retryWhenDue() {
        Instant due = retryAt;
        if (due != null && !service.server().clock().instant().isBefore(due)) {
            carryOutIfNeeded();
        }
    }

    /** It begins and does not go on. */
    void hold() {
        boolean already = held;
        held = true;
        if (!already && isMaster()) {
            service.write(EntssoEvent.REENCRYPTING);
        }
    }

    /** It goes on, and what there is to do is done. */
    void letGo() {
        held = false;
        SecretPair secrets = service.secretsInMemory();
        if (secrets == null || !isMaster()) {
            return;
        }
        service.network().clockwork().execute(() -> {
            long before = carriedOut.get();
            carryOutIfNeeded();
            if (carriedOut.get() == before) {
                service.write(EntssoEvent.REENCRYPTED, 0, secrets.current().msid(), secrets.previousMsidText());
            }
        });
    }

    private boolean isMaster() {
        return service.role().filter(Role.MASTER::equals).isPresent();
    }

    private void carryOut(SecretPair secrets, MasterSecret previous) throws SQLException {
        service.write(EntssoEvent.REENCRYPTING);
        Sealer sealer = new Sealer(random);
        MasterSecret current = secrets.current();
        int done = 0;
        for (SealedCredential credential : service.database().credentials()) {
            if (credential.msid().equals(current.msid())) {
                continue;
            }
            boolean written = false;
            try {
                if (credential.msid().equals(previous.msid())) {
                    byte[] plain = sealer.open(previous.key(), credential.blob(), credential.associated());
                    byte[] fresh = sealer.seal(current.key(), plain, credential.associated());
                    Arrays.fill(plain, (byte) 0);
                    written = service.database().replaceCredential(credential, current.msid(), fresh);
                }
            } catch (Sealer.NotAuthenticException doesNotOpen) {
                written = false;
            }
            if (written) {
                done++;
            } else {
                service.write(EntssoEvent.CREDENTIAL_SKIPPED);
            }
        }
        carriedOut.incrementAndGet();
        service.write(EntssoEvent.REENCRYPTED, done, current.msid(), previous.msid());
        service.server().commandLog().changed(done + " credentials re-encrypted under " + current.msid());
    }
}
