package org.handover.lab.entsso;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a running ENTSSO holds in memory and loses with a stop.
 *
 * @param tookMasterRole decided at start and never while it runs (docs/entsso.md 12.1)
 * @param secretServerLost whether event 10532 was logged and nothing has been got since
 * @param databaseLostSince when a poll first missed the database, until one finds it again
 * @param offline whether event 10590 was logged
 * @param ssoEnabled whether SSO was switched on when the service last asked the database (docs/entsso.md 1.5)
 */
record ServiceMemory(
        boolean tookMasterRole,
        @Nullable SecretPair secrets,
        boolean registryUnreadable,
        boolean secretServerLost,
        @Nullable Instant databaseLostSince,
        boolean offline,
        boolean ssoEnabled) {

    static ServiceMemory master(@Nullable SecretPair secrets, boolean registryUnreadable, boolean ssoEnabled) {
        return new ServiceMemory(true, secrets, registryUnreadable, false, null, false, ssoEnabled);
    }

    static ServiceMemory member(@Nullable SecretPair secrets, boolean secretServerLost, boolean ssoEnabled) {
        return new ServiceMemory(false, secrets, false, secretServerLost, null, false, ssoEnabled);
    }

    ServiceMemory withSecrets(SecretPair others) {
        return new ServiceMemory(tookMasterRole, others, false, false, databaseLostSince, offline, ssoEnabled);
    }

    ServiceMemory withSecretServerLost() {
        return new ServiceMemory(
                tookMasterRole, secrets, registryUnreadable, true, databaseLostSince, offline, ssoEnabled);
    }

    ServiceMemory withDatabase(@Nullable Instant lostSince, boolean nowOffline) {
        return new ServiceMemory(
                tookMasterRole, secrets, registryUnreadable, secretServerLost, lostSince, nowOffline, ssoEnabled);
    }

    ServiceMemory withSsoEnabled(boolean now) {
        return new ServiceMemory(
                tookMasterRole, secrets, registryUnreadable, secretServerLost, databaseLostSince, offline, now);
    }

    Role role() {
        if (tookMasterRole) {
            return secrets != null
                    ? Role.MASTER
                    : registryUnreadable ? Role.MASTER_WITH_UNREADABLE_SECRET : Role.MASTER_WITHOUT_SECRET;
        }
        return secrets != null ? Role.MEMBER : Role.MEMBER_WITHOUT_SECRET;
    }
}
