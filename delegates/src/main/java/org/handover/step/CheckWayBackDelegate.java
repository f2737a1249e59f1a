package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.console.ConsoleException;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.WayBackLook;

/** Looks whether the run can be rolled back, before anything of it is undone (laws 3, 6 and 7). */
public final class CheckWayBackDelegate implements ReadingDelegate {

    public static final String STEP = "checkWayBack";

    private final Failovers failovers;
    private final PointOfNoReturn pointOfNoReturn;

    public CheckWayBackDelegate(Failovers failovers, PointOfNoReturn pointOfNoReturn) {
        this.failovers = failovers;
        this.pointOfNoReturn = pointOfNoReturn;
    }

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public StepResult look(StepRun run) throws ConsoleException, InterruptedException {
        if (!run.plan().has(NameFormerDelegate.STEP)) {
            return new StepResult.Failed(
                    "The plan of this run has no way back: the former master was lost, or did not answer when it was made.",
                    "",
                    false);
        }
        WayBackLook look = WayBackProbe.look(run, STEP);
        PointOfNoReturn.Answer point =
                pointOfNoReturn.of(failovers.get(run.failover().id()));
        List<Map<String, String>> rows = new ArrayList<>();
        rows.add(row("%s answers and holds the secret in use".formatted(run.formerMaster()), look.formerAnswers()));
        rows.add(row("The point of no return is not passed", !point.passed()));
        Map<String, Object> seen = Journal.ordered("wayBack", rows);
        return point.passed() || !look.formerAnswers()
                ? new StepResult.Failed(
                        "It cannot be rolled back: %s Nothing was typed.".formatted(point.means()), look.seen(), false)
                : new StepResult.Proven(seen);
    }

    private static Map<String, String> row(String check, boolean so) {
        return Map.of("check", check, "result", so ? "passed" : "blocking");
    }
}
