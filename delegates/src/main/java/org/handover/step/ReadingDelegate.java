package org.handover.step;

import org.handover.console.ConsoleException;

/** A step that types only commands that change nothing; it may be carried out any number of times. */
public non-sealed interface ReadingDelegate extends RemoteDelegate {

    StepResult look(StepRun run) throws ConsoleException, InterruptedException;

    /** Whether later steps may rely on this result: a look may end well without anything being so. */
    default boolean proves(StepResult.Proven result) {
        return true;
    }
}
