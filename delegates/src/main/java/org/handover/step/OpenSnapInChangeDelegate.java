package org.handover.step;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Backups;
import org.handover.journal.Intent;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.SsoServerName;

/**
 * Lets a person change the master secret server in the snap-in on the former one (docs/entsso.md 2.2): passes the wall and
 * opens the intent before the task is shown. The intent stays open until {@link CheckSnapInChangeDelegate} has looked.
 */
public final class OpenSnapInChangeDelegate implements ChangingDelegate {

    public static final String STEP = "openSnapInChange";

    private final BeforeNaming before;

    public OpenSnapInChangeDelegate(SecretCustody custody, Backups backups) {
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
    public boolean byPerson() {
        return true;
    }

    @Override
    public boolean claims() {
        return false;
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return UpdateDatabaseDelegate.whoIsNamed(run);
    }

    /** The snap-in can change the master only on the present one, so that one has to be there. */
    @Override
    public Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        if (!run.failover().planned()) {
            return Optional.of(new StepResult.Failed(
                    "The snap-in changes the master only on the present one, and %s is lost; nothing may be changed there."
                            .formatted(run.formerMaster()),
                    "",
                    false));
        }
        return before.hindrance(run);
    }

    /** Where the event logs stand: the former master writes 10575 when it is changed there. */
    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        Map<String, String> noted = new HashMap<>();
        noted.put(BeforeNaming.LATEST_EVENT, Long.toString(Looks.latestRecordId(run.onNewMaster())));
        noted.put(latestEventOf(run.formerMaster()), Long.toString(Looks.latestRecordId(run.on(run.formerMaster()))));
        return noted;
    }

    /** Under which word the intent notes where the event log of a server stood. */
    public static String latestEventOf(SsoServerName server) {
        return BeforeNaming.LATEST_EVENT + "." + server.value();
    }

    @Override
    public Answer act(StepRun run, Intent intent) {
        throw new IllegalStateException("A person does this.");
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return UpdateDatabaseDelegate.whoIsNamed(run);
    }
}
