package org.handover.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.journal.Intent;

/**
 * A step that changes something on a server. {@link StepProtocol} calls it in this order: probe, hindrance, note, (wall),
 * act, prove.
 */
public non-sealed interface ChangingDelegate extends RemoteDelegate {

    /**
     * Whether the change is there already.
     *
     * @param attempts the earlier attempts of this run at this step, the first one first
     */
    Probe probe(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException;

    /** What forbids the change at this moment although the plan allows it; looked at directly before the wall. */
    default Optional<StepResult> hindrance(StepRun run) throws ConsoleException, InterruptedException {
        return Optional.empty();
    }

    /** What has to be known from before the change to prove it afterwards; it is kept with the intent. */
    default Map<String, String> note(StepRun run, List<Intent> attempts) throws ConsoleException, InterruptedException {
        return Map.of();
    }

    /** The command line that carries it out, from the plan; the claim is put before it. */
    default String command(StepRun run, Map<String, String> noted) {
        return run.plan().step(step()).command();
    }

    /** Whether the command line begins with the claim. A file whose bytes the plan fixes needs none. */
    default boolean claims() {
        return true;
    }

    /**
     * Whether a person does it at a place that no console reaches. Then the step ends as soon as its intent is committed, which
     * stays open until another step has looked what came of it; {@link #act} and {@link #prove} are not called.
     */
    default boolean byPerson() {
        return false;
    }

    /** Types it. That the server reports an error is an {@link Answer}, not an exception. */
    Answer act(StepRun run, Intent intent) throws ConsoleException, InterruptedException;

    /** Whether this very attempt brought the change about. */
    Probe prove(StepRun run, Intent intent) throws ConsoleException, InterruptedException;

    /** As {@link #prove(StepRun, Intent)}, directly after the answer: what may show late is waited for, unless it was refused. */
    default Probe prove(StepRun run, Intent intent, Answer.Typed answer) throws ConsoleException, InterruptedException {
        return prove(run, intent);
    }

    /** What the server answered. */
    sealed interface Answer {

        /**
         * The proof decides, whatever the words were.
         *
         * @param refused whether the words say that the command failed
         */
        record Typed(String seen, boolean refused) implements Answer {
            public Typed(String seen) {
                this(seen, false);
            }
        }

        /** The restore password is wrong. */
        record PasswordRefused(String sentence) implements Answer {}

        /** Another node may have the step by now; nothing was typed, and the attempt is left for that node to settle. */
        record LeaseLost(String sentence) implements Answer {}
    }
}
