package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.journal.Failovers;
import org.handover.journal.Intent;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.WayBackLook;

/**
 * Names the former server in the SSO database again: {@code ssomanage -updatedb}, typed on that server. It is the inverse of
 * {@link UpdateDatabaseDelegate} and of the change in the snap-in (docs/entsso.md 2.9), and stands only before the point of no
 * return.
 */
public final class NameFormerDelegate implements ChangingDelegate {

    public static final String STEP = "nameFormer";

    private final Failovers failovers;
    private final PointOfNoReturn pointOfNoReturn;

    public NameFormerDelegate(Failovers failovers, PointOfNoReturn pointOfNoReturn) {
        this.failovers = failovers;
        this.pointOfNoReturn = pointOfNoReturn;
    }

    @Override
    public String step() {
        return STEP;
    }

    private static RemoteConsole former(StepRun run) {
        return run.on(run.formerMaster());
    }

    /** Whom the SSO database names, asked on the former: done where it is the former. */
    static Probe whoIsNamed(StepRun run) throws ConsoleException, InterruptedException {
        return Named.on(former(run), run.formerMaster(), run.newMaster());
    }

    @Override
    public Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    /** Laws 3 and 6, looked at once more directly before it is typed. */
    @Override
    public Optional<StepResult> hindrance(StepRun run) throws InterruptedException {
        WayBackLook look = WayBackProbe.look(run, STEP);
        PointOfNoReturn.Answer point =
                pointOfNoReturn.of(failovers.get(run.failover().id()));
        return point.passed() || !look.formerAnswers()
                ? Optional.of(new StepResult.Failed(
                        "It cannot be rolled back any more: %s Nothing was typed.".formatted(point.means()),
                        look.seen(),
                        false))
                : Optional.empty();
    }

    @Override
    public Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of(BeforeNaming.LATEST_EVENT, Long.toString(Looks.latestRecordId(former(run))));
    }

    @Override
    public Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return Named.answered(former(run).type(intent.commandLine(), Limits.of(run, STEP)));
    }

    @Override
    public Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException {
        return whoIsNamed(run);
    }

    @Override
    public Probe prove(StepRun run, Intent intent, Answer.Typed answer) throws ConsoleException, InterruptedException {
        return answer.refused() ? whoIsNamed(run) : Named.inTheEnd(() -> whoIsNamed(run));
    }
}
