package org.handover.lab.entsso;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a running ENTSSO asks the database and the master again and again, and what it makes of it (docs/entsso.md 12.1). */
final class Polling {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

    private final EntssoService service;
    private @Nullable Future<?> next;

    Polling(EntssoService service) {
        this.service = service;
    }

    /** In place of what was planned: nothing while the service does not run. */
    synchronized void schedule() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (service.memory() != null && !service.suspended()) {
            long millis = service.network().settings().poll().toMillis();
            next = service.network()
                    .clockwork()
                    .scheduleWithFixedDelay(this::once, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    void once() {
        service.changing().lock();
        try {
            ServiceMemory now = service.memory();
            if (now == null || service.suspended()) {
                return;
            }
            GlobalSettings settings;
            try {
                settings = service.database().settings();
                service.database()
                        .serverSeen(
                                service.serverName(), service.server().clock().instant());
            } catch (SQLException unreachable) {
                missDatabase(now);
                return;
            }
            now = followDatabase(findDatabase(now), settings);
            if (now.tookMasterRole()) {
                service.secretOperations().reencryption().retryWhenDue();
                service.secretOperations().backupReminder().remind();
                service.secretOperations().age().warnWhenOld();
            } else {
                service.exchange().askMaster(now, settings.secretServer());
            }
        } catch (RuntimeException unexpected) {
            LOG.warn("A poll of ENTSSO on {} failed; the next one comes as usual.", service.serverName(), unexpected);
        } finally {
            service.changing().unlock();
        }
    }

    /** What of the settings a running service takes over at a poll (docs/entsso.md 1.5, 12.1). */
    private ServiceMemory followDatabase(ServiceMemory now, GlobalSettings settings) {
        ServiceMemory followed = now;
        boolean follows = service.network().settings().inventions().runningService()
                == EntssoSettings.RunningService.FOLLOWS_THE_DATABASE;
        if (follows && now.tookMasterRole() != service.takesMasterRole(settings)) {
            followed = now.tookMasterRole()
                    ? ServiceMemory.member(now.secrets(), false, settings.enabled())
                    : service.becomeMaster(service.serviceAccount(), settings.enabled());
        }
        if (followed.ssoEnabled() != settings.enabled()) {
            followed = followed.withSsoEnabled(settings.enabled());
        }
        if (!followed.equals(now)) {
            service.remember(followed);
        }
        return followed;
    }

    private void missDatabase(ServiceMemory now) {
        Instant since = now.databaseLostSince();
        Instant at = service.server().clock().instant();
        if (since == null) {
            service.remember(now.withDatabase(at, false));
            service.write(EntssoEvent.DATABASE_POLL_FAILED);
        } else if (!now.offline()
                && !at.isBefore(since.plus(service.network().settings().outageBeforeOffline()))) {
            service.remember(now.withDatabase(since, true));
            service.write(EntssoEvent.OUT_OF_SERVICE);
        }
    }

    private ServiceMemory findDatabase(ServiceMemory now) {
        if (now.databaseLostSince() == null) {
            return now;
        }
        ServiceMemory found = now.withDatabase(null, false);
        service.remember(found);
        if (now.offline()) {
            service.write(EntssoEvent.IN_SERVICE);
        }
        return found;
    }
}
