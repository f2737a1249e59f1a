package org.handover.app.restraint;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When tools start no failover, on one SSO system or on all: once, from one moment to another, or again and again.
 *
 * @param estate the only one that is meant
 * @param ssoSystem the only one that is meant
 * @param from when it begins, where it comes once
 * @param until when it ends, where it comes once
 * @param every when it begins, where it comes again: six fields as Spring's {@code @Scheduled} has them, seconds first
 * @param lasts how long it lasts each time
 * @param zone in which {@code every} is meant; UTC where it is not given
 * @param why for whoever is refused
 */
record MaintenanceWindow(
        @Nullable String estate,
        @Nullable String ssoSystem,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String every,
        @Nullable Duration lasts,
        @Nullable ZoneId zone,
        @Nullable String why) {

    MaintenanceWindow {
        boolean once = from != null && until != null && every == null && lasts == null;
        boolean again = from == null && until == null && every != null && lasts != null;
        if (!once && !again) {
            throw new IllegalArgumentException(
                    "A window of handover.restraint.windows has either from and until, or every and lasts.");
        }
        if (every != null) {
            CronExpression.parse(every);
        }
        if (from != null && until != null && !until.isAfter(from)) {
            throw new IllegalArgumentException("A window of handover.restraint.windows ends before it begins.");
        }
    }

    boolean concerns(SsoSystem system) {
        return (estate == null || estate.equals(system.estate().value()))
                && (ssoSystem == null
                        || ssoSystem.equalsIgnoreCase(system.name().value()));
    }

    /** @return when it ends, where it is open now */
    Optional<Instant> endWhereOpen(Instant now) {
        if (from != null && until != null) {
            return now.isBefore(from) || !now.isBefore(until) ? Optional.empty() : Optional.of(until);
        }
        if (every == null || lasts == null) {
            return Optional.empty();
        }
        ZonedDateTime earliest = now.minus(lasts).atZone(zone == null ? ZoneId.of("UTC") : zone);
        ZonedDateTime begun = CronExpression.parse(every).next(earliest);
        return begun == null || begun.toInstant().isAfter(now)
                ? Optional.empty()
                : Optional.of(begun.toInstant().plus(lasts));
    }
}
