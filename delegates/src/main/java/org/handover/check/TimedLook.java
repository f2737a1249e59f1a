package org.handover.check;

import java.time.Duration;
import org.handover.console.ConsoleException;

/**
 * A look at servers that has its own time.
 *
 * @param <T> what comes of it
 */
interface TimedLook<T> {

    /** The time after which it could not be done. */
    Duration limit();

    T now() throws ConsoleException, InterruptedException;

    /** What comes of it where it could not be done. */
    T notDone(String seen, String whatToDo);
}
