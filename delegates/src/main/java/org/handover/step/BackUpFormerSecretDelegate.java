package org.handover.step;

import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Backups;
import org.handover.journal.RecordedBackup;
import org.handover.journal.Wall;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.EntssoError;
import org.handover.sso.Msid;
import org.handover.sso.WindowsPath;
import org.handover.tool.BackUpSecret;
import org.handover.tool.FileHash;
import org.handover.tool.RegistryQuery;

/**
 * Backs up the secret of a former master that answers, before anything is named (law 2). It changes no secret, name or service,
 * so it needs neither plan nor approval: that it may be done any number of times is what makes it a reading step. The wall
 * still asks that the run is open and holds its SSO system.
 */
public final class BackUpFormerSecretDelegate implements ReadingDelegate {

    public static final String STEP = "backUpFormerSecret";

    private final SecretBackup backup;
    private final Backups backups;
    private final Wall wall;

    public BackUpFormerSecretDelegate(SecretCustody custody, Backups backups, Wall wall) {
        this.backup = new SecretBackup(custody);
        this.backups = backups;
        this.wall = wall;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Optional<Purpose> password() {
        return Optional.of(Purpose.BACKUP);
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        RemoteConsole former = run.on(run.formerMaster());
        Msid inUse = inUse(run);
        if (isStillThere(run, former, inUse)) {
            return StepResult.proven();
        }
        Optional<StepResult> password = backup.hindrance(run);
        if (password.isPresent()) {
            return password.get();
        }
        RegistryQuery.Install install = RegistryQuery.installDirectory().typeOn(former, Looks.LIMIT);
        if (!(install instanceof RegistryQuery.Install.Found found)) {
            return new StepResult.Failed(
                    "The SSO tools are not found on %s, so its secret was not backed up.".formatted(run.formerMaster()),
                    ((RegistryQuery.Install.CannotTell) install).reason(),
                    false);
        }
        WindowsPath file = file(run);
        String command = BackUpSecret.into(found.directory(), file).commandLine();
        Optional<StepResult> refused = refused(run, command);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<String> notReady = SecretBackup.prepare(former, file);
        if (notReady.isPresent()) {
            return new StepResult.Failed(
                    "The secret of %s could not be backed up.".formatted(run.formerMaster()), notReady.get(), false);
        }
        long before = Looks.latestRecordId(former);
        Optional<StepResult> refusedMeanwhile = refused(run, command);
        if (refusedMeanwhile.isPresent()) {
            return refusedMeanwhile.get();
        }
        String answered = backup.type(run, former, command);
        SecretBackup.Judgement judgement = SecretBackup.judge(former, file, inUse, before);
        if (judgement instanceof SecretBackup.Judgement.NotProven notProven) {
            String cause = EntssoError.in(answered).map(error -> " " + answered).orElse("");
            return new StepResult.Failed(
                    "It is not proven that the secret of %s was backed up.%s".formatted(run.formerMaster(), cause),
                    "The server answered: %s Then: %s".formatted(answered, notProven.seen()),
                    false);
        }
        SecretBackup.Judgement.Proven proven = (SecretBackup.Judgement.Proven) judgement;
        backups.record(
                run.failover(),
                RecordedBackup.Purpose.FORMER,
                run.formerMaster(),
                file.value(),
                false,
                proven.digest(),
                inUse);
        backup.forget(run);
        return StepResult.proven();
    }

    private Optional<StepResult> refused(StepRun run, String command) {
        return wall.refusesWithoutPlan(
                        new Wall.Wish(run.failover().id(), STEP, command, Map.of(), run.worker()), run.leaseHeld())
                .map(answer -> answer instanceof Wall.Answer.Refused refused
                        ? new StepResult.Failed(refused.sentence(), "", false)
                        : new StepResult.TakenAgain(((Wall.Answer.LeaseLost) answer).sentence()));
    }

    /** The restore file's secret is the one in use: the look at the estate has compared it with what the members got. */
    private static Msid inUse(StepRun run) {
        return run.journal()
                .look(run.failover().id())
                .map(EstateLook::of)
                .map(look -> Msid.of(look.masterSecretInUse()))
                .orElseThrow(() ->
                        new IllegalStateException("Nobody looked at the estate, so the secret in use is not known."));
    }

    private static WindowsPath file(StepRun run) {
        return SecretBackup.folder()
                .child("%s.%s.%s.bak"
                        .formatted(
                                run.failover().estate().value(),
                                run.failover().id().value(),
                                run.formerMaster().netBiosName()));
    }

    private boolean isStillThere(StepRun run, RemoteConsole former, Msid inUse)
            throws ConsoleException, InterruptedException {
        Optional<RecordedBackup> made = backups.madeBy(run.failover().id(), RecordedBackup.Purpose.FORMER)
                .filter(backup -> backup.msid().equals(inUse));
        if (made.isEmpty()) {
            return false;
        }
        FileHash.Answer there =
                FileHash.sha256(WindowsPath.of(made.get().path())).typeOn(former, Looks.LIMIT);
        return there instanceof FileHash.Answer.Known known
                && known.digest().equals(made.get().digest());
    }
}
