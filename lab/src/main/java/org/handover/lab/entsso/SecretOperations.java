package org.handover.lab.entsso;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.handover.lab.windows.Disk;
import org.jspecify.annotations.Nullable;

/** What only the master secret server does: back up, restore and generate its secrets, and re-encrypt (docs/entsso.md 6.3, 7). */
public final class SecretOperations {

    private final EntssoService service;
    private final SecureRandom random;
    private final Reencryption reencryption;
    private final BackupReminder backupReminder;
    private final SecretAge age;

    SecretOperations(EntssoService service, SecureRandom random) {
        this.service = service;
        this.random = random;
        this.reencryption = new Reencryption(service, random);
        this.backupReminder = new BackupReminder(service);
        this.age = new SecretAge(service);
    }

    SecretAge age() {
        return age;
    }

    BackupReminder backupReminder() {
        return backupReminder;
    }

    Reencryption reencryption() {
        return reencryption;
    }

    /** Where the bytes of a backup go; the console's own process writes the file. */
    interface Sink {
        void write(byte[] bytes) throws SsoError;
    }

    void restore(Caller caller, String fileName, BackupFile file, String password) throws SsoError {
        boolean onlyStore = isToBeStoredOnly(caller);
        if (!onlyStore) {
            requireMaster(caller);
        }
        try {
            requireMedium(fileName);
            SecretPair inFile = open(file, password);
            service.changing().lock();
            try {
                if (onlyStore) {
                    service.secretRegistry().store(inFile, service.serviceAccount());
                    restored(inFile, caller, fileName);
                } else {
                    requireMaster(caller);
                    adopt(inFile, caller, fileName);
                }
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
        service.network().clockwork().execute(reencryption::carryOutIfNeeded);
    }

    void backUp(Caller caller, String fileName, String password, String reminder, Sink sink) throws SsoError {
        ServiceMemory now = requireMaster(caller);
        requireEndpoint();
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        try {
            requireMediumForBackup(caller, fileName);
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
        backupReminder.backedUp();
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
            requireMediumForBackup(caller, fileName);
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
        backupReminder.backedUp();
        reencryption.carryOutAfterNewSecret();
    }

    /** The secret server's own endpoint is asked, also on the same computer (docs/entsso.md 3.5, Backup). */
    private void requireEndpoint() throws SsoError {
        if (!service.isRegistered()) {
            throw SsoError.unreachable(service.serverName(), SsoError.Rpc.NO_ENDPOINT);
        }
    }

    /** NTFS, or removable, which the lab has not (docs/entsso.md 7, 10.1 #22). */
    private void requireMedium(String fileName) throws SsoError {
        Disk disk = service.server().disk();
        if (!disk.fileSystem(disk.resolve(fileName, "C:\\")).equals(Disk.NTFS)) {
            throw SsoError.of(SsoError.Code.BACKUP_MEDIA);
        }
    }

    private void requireMediumForBackup(Caller caller, String fileName) throws SsoError {
        try {
            requireMedium(fileName);
        } catch (SsoError refused) {
            service.write(EntssoEvent.BACKUP_MEDIA, fileName, caller.account(), caller.computer(), refused.codeText());
            throw refused;
        }
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
        if (service.faults().on(EntssoFaults.RESTORE_BUG)) {
            adopted = spoilt(adopted);
        }
        service.secretRegistry().store(adopted, service.serviceAccount());
        service.remember(now.withSecrets(adopted));
        restored(adopted, caller, fileName);
    }

    /** Off the master, where the lab was told that a secret can be put there in advance (docs/entsso.md 2.8 I13). */
    private boolean isToBeStoredOnly(Caller caller) throws SsoError {
        boolean may = service.network().settings().inventions().restoreOffTheMaster()
                == EntssoSettings.RestoreOffTheMaster.STORE;
        if (!may || service.running().tookMasterRole()) {
            return false;
        }
        service.administration().requireLocalAdministrator(caller);
        service.administration().requireSsoAdministrator(caller);
        return true;
    }

    private void restored(SecretPair adopted, Caller caller, String fileName) {
        service.write(
                EntssoEvent.RESTORED,
                fileName,
                adopted.current().msid(),
                adopted.previousMsidText(),
                caller.account(),
                caller.computer());
        changed("master secret restored " + adopted.current().msid());
    }

    /** Right MSIDs, wrong keys. */
    private SecretPair spoilt(SecretPair pair) {
        MasterSecret previous = pair.previous();
        return new SecretPair(
                new MasterSecret(
                        pair.current().msid(), MasterSecret.generate(random).key()),
                previous == null
                        ? null
                        : new MasterSecret(
                                previous.msid(), MasterSecret.generate(random).key()));
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

    /** The database has to name this server, and the service has to have taken the role at its start (docs/entsso.md 12.2). */
    private ServiceMemory requireMaster(Caller caller) throws SsoError {
        ServiceMemory now = service.running();
        service.administration().requireLocalAdministrator(caller);
        service.administration().requireSsoAdministrator(caller);
        GlobalSettings named = service.administration().readSettings();
        if (!now.tookMasterRole() || !service.isNamed(named)) {
            throw SsoError.of(SsoError.Code.NOT_SECRET_SERVER);
        }
        if (reencryption.underWay()) {
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
