package org.handover.lab.entsso;

import java.time.Duration;

/**
 * What nobody has documented, or what differs between documents, and what a test wants to be quick.
 *
 * @param poll how often a service asks the database and the master (30 s or 60 s, docs/entsso.md 1.5)
 * @param startDuration how long a service is START_PENDING, at least
 * @param databaseAttempts how often a start tries to reach the database (12, docs/entsso.md 1.4)
 * @param databaseAttemptPause between two of those (5 s)
 * @param outageBeforeOffline how long the database may be away before a service goes offline (about 5 min, event 10590)
 * @param reencryptionRetry after a re-encryption that failed (docs/entsso.md 6.3 says only that there is a retry)
 * @param unrelatedSecret what a restore does with a secret that no credential is encrypted under (docs/entsso.md 5.6: unknown)
 */
public record EntssoSettings(
        Duration poll,
        Duration startDuration,
        int databaseAttempts,
        Duration databaseAttemptPause,
        Duration outageBeforeOffline,
        Duration reencryptionRetry,
        UnrelatedSecret unrelatedSecret) {

    /** What a restore does with a backup of another SSO system's secret. */
    public enum UnrelatedSecret {
        /** 0xC0002A3F, and nothing is changed. */
        REFUSE,
        /** It becomes the master secret, and no credential can be read any more. */
        ACCEPT
    }

    public static EntssoSettings asDocumented() {
        return new EntssoSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                12,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                UnrelatedSecret.REFUSE);
    }

    public EntssoSettings withPoll(Duration every) {
        return new EntssoSettings(
                every,
                startDuration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                unrelatedSecret);
    }

    public EntssoSettings withStartDuration(Duration duration) {
        return new EntssoSettings(
                poll,
                duration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                unrelatedSecret);
    }

    public EntssoSettings withUnrelatedSecret(UnrelatedSecret decision) {
        return new EntssoSettings(
                poll,
                startDuration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                decision);
    }

    /** How a test sees an outage of the database without waiting for five minutes. */
    public EntssoSettings withImpatience(int attempts, Duration pause, Duration outage) {
        return new EntssoSettings(poll, startDuration, attempts, pause, outage, reencryptionRetry, unrelatedSecret);
    }
}
