package org.handover.step;

import java.util.Set;
import java.util.stream.Collectors;
import org.handover.console.ConsoleException;
import org.handover.journal.Plan;
import org.handover.sso.Sha256;
import org.handover.sso.UpdateFile;
import org.handover.sso.UpdateFileContext;
import org.handover.sso.UpdateFileVerdict;
import org.handover.sso.Violation;
import org.handover.sso.WindowsPath;

/** Reads the update file back from the new server and checks every rule of docs/entsso.md 4.4 on what really lies there. */
public final class ValidateUpdateFileDelegate implements ReadingDelegate {

    public static final String STEP = "validateUpdateFile";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        Plan.UpdateFile file = run.plan().updateFile();
        byte[] there = run.onNewMaster().read(WindowsPath.of(file.path()), PutPlannedFile.LONGEST);
        UpdateFileVerdict verdict = UpdateFile.validate(
                there,
                new UpdateFileContext(
                        run.newMaster(),
                        run.formerMaster(),
                        Set.copyOf(run.system().ssoServers()),
                        false));
        if (verdict instanceof UpdateFileVerdict.Refused refused) {
            return new StepResult.Failed(
                    "The update file %s breaks a rule, so it is not used.".formatted(file.path()),
                    refused.violations().stream().map(Violation::toString).collect(Collectors.joining("\n")),
                    false);
        }
        String digest = Sha256.ofContent(there).value();
        if (!digest.equals(file.sha256())) {
            return new StepResult.Failed(
                    "The update file on %s is not the one that was approved; somebody changed it."
                            .formatted(run.newMaster()),
                    "%s has the digest %s, the plan's is %s.".formatted(file.path(), digest, file.sha256()),
                    false);
        }
        return StepResult.proven();
    }
}
