package org.handover.lab.entsso;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.handover.lab.windows.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * The warning of a master whose secret is older than a year (docs/entsso.md 6.3, 10.2 #40). That it exists was seen; its id, how
 * often it comes, and that the age counts from the day on which the secret came under SSOSS, are the lab's.
 */
final class SecretAge {
    private static final Duration AGAIN = Duration.ofDays(1);

    private final EntssoService service;
    private volatile @Nullable Instant last;

    SecretAge(EntssoService service) {
        this.service = service;
    }

    void warnWhenOld() {
        SecretPair secrets = service.secretsInMemory();
        if (secrets == null || service.role().filter(Role.MASTER::equals).isEmpty()) {
            return;
        }
        Instant now = service.server().clock().instant();
        EntssoSettings.Inventions settings = service.network().settings().inventions();
        boolean old = service.faults().on(EntssoFaults.SECRET_OLD)
                || service.secretRegistry()
                        .storedAt(secrets.current().msid())
                        .filter(stored -> now.isAfter(stored.plus(settings.secretAge())))
                        .isPresent();
        Instant before = last;
        if (old && (before == null || !now.isBefore(before.plus(AGAIN)))) {
            last = now;
            String msid = secrets.current().msid().toString();
            service.server()
                    .applicationLog()
                    .write(
                            EntssoEvent.SOURCE,
                            settings.secretAgeEvent(),
                            EventLog.Level.WARNING,
                            "The master secret is older than a year. Back it up and make a new one.\r\nMSID: " + msid,
                            List.of(msid));
        }
    }
}
