package org.handover.app.failover;

import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The planned failover that makes a former master the master again. */
@Component
public final class Failbacks {

    private final FailoverStarter starter;

    Failbacks(FailoverStarter starter) {
        this.starter = starter;
    }

    /** What may be said beside the run that is to be gone back from; each has a default. */
    record Wish(@Nullable String reason, @Nullable String path, @Nullable String restoreFile) {}

    public FailoverId start(Failover succeeded, String caller) {
        return start(succeeded, new Wish(null, null, null), caller, null).id();
    }

    FailoverStarter.Started start(Failover succeeded, Wish wish, String caller, @Nullable String idempotencyKey) {
        if (!FailoverViews.canBeFailedBack(succeeded)) {
            throw new ProblemException(
                    HttpStatus.CONFLICT,
                    (succeeded.rehearsal()
                                    ? "%s was a rehearsal, and its twin is gone. Start another rehearsal."
                                    : "%s has not succeeded, so there is nothing to fail back from. Start a failover instead.")
                            .formatted(succeeded.id()));
        }
        String reason = wish.reason() == null
                ? "Failback of %s: %s becomes the master secret server again."
                        .formatted(succeeded.id(), succeeded.formerMaster())
                : wish.reason();
        FailoverRequest request = new FailoverRequest(
                succeeded.estate().value(),
                succeeded.ssoSystem().value(),
                succeeded.formerMaster().value(),
                Failover.PLANNED,
                wish.path(),
                false,
                wish.restoreFile(),
                reason,
                null,
                null);
        return starter.start(request, caller, idempotencyKey);
    }
}
