package org.handover.check;

import java.time.Duration;
import org.handover.console.ConsoleException;
import org.handover.step.Finding;

/**
 * One thing that has to be so before the master secret server is changed.
 *
 * @param name the sentence that is true when it passes
 * @param limit the time after which it could not be checked
 * @param mustBeKnown whether nobody may go on where it could not be checked
 * @param law the law of the runbook that it serves, 0 where none
 * @param look looks; where a console fails under it, it could not be checked
 */
record PreflightCheck(String name, Duration limit, boolean mustBeKnown, int law, Look look)
        implements TimedLook<Finding> {

    private static final Duration USUAL = Duration.ofMinutes(1);

    /** Looks at servers and says what it found. */
    @FunctionalInterface
    interface Look {
        Finding now() throws ConsoleException, InterruptedException;
    }

    static PreflightCheck of(String name, Look look) {
        return new PreflightCheck(name, USUAL, false, 0, look);
    }

    PreflightCheck underLaw(int number) {
        return new PreflightCheck(name, limit, mustBeKnown, number, look);
    }

    PreflightCheck thatMustBeKnown() {
        return new PreflightCheck(name, limit, true, law, look);
    }

    PreflightCheck within(Duration time) {
        return new PreflightCheck(name, time, mustBeKnown, law, look);
    }

    @Override
    public Finding now() throws ConsoleException, InterruptedException {
        return finished(look.now());
    }

    @Override
    public Finding notDone(String seen, String whatToDo) {
        return finished(Finding.notChecked(name, seen, whatToDo));
    }

    /** The finding with what holds for this check whatever it found. */
    private Finding finished(Finding finding) {
        Finding lawful = law == 0 ? finding : finding.underLaw(law);
        return mustBeKnown && finding.result() == Finding.Result.NOT_CHECKED ? lawful.neverGoneOver() : lawful;
    }
}
