package org.handover.tool;

import java.time.Duration;
import java.time.Instant;
import org.handover.console.Transcript;
import org.jspecify.annotations.Nullable;

/** What a command makes of an answer that somebody's server could give. */
final class Answers {

    private static final Instant TYPED = Instant.parse("2026-11-22T12:00:00Z");

    private Answers() {}

    /** @param exitCode null where the answer was pasted by a person */
    static <A> A read(ToolCommand<A> command, @Nullable Integer exitCode, String output) {
        return command.read(new Transcript(command.commandLine(), exitCode, output, TYPED, Duration.ofSeconds(2)));
    }
}
