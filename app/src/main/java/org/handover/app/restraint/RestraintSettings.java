package org.handover.app.restraint;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code handover.restraint.*}.
 *
 * @param againAfter how long a tool starts no second failover of an SSO system while nobody has acknowledged the first
 * @param openAtOnce how many failovers that tools have started may be open at once
 * @param windows when tools start nothing
 */
@ConfigurationProperties("handover.restraint")
record RestraintSettings(
        @DefaultValue("PT1H") Duration againAfter,
        @DefaultValue("5") int openAtOnce,
        @DefaultValue List<MaintenanceWindow> windows) {

    /** As many as the table of places has rows. */
    private static final int PLACES = 1000;

    RestraintSettings {
        if (againAfter.isNegative()) {
            throw new IllegalArgumentException("handover.restraint.again-after is a duration; PT0S switches it off.");
        }
        if (openAtOnce < 1 || openAtOnce > PLACES) {
            throw new IllegalArgumentException(
                    "handover.restraint.open-at-once is a number from 1 to %d.".formatted(PLACES));
        }
    }
}
