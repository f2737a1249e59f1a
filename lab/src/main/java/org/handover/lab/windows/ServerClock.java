package org.handover.lab.windows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock of one server, which may be wrong by so much. */
final class ServerClock extends Clock {
    private final Clock right;
    private volatile Duration ahead = Duration.ZERO;

    ServerClock(Clock right) {
        this.right = right;
    }

    Duration ahead() {
        return ahead;
    }

    void ahead(Duration duration) {
        ahead = duration;
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(right.withZone(zone), ahead);
    }

    @Override
    public Instant instant() {
        return right.instant().plus(ahead);
    }
}
