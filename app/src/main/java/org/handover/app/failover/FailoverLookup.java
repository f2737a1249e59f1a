package org.handover.app.failover;

import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Finds the failover that a path names. */
@Component
public final class FailoverLookup {

    private final Failovers failovers;

    FailoverLookup(Failovers failovers) {
        this.failovers = failovers;
    }

    public Failover find(String id) {
        ProblemException missing = new ProblemException(
                HttpStatus.NOT_FOUND,
                "There is no failover %s. The list of failovers has every one that there is.".formatted(id));
        if (!FailoverId.isValid(id)) {
            throw missing;
        }
        return failovers.find(new FailoverId(id)).orElseThrow(() -> missing);
    }
}
