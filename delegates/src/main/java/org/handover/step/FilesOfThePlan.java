package org.handover.step;

import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Plan;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.handover.tool.FileHash;

/**
 * Looks once more, directly before something is typed that reads them, whether the files on the new server are byte for byte the
 * ones that were approved. Where a person types there, that person compares.
 */
final class FilesOfThePlan {

    private FilesOfThePlan() {}

    /** What is wrong with the file that {@code -updatedb} reads. */
    static Optional<String> updateFile(StepRun run) throws ConsoleException, InterruptedException {
        Plan.UpdateFile planned = run.plan().updateFile();
        if (!run.hasConsole(run.newMaster())) {
            return Optional.empty();
        }
        try {
            byte[] there = run.onNewMaster().read(WindowsPath.of(planned.path()), PutPlannedFile.LONGEST);
            return Sha256.ofContent(there).value().equals(planned.sha256())
                    ? Optional.empty()
                    : Optional.of("The update file %s on %s is not the one that was approved."
                            .formatted(planned.path(), run.newMaster()));
        } catch (ConsoleException.FileNotFound gone) {
            return Optional.of("The update file %s is gone from %s.".formatted(planned.path(), run.newMaster()));
        }
    }

    /** What is wrong with the file that {@code -restoresecret} reads. */
    static Optional<String> restoreFile(StepRun run) throws ConsoleException, InterruptedException {
        Plan.RestoreFile planned = run.plan().restoreFile();
        if (!run.hasConsole(run.newMaster())) {
            return Optional.empty();
        }
        FileHash.Answer answer = FileHash.sha256(WindowsPath.of(planned.path())).typeOn(run.onNewMaster(), Looks.LIMIT);
        if (answer instanceof FileHash.Answer.Known known
                && known.digest().value().equals(planned.sha256())) {
            return Optional.empty();
        }
        if (answer instanceof FileHash.Answer.NoSuchFile && planned.storeFile() != null) {
            return Optional.empty(); // it is put there by a step of the plan, which the wall asks for
        }
        return Optional.of(
                answer instanceof FileHash.Answer.Known
                        ? "The restore file %s on %s is not the one that was approved."
                                .formatted(planned.path(), run.newMaster())
                        : "The restore file %s on %s cannot be compared with the one that was approved."
                                .formatted(planned.path(), run.newMaster()));
    }
}
