package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Backups;
import org.handover.journal.Intent;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;

/**
 * Names the new server in the SSO database: {@code ssomanage -updatedb} (docs/entsso.md 2.3, B4). With a lost master this is
 * the point of no return.
 */
public final class UpdateDatabaseDelegate implements ChangingDelegate {

    public static final String STEP = "updateDatabase";

    private final BeforeNaming before;

    public UpdateDatabaseDelegate(SecretCustody custody, Backups backups) {
        this.before = new BeforeNaming(custody, backups);
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public Optional<Purpose> password() {
        return Optional.of(Purpose.RESTORE);
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    /** Laws 1 to 4, looked at once more directly before it is typed. */
    @Override
    public Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        Optional<StepResult> asksAnother = BeforeNaming.asksAnother(run);
        return asksAnother.isPresent() ? asksAnother : before.hindrance(run);
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of(BeforeNaming.LATEST_EVENT, Long.toString(Looks.latestRecordId(run.onNewMaster())));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return Named.answered(run.onNewMaster().type(intent.commandLine(), Limits.of(run, STEP)));
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    @Override
    public Probe prove(StepRun run, Intent intent, Answer.Typed answer) throws ConsoleException, InterruptedException {
        return answer.refused() ? whoIsNamed(run) : Named.inTheEnd(() -> whoIsNamed(run));
    }

    /** Whom the SSO database names: done where it is the new server, not done where it is the former. */
    public static Probe whoIsNamed(StepRun run) throws ConsoleException, InterruptedException {
        return Named.on(run.onNewMaster(), run.newMaster(), run.formerMaster());
    }
}
