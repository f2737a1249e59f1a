package org.handover.console;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was typed on a server and what came back. Holds no secret: answers to prompts and the reminder of a restore file
 * are {@code [masked]}.
 *
 * @param commandLine as a person would type it at a cmd.exe prompt
 * @param exitCode null where the server did not say (the command was ended by a signal, or the answer was pasted by hand)
 * @param output standard output and standard error in the order of their arrival, lines ending in LF, without the control
 *     sequences of a terminal
 * @param startedAt when it was typed
 * @param took how long it ran
 */
public record Transcript(
        String commandLine, @Nullable Integer exitCode, String output, Instant startedAt, Duration took) {

    /** What stands in a transcript in the place of a secret. */
    public static final String MASKED = "[masked]";
}
