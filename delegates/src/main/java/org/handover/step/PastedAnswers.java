package org.handover.step;

import java.time.Instant;
import java.util.List;
import org.handover.journal.FailoverId;

/** The answers that people pasted where the application has no console (a port: the application keeps them). */
@FunctionalInterface
public interface PastedAnswers {

    /**
     * One answer.
     *
     * @param command as the application asked for it to be typed
     * @param answer what the server printed, as it was pasted
     * @param givenBy who typed the command and pasted the answer
     * @param givenAt when
     */
    record Answer(String command, String answer, String givenBy, Instant givenAt) {

        /** An answer of which nobody asks when it was given. */
        public Answer(String command, String answer, String givenBy) {
            this(command, answer, givenBy, Instant.MAX);
        }
    }

    /** In the order in which they were pasted, since something of this run was last settled: the journal then deletes them. */
    List<Answer> of(FailoverId failover, String step);

    /** Nobody pasted anything. */
    static PastedAnswers none() {
        return (failover, step) -> List.of();
    }
}
