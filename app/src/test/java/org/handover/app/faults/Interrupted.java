package org.handover.app.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** The steps that were under way when a fault came, and what becomes of each. */
final class Interrupted {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final EngineRows engine;
    private final Map<EngineRows.Lease, Integer> steps = new LinkedHashMap<>();

    private Interrupted(EngineRows engine) {
        this.engine = engine;
    }

    /** Those of these leases that this is true of. */
    static Interrupted of(EngineRows engine, List<EngineRows.Lease> leases, Predicate<EngineRows.Lease> hit)
            throws SQLException {
        Interrupted interrupted = new Interrupted(engine);
        for (EngineRows.Lease lease : leases) {
            if (hit.test(lease) && !lease.run().equals(Bed.DEMONSTRATION)) {
                interrupted.steps.put(lease, engine.helpAsked(lease.run()));
            }
        }
        return interrupted;
    }

    int howMany() {
        return steps.size();
    }

    /** How many of them had a change typed and done on the server, which their journal does not know of. */
    int doneAndNotCommitted(List<Bed.OpenRun> runs) throws SQLException {
        int unsettled = 0;
        for (EngineRows.Intent intent : engine.openIntents()) {
            for (Bed.OpenRun run : runs) {
                boolean hit =
                        steps.keySet().stream().anyMatch(step -> step.run().equals(intent.run()));
                if (hit
                        && run.id().equals(intent.run())
                        && LabCount.isDone(
                                intent.commandLine(),
                                intent.openedAt().toInstant(),
                                run.count().changes())) {
                    unsettled++;
                }
            }
        }
        return unsettled;
    }

    /**
     * Watches until each goes on or asks a person.
     *
     * @param fault when it came, in {@link System#nanoTime()}
     * @param counted when the time begins to count, in {@link System#nanoTime()}
     * @param within how long it may take; a longer one is noted
     * @param takenUp whether a step that is not over yet goes on: its lease then, and its lease now
     */
    void watch(long fault, Future<Long> counted, Tally.Row row, Duration within, Again takenUp) throws Exception {
        Map<EngineRows.Lease, Long> settled = new LinkedHashMap<>();
        List<EngineRows.Lease> parked = new ArrayList<>();
        long began = System.nanoTime();
        while (settled.size() < steps.size() || !counted.isDone()) {
            Optional<Map<String, EngineRows.Lease>> seen = settled.size() < steps.size() ? now() : Optional.empty();
            for (Map.Entry<EngineRows.Lease, Integer> step : steps.entrySet()) {
                EngineRows.Lease then = step.getKey();
                if (seen.isPresent() && !settled.containsKey(then)) {
                    Optional<EngineRows.Lease> now =
                            Optional.ofNullable(seen.get().get(then.task()));
                    if (now.isEmpty() || takenUp.goesOn(then, now.get())) {
                        settled.put(then, System.nanoTime());
                        if (now.isEmpty() && engine.helpAsked(then.run()) > step.getValue()) {
                            parked.add(then);
                        }
                    }
                }
            }
            if (counted.isDone() && System.nanoTime() - Math.max(began, counted.get()) > LIMIT.toNanos()) {
                break;
            }
            Pause.of(Bed.OFTEN);
        }
        for (EngineRows.Lease step : steps.keySet()) {
            Long at = settled.get(step);
            if (at == null) {
                row.stuck("%s of %s was not taken up within %s".formatted(step.step(), step.run(), LIMIT));
            } else {
                Duration after = Duration.ofNanos(Math.max(0, at - counted.get()));
                Duration sinceFault = Duration.ofNanos(at - fault);
                if (after.compareTo(within) > 0) {
                    row.note("%s of %s took %s, and not at most %s".formatted(step.step(), step.run(), after, within));
                }
                if (parked.contains(step)) {
                    row.note("%s of %s asked a person".formatted(step.step(), step.run()));
                    row.parked(after, sinceFault);
                } else {
                    row.resumed(after, sinceFault);
                }
            }
        }
    }

    /** Nothing while the database is away. */
    private Optional<Map<String, EngineRows.Lease>> now() {
        try {
            return Optional.of(engine.steps());
        } catch (SQLException databaseAway) {
            return Optional.empty();
        }
    }

    interface Again {

        /** Another node, or another life of this one, holds the step. */
        Again BY_ANOTHER =
                (then, now) -> !now.worker().isEmpty() && !now.worker().equals(then.worker());

        /** It, or whoever took over, has gone on since. */
        Again BY_ANYBODY = (then, now) -> !now.worker().isEmpty()
                && (!now.worker().equals(then.worker()) || now.until().after(then.until()));

        /** Only its end counts. */
        Again NOT_YET = (then, now) -> false;

        boolean goesOn(EngineRows.Lease then, EngineRows.Lease now);
    }
}
