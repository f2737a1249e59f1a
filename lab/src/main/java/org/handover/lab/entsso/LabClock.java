package org.handover.lab.entsso;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Real time, except while the past of a new SSO system is made: then it stands where it was put. */
public final class LabClock extends Clock {

    private final Clock real;
    private volatile Duration behind = Duration.ZERO;

    public LabClock(Clock real) {
        this.real = real;
    }

    void goBack(Duration howFar) {
        behind = howFar;
    }

    void advance(Duration duration) {
        behind = behind.minus(duration);
    }

    void catchUp() {
        behind = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return real.instant().minus(behind);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
