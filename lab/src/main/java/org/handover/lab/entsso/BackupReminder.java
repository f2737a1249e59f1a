package org.handover.lab.entsso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Event 10589, from time to time for as long as nobody has backed the secret up (docs/entsso.md 7, 10.2 #34). */
final class BackupReminder {

    private final EntssoService service;
    private volatile @Nullable Instant last;

    BackupReminder(EntssoService service) {
        this.service = service;
    }

    void remind() {
        boolean due = service.role().filter(Role.MASTER::equals).isPresent()
                && service.faults().on(EntssoFaults.NEVER_BACKED_UP);
        if (!due) {
            return;
        }
        Instant at = service.server().clock().instant();
        Instant before = last;
        if (before == null
                || !at.isBefore(
                        before.plus(service.network().settings().inventions().backupReminder()))) {
            last = at;
            service.write(EntssoEvent.BACKUP_REQUIRED);
        }
    }

    void backedUp() {
        last = null;
        if (service.faults().on(EntssoFaults.NEVER_BACKED_UP)) {
            service.faults().endLater(EntssoFaults.NEVER_BACKED_UP);
        }
    }
}
