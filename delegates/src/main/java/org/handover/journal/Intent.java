package org.handover.journal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt was about to type, written before it was.
 *
 * @param claim the name of the directory that the command line creates before it acts
 * @param noted what was seen on the server directly before: event record id, process id, dependents
 * @param outcome null while it is open
 */
public record Intent(
        long id,
        FailoverId failover,
        String step,
        int attempt,
        String server,
        PlannedStep.Kind kind,
        String commandLine,
        String claim,
        Map<String, String> noted,
        Instant openedAt,
        @Nullable IntentOutcome outcome) {

    public boolean isOpen() {
        return outcome == null;
    }
}
