package org.handover.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handover.journal.PlannedStep;
import org.handover.journal.PlannedStep.Branch;
import org.handover.journal.PlannedStep.Kind;
import org.handover.tool.Services;

/** The lines of a plan as they are written, each into the branch that is open. */
final class PlanLines {

    static final long SHORT_SECONDS = 60;
    static final long SERVICE_SECONDS = 240;

    private final Duration changeTimeLimit;
    private final List<PlannedStep> steps = new ArrayList<>();
    private Branch branch = Branch.MAIN;

    /** @param changeTimeLimit how long a change may take where that is longer than what its line says */
    PlanLines(Duration changeTimeLimit) {
        this.changeTimeLimit = changeTimeLimit;
    }

    private long limit(Kind kind, long seconds) {
        return kind == Kind.CHANGE ? Math.max(seconds, changeTimeLimit.toSeconds()) : seconds;
    }

    /** What is written from now on belongs to this branch. */
    void open(Branch next) {
        branch = next;
    }

    boolean have(String id) {
        return steps.stream().anyMatch(step -> step.id().equals(id));
    }

    List<PlannedStep> written() {
        return List.copyOf(steps);
    }

    void add(String id, String name, String server, Kind kind, String command, List<String> requires, long limit) {
        steps.add(new PlannedStep(id, name, server, kind, command, requires, limit(kind, limit), branch, null));
    }

    void inverse(
            String id,
            String name,
            String server,
            Kind kind,
            String command,
            List<String> requires,
            long limit,
            String of) {
        steps.add(new PlannedStep(id, name, server, kind, command, requires, limit(kind, limit), branch, of));
    }

    void stop(String id, String name, String server, String... after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                Services.stop(Services.ENTSSO).commandLine(),
                List.of(after),
                SERVICE_SECONDS);
    }

    void start(String id, String name, String server, String after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                Services.start(Services.ENTSSO).commandLine(),
                List.of(after),
                SERVICE_SECONDS);
    }

    void startStopped(String id, String name, String server, String after) {
        add(
                id,
                name,
                server,
                Kind.CHANGE,
                "net start <each dependent service that ran before the stop>",
                List.of(after),
                SERVICE_SECONDS);
    }
}
