package org.handover.step;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Backups;
import org.handover.journal.Intent;
import org.handover.journal.RecordedBackup;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;

/**
 * Backs up the secret on the new master and moves the file off that server into the store (docs/entsso.md 9, V15). Digest and
 * MSID are recorded; then the file on the server is deleted. Where no store is configured the file stays on the server.
 */
public final class TakeBackupDelegate implements ChangingDelegate {

    public static final String STEP = "takeBackup";

    private final SecretBackup backup;
    private final Backups backups;
    private final BackupStore store;

    public TakeBackupDelegate(SecretCustody custody, Backups backups, BackupStore store) {
        this.backup = new SecretBackup(custody);
        this.backups = backups;
        this.store = store;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Optional<Purpose> password() {
        return Optional.of(Purpose.BACKUP);
    }

    /** Where the plan makes it. */
    static WindowsPath file(String estate, String failover) {
        return SecretBackup.folder().child("%s.%s.fresh.bak".formatted(estate, failover));
    }

    private static WindowsPath file(StepRun run) {
        return file(run.failover().estate().value(), run.failover().id().value());
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        Optional<RecordedBackup> made = backups.madeBy(run.failover().id(), RecordedBackup.Purpose.FRESH);
        if (made.isPresent()) {
            if (made.get().inStore()) {
                run.onNewMaster().delete(file(run));
            }
            return new Probe.Done(
                    "The backup %s is recorded.".formatted(made.get().path()));
        }
        return attempts.isEmpty()
                ? new Probe.NotDone("No fresh backup was made in this run.")
                : prove(run, attempts.get(attempts.size() - 1));
    }

    @Override
    public Optional<StepResult> hindrance(StepRun run) {
        return backup.hindrance(run);
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of(BeforeNaming.LATEST_EVENT, Long.toString(Looks.latestRecordId(run.onNewMaster())));
    }

    /** What is prepared comes before the claim and takes a file away: whoever lost the lease may take away another node's backup. */
    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        if (!run.leaseHeld().getAsBoolean()) {
            return new Answer.LeaseLost(
                    "This node no longer holds the step %s, another one may; nothing was typed.".formatted(STEP));
        }
        Optional<String> notReady = SecretBackup.prepare(run.onNewMaster(), file(run));
        return new Answer.Typed(
                notReady.isPresent() ? notReady.get() : backup.type(run, run.onNewMaster(), intent.commandLine()));
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        Msid inUse = Msid.of(run.plan().masterSecretInUse());
        long before = Long.parseLong(intent.noted().getOrDefault(BeforeNaming.LATEST_EVENT, "0"));
        SecretBackup.Judgement judgement = SecretBackup.judge(run.onNewMaster(), file(run), inUse, before);
        if (judgement instanceof SecretBackup.Judgement.NotProven notProven) {
            return new Probe.NotDone(notProven.seen());
        }
        SecretBackup.Judgement.Proven proven = (SecretBackup.Judgement.Proven) judgement;
        return bringHome(run, proven, inUse);
    }

    private Probe bringHome(StepRun run, SecretBackup.Judgement.Proven proven, Msid inUse)
            throws ConsoleException, InterruptedException {
        RemoteConsole console = run.onNewMaster();
        WindowsPath file = file(run);
        if (store.folder().isEmpty()) {
            record(run, file.value(), false, proven.digest(), inUse);
            return new Probe.Done(
                    proven.seen() + " No store is configured: it has to be moved off the server by hand.");
        }
        byte[] content = console.read(file, BackupStore.LARGEST);
        if (!Sha256.ofContent(content).equals(proven.digest())) {
            return new Probe.Unknown(proven.seen() + " What came over the network has another digest.");
        }
        String name = "%s-%s-%s.bak"
                .formatted(
                        run.failover().ssoSystem().value().replaceAll("[^A-Za-z0-9_-]", "_"),
                        run.failover().id().value(),
                        proven.digest().value().substring(0, 8));
        try {
            store.keep(name, content);
        } catch (IOException e) {
            return new Probe.Unknown(proven.seen() + " It could not be kept in the store: " + StepProtocol.sentence(e));
        }
        record(run, name, true, proven.digest(), inUse);
        console.delete(file);
        return console.exists(file)
                ? new Probe.Unknown(
                        "It is in the store as %s, but the file on the server could not be deleted.".formatted(name))
                : new Probe.Done(
                        proven.seen() + " It is in the store as %s and no longer on the server.".formatted(name));
    }

    private void record(StepRun run, String path, boolean inStore, Sha256 digest, Msid inUse) {
        backups.record(run.failover(), RecordedBackup.Purpose.FRESH, run.newMaster(), path, inStore, digest, inUse);
        backup.forget(run);
    }
}
