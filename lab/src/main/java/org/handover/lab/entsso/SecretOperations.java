package org.handover.lab.entsso;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What only the master secret server does: back up, restore and generate its secrets, and re-encrypt (docs/entsso.md 6.3, 7). */
public final class SecretOperations {

    private final EntssoService service;
    private final SecureRandom random;
    private volatile boolean reencrypting;
    private volatile @Nullable Instant retryAt;

    SecretOperations(EntssoService service, SecureRandom random) {
        this.service = service;
        this.random = random;
    }

    /** Where the bytes of a backup go; the console's own process writes the file. */
    interface Sink {
        void write(byte[] bytes) throws SsoError;
    }

    void restore(Caller caller, String fileName, BackupFile file, String password) throws SsoError {
        requireMaster(caller);
        try {
            SecretPair inFile = open(file, password);
            service.changing().lock();
            try {
                requireMaster(caller);
                adopt(inFile, caller, fileName);
            } finally {
                service.changing().unlock();
            }
        } catch (SsoError failed) {
            BackupFile.Header header = file.header();
            String previous = header.previousMsid();
            service.write(
                    EntssoEvent.RESTORE_FAILED,
                    fileName,
                    header.currentMsid(),
                    previous == null ? "" : previous,
                    caller.account(),
                    failed.codeText());
            throw failed;
        }
        service.network().clockwork().execute(this::reencryptIfNeeded);
    }

    void backUp(Caller caller, String fileName, String password, String reminder, Sink sink) throws SsoError {
        ServiceMemory now = requireMaster(caller);
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        try {
            sink.write(bytesOf(secrets, password, reminder));
        } catch (SsoError failed) {
            service.write(
                    EntssoEvent.BACKUP_FAILED,
                    fileName,
                    secrets.current().msid(),
                    secrets.previousMsidText(),
                    caller.account(),
                    failed.codeText());
            throw failed;
        }
        service.write(
                EntssoEvent.BACKED_UP,
                fileName,
                secrets.current().msid(),
                secrets.previousMsidText(),
                caller.account(),
                caller.computer());
        changed("master secret backed up " + secrets.current().msid() + " to " + fileName);
    }

    /** Makes a new current secret; the old one becomes the previous. The backup is written before anything is changed. */
    void generate(Caller caller, String fileName, String password, String reminder, Sink sink) throws SsoError {
        UUID trackingId = UUID.randomUUID();
        requireMaster(caller);
        service.changing().lock();
        try {
            ServiceMemory now = requireMaster(caller);
            SecretPair held = now.secrets();
            SecretPair fresh = new SecretPair(MasterSecret.generate(random), held == null ? null : held.current());
            sink.write(bytesOf(fresh, password, reminder));
            service.secretRegistry().store(fresh, service.serviceAccount());
            service.remember(now.withSecrets(fresh));
            service.write(
                    EntssoEvent.GENERATED, fresh.current().msid(), caller.account(), caller.computer(), trackingId);
            changed("master secret generated " + fresh.current().msid());
        } catch (SsoError failed) {
            service.write(
                    EntssoEvent.GENERATE_FAILED, caller.account(), caller.computer(), trackingId, failed.codeText());
            throw failed;
        } finally {
            service.changing().unlock();
        }
        reencryptIfNeeded();
    }

    private SecretPair open(BackupFile file, String password) throws SsoError {
        try {
            return file.open(password);
        } catch (BackupFile.NotABackupException damaged) {
            service.write(EntssoEvent.NOT_A_BACKUP);
            throw SsoError.of(SsoError.Code.NOT_A_BACKUP);
        } catch (BackupFile.WrongPasswordException wrong) {
            throw SsoError.of(SsoError.Code.WRONG_PASSWORD);
        }
    }

    private void adopt(SecretPair inFile, Caller caller, String fileName) throws SsoError {
        Map<Msid, Integer> rows = rowsByMsid();
        ServiceMemory now = service.running();
        if (isUnrelated(inFile, now.secrets(), rows.keySet())
                && service.network().settings().unrelatedSecret() == EntssoSettings.UnrelatedSecret.REFUSE) {
            throw SsoError.of(SsoError.Code.WRONG_SECRET);
        }
        SecretPair adopted = new SecretPair(inFile.current(), previousFor(inFile, now.secrets(), rows.keySet()));
        service.secretRegistry().store(adopted, service.serviceAccount());
        service.remember(now.withSecrets(adopted));
        service.write(
                EntssoEvent.RESTORED,
                fileName,
                adopted.current().msid(),
                adopted.previousMsidText(),
                caller.account(),
                caller.computer());
        changed("master secret restored " + adopted.current().msid());
    }

    /** Whether the file holds no secret that a credential is encrypted under, nor one that this server knows. */
    private static boolean isUnrelated(SecretPair inFile, @Nullable SecretPair held, Set<Msid> inUse) {
        boolean known = held != null && held.msids().stream().anyMatch(inFile.msids()::contains);
        return !known && !inUse.isEmpty() && inUse.stream().noneMatch(inFile.msids()::contains);
    }

    /**
     * The file's own previous secret, unless only a secret that this server already held opens credentials that are there:
     * then that one is kept, and the credentials are re-encrypted (event 10547's page: restoring an older secret does so).
     */
    private static @Nullable MasterSecret previousFor(SecretPair inFile, @Nullable SecretPair held, Set<Msid> inUse) {
        MasterSecret own = inFile.previous();
        if (held == null || (own != null && inUse.contains(own.msid()))) {
            return own;
        }
        return Stream.of(held.current(), held.previous())
                .filter(secret -> secret != null
                        && !secret.msid().equals(inFile.current().msid())
                        && inUse.contains(secret.msid()))
                .findFirst()
                .orElse(own);
    }

    /** Re-encrypts what still lies under the previous secret, where this service is master and holds both. */
    void reencryptIfNeeded() {
        service.changing().lock();
        try {
            ServiceMemory now = service.running();
            SecretPair secrets = now.secrets();
            MasterSecret previous = secrets == null ? null : secrets.previous();
            retryAt = null;
            if (!now.tookMasterRole() || secrets == null || previous == null) {
                return;
            }
            boolean needed = service.database().credentialsByMsid().containsKey(previous.msid());
            if (needed) {
                reencrypting = true;
                reencrypt(secrets.current(), previous);
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
            reencrypting = false;
            service.changing().unlock();
        }
    }

    void retryReencryption() {
        Instant due = retryAt;
        if (due != null && !service.server().clock().instant().isBefore(due)) {
            reencryptIfNeeded();
        }
    }

    private void reencrypt(MasterSecret current, MasterSecret previous) throws SQLException {
        service.write(EntssoEvent.REENCRYPTING);
        Sealer sealer = new Sealer(random);
        int done = 0;
        for (SealedCredential credential : service.database().credentials()) {
            if (!credential.msid().equals(previous.msid())) {
                continue;
            }
            boolean written;
            try {
                byte[] plain = sealer.open(previous.key(), credential.blob(), credential.associated());
                byte[] fresh = sealer.seal(current.key(), plain, credential.associated());
                Arrays.fill(plain, (byte) 0);
                written = service.database().replaceCredential(credential, current.msid(), fresh);
            } catch (Sealer.NotAuthenticException doesNotOpen) {
                written = false;
            }
            if (written) {
                done++;
            } else {
                service.write(EntssoEvent.CREDENTIAL_SKIPPED);
            }
        }
        service.write(EntssoEvent.REENCRYPTED, done, current.msid(), previous.msid());
        changed(done + " credentials re-encrypted under " + current.msid());
    }

    /** The database has to name this server, and the service has to have taken the role at its start (docs/entsso.md 12.2). */
    private ServiceMemory requireMaster(Caller caller) throws SsoError {
        ServiceMemory now = service.running();
        service.administration().requireLocalAdministrator(caller);
        service.administration().requireSsoAdministrator(caller);
        String named = service.administration().readSettings().secretServer();
        if (!now.tookMasterRole() || !SsoNetwork.sameComputer(named, service.serverName())) {
            throw SsoError.of(SsoError.Code.NOT_SECRET_SERVER);
        }
        if (reencrypting) {
            throw SsoError.of(SsoError.Code.REENCRYPTING);
        }
        return now;
    }

    private Map<Msid, Integer> rowsByMsid() throws SsoError {
        try {
            return service.database().credentialsByMsid();
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    private byte[] bytesOf(SecretPair secrets, String password, String reminder) {
        return BackupFile.write(
                secrets,
                password,
                reminder,
                service.serverName(),
                service.server().clock().instant(),
                random);
    }

    private void changed(String what) {
        service.server().commandLog().changed(what);
    }
}
