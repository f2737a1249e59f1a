package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.journal.Plan;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.handover.tool.MakeDirectory;

/** Puts the plan's update file on the new server (docs/entsso.md 2.3, B1). The plan fixes its bytes, so writing it twice is harmless. */
public final class WriteUpdateFileDelegate implements ChangingDelegate {

    public static final String STEP = "writeUpdateFile";
    static final int LONGEST = 64 * 1024;

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
        return lookAtFile(run);
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        RemoteConsole console = run.onNewMaster();
        Plan.UpdateFile file = run.plan().updateFile();
        WindowsPath path = WindowsPath.of(file.path());
        MakeDirectory.Answer folder = MakeDirectory.claim(Claims.HOME).typeOn(console, Looks.LIMIT);
        if (folder instanceof MakeDirectory.Answer.CannotTell unknown) {
            return new Answer.Typed("The folder %s could not be made: %s".formatted(Claims.HOME, unknown.reason()));
        }
        console.write(path, file.text().getBytes(StandardCharsets.UTF_8));
        return new Answer.Typed("");
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return lookAtFile(run);
    }

    private static Probe lookAtFile(StepRun run) throws ConsoleException, InterruptedException {
        Plan.UpdateFile file = run.plan().updateFile();
        try {
            byte[] there = run.onNewMaster().read(WindowsPath.of(file.path()), LONGEST);
            Sha256 digest = Sha256.ofContent(there);
            return digest.value().equals(file.sha256())
                    ? new Probe.Done("%s has the plan's digest.".formatted(file.path()))
                    : new Probe.NotDone(
                            "%s has the digest %s, the plan's is %s.".formatted(file.path(), digest, file.sha256()));
        } catch (ConsoleException.FileNotFound missing) {
            return new Probe.NotDone("%s is not there.".formatted(file.path()));
        }
    }
}
