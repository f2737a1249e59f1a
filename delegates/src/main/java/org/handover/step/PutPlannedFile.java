package org.handover.step;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Intent;
import org.handover.journal.Plan;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.handover.tool.MakeDirectory;

/** Puts a file of the plan on a server. The plan fixes its bytes, so writing it twice is harmless. */
abstract class PutPlannedFile implements ChangingDelegate {

    static final int LONGEST = 64 * 1024;

    private final String step;
    private final Function<StepRun, SsoServerName> where;
    private final Function<Plan, Plan.UpdateFile> which;

    PutPlannedFile(String step, Function<StepRun, SsoServerName> where, Function<Plan, Plan.UpdateFile> which) {
        this.step = step;
        this.where = where;
        this.which = which;
    }

    @Override
    public final String step() {
        return step;
    }

    @Override
    public final boolean claims() {
        return false;
    }

    @Override
    public final Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return lookAtFile(run);
    }

    @Override
    public final Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        RemoteConsole console = run.on(where.apply(run));
        Plan.UpdateFile file = which.apply(run.plan());
        MakeDirectory.Answer folder = MakeDirectory.claim(Claims.HOME).typeOn(console, Looks.LIMIT);
        if (folder instanceof MakeDirectory.Answer.CannotTell unknown) {
            return new Answer.Typed("The folder %s could not be made: %s".formatted(Claims.HOME, unknown.reason()));
        }
        console.write(WindowsPath.of(file.path()), file.text().getBytes(StandardCharsets.UTF_8));
        return new Answer.Typed("");
    }

    @Override
    public final Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return lookAtFile(run);
    }

    private Probe lookAtFile(StepRun run) throws ConsoleException, InterruptedException {
        Plan.UpdateFile file = which.apply(run.plan());
        try {
            byte[] there = run.on(where.apply(run)).read(WindowsPath.of(file.path()), LONGEST);
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
