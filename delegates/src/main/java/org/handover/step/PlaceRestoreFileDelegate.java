package org.handover.step;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.journal.Plan;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.handover.tool.FileHash;
import org.handover.tool.MakeDirectory;

/**
 * Puts a restore file that is kept outside the servers on the new server, over SFTP and before the database is touched (law 1),
 * readable for SYSTEM, the administrators and the SSO administrators only. Its digest is the recorded one, here and there.
 */
public final class PlaceRestoreFileDelegate implements ChangingDelegate {

    public static final String STEP = "placeRestoreFile";

    private final BackupStore store;

    public PlaceRestoreFileDelegate(BackupStore store) {
        this.store = store;
    }

    /** Where restore files out of the store are put. */
    public static WindowsPath folder() {
        return Claims.HOME.child("Restore");
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public boolean claims() {
        return false;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return look(run);
    }

    @Override
    public Optional<StepResult> hindrance(StepRun run) {
        return content(run).isPresent()
                ? Optional.empty()
                : Optional.of(new StepResult.Failed(
                        "The store has no restore file %s with the recorded digest; nothing was put on %s."
                                .formatted(run.plan().restoreFile().storeFile(), run.newMaster()),
                        "Look at the folder of the store.",
                        false));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        RemoteConsole console = run.onNewMaster();
        WindowsPath file = WindowsPath.of(run.plan().restoreFile().path());
        MakeDirectory.claim(Claims.HOME).typeOn(console, Looks.LIMIT);
        MakeDirectory.Answer folder = MakeDirectory.claim(folder()).typeOn(console, Looks.LIMIT);
        if (folder instanceof MakeDirectory.Answer.CannotTell unknown) {
            return new Answer.Typed("The folder %s could not be made: %s".formatted(folder(), unknown.reason()));
        }
        Optional<String> open = ProtectedFiles.protectFolder(console, folder());
        if (open.isPresent()) {
            return new Answer.Typed("The folder %s could not be protected, so the file was not put there: %s"
                    .formatted(folder(), open.get()));
        }
        Optional<byte[]> content = content(run);
        if (content.isEmpty()) {
            return new Answer.Typed("The file left the store before it could be put on the server.");
        }
        console.write(file, content.get());
        Optional<String> readable = ProtectedFiles.protectFile(console, file);
        if (readable.isPresent()) {
            console.delete(file);
            return new Answer.Typed("The file could not be protected and was taken away again: " + readable.get());
        }
        return new Answer.Typed("");
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return look(run);
    }

    private Optional<byte[]> content(StepRun run) {
        Plan.RestoreFile planned = run.plan().restoreFile();
        String name = planned.storeFile();
        if (name == null) {
            throw new IllegalStateException("The restore file of this plan lies on the server already.");
        }
        try {
            return store.read(name)
                    .filter(content -> Sha256.ofContent(content).value().equals(planned.sha256()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The restore file %s cannot be read from the store: %s".formatted(name, e.getMessage()));
        }
    }

    private static Probe look(StepRun run) throws ConsoleException, InterruptedException {
        Plan.RestoreFile planned = run.plan().restoreFile();
        FileHash.Answer answer = FileHash.sha256(WindowsPath.of(planned.path())).typeOn(run.onNewMaster(), Looks.LIMIT);
        if (answer instanceof FileHash.Answer.Known known) {
            return known.digest().value().equals(planned.sha256())
                    ? new Probe.Done("%s has the recorded digest.".formatted(planned.path()))
                    : new Probe.NotDone("%s has another digest.".formatted(planned.path()));
        }
        if (answer instanceof FileHash.Answer.NoSuchFile) {
            return new Probe.NotDone("%s is not there.".formatted(planned.path()));
        }
        return new Probe.Unknown(
                answer instanceof FileHash.Answer.CannotTell unknown
                        ? unknown.reason()
                        : "Reading %s is denied.".formatted(planned.path()));
    }
}
