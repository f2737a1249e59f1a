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
 * @param inventions what the lab had to decide
 */
public record EntssoSettings(
        Duration poll,
        Duration startDuration,
        int databaseAttempts,
        Duration databaseAttemptPause,
        Duration outageBeforeOffline,
        Duration reencryptionRetry,
        Inventions inventions) {

    /**
     * What no document says (docs/entsso.md 2.8, 13), so that whoever knows better can have it otherwise.
     *
     * @param unrelatedSecret a restore of a secret that no credential is encrypted under (5.6)
     * @param restoreOffTheMaster a restore where the server is not the master (2.8 I13)
     * @param runningService what a running service does when the database names another master (12.1)
     * @param unknownElements elements of an update file that no sample has (4.3)
     * @param backupReminder how often event 10589 comes (7: repeatedly)
     */
    public record Inventions(
            UnrelatedSecret unrelatedSecret,
            RestoreOffTheMaster restoreOffTheMaster,
            RunningService runningService,
            UnknownElements unknownElements,
            Duration backupReminder) {

        public static final Inventions DEFAULT = new Inventions(
                UnrelatedSecret.REFUSE,
                RestoreOffTheMaster.REFUSE,
                RunningService.KEEPS_ITS_ROLE,
                UnknownElements.REFUSE,
                Duration.ofHours(1));

        public Inventions with(UnrelatedSecret other) {
            return new Inventions(other, restoreOffTheMaster, runningService, unknownElements, backupReminder);
        }

        public Inventions with(RestoreOffTheMaster other) {
            return new Inventions(unrelatedSecret, other, runningService, unknownElements, backupReminder);
        }

        public Inventions with(RunningService other) {
            return new Inventions(unrelatedSecret, restoreOffTheMaster, other, unknownElements, backupReminder);
        }

        public Inventions with(UnknownElements other) {
            return new Inventions(unrelatedSecret, restoreOffTheMaster, runningService, other, backupReminder);
        }

        public Inventions withBackupReminder(Duration every) {
            return new Inventions(unrelatedSecret, restoreOffTheMaster, runningService, unknownElements, every);
        }
    }

    /** What a restore does with a backup of another SSO system's secret. */
    public enum UnrelatedSecret {
        /** 0xC0002A3F, and nothing is changed. */
        REFUSE,
        /** It becomes the master secret, and no credential can be read any more. */
        ACCEPT
    }

    /** What a restore does on a server that is not the master secret server. */
    public enum RestoreOffTheMaster {
        /** 0xC0002A0E, and nothing is changed. */
        REFUSE,
        /** The secret is stored under SSOSS, for the day on which this server is named (an older page says so). */
        STORE
    }

    /** What a running service makes of another name in the database. */
    public enum RunningService {
        /** Nothing before its next start. */
        KEEPS_ITS_ROLE,
        /** It takes or gives up the role at its next poll. */
        FOLLOWS_THE_DATABASE
    }

    /** What an update file may contain beside what is documented. */
    public enum UnknownElements {
        REFUSE,
        IGNORE
    }

    public static EntssoSettings asDocumented() {
        return new EntssoSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                12,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Inventions.DEFAULT);
    }

    public UnrelatedSecret unrelatedSecret() {
        return inventions.unrelatedSecret();
    }

    public EntssoSettings withPoll(Duration every) {
        return new EntssoSettings(
                every,
                startDuration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                inventions);
    }

    public EntssoSettings withStartDuration(Duration duration) {
        return new EntssoSettings(
                poll,
                duration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                inventions);
    }

    public EntssoSettings withUnrelatedSecret(UnrelatedSecret decision) {
        return with(inventions.with(decision));
    }

    public EntssoSettings with(Inventions others) {
        return new EntssoSettings(
                poll,
                startDuration,
                databaseAttempts,
                databaseAttemptPause,
                outageBeforeOffline,
                reencryptionRetry,
                others);
    }

    /** How a test sees an outage of the database without waiting for five minutes. */
    public EntssoSettings withImpatience(int attempts, Duration pause, Duration outage) {
        return new EntssoSettings(poll, startDuration, attempts, pause, outage, reencryptionRetry, inventions);
    }
}
