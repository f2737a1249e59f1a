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
     * @param switchesWithoutSyntax what {@code ssoconfig -reportFilterErrors} and {@code -scp} take (3.5)
     * @param backupReminder how often event 10589 comes (7: repeatedly)
     * @param secretAge after how long a master warns that its secret is old: a year (6.3)
     * @param secretAgeEvent the id of that warning, which nobody has written down (5.4)
     */
    public record Inventions(
            UnrelatedSecret unrelatedSecret,
            RestoreOffTheMaster restoreOffTheMaster,
            RunningService runningService,
            UnknownElements unknownElements,
            SwitchesWithoutSyntax switchesWithoutSyntax,
            Duration backupReminder,
            Duration secretAge,
            int secretAgeEvent) {

        public static final Inventions DEFAULT = new Inventions(
                UnrelatedSecret.REFUSE,
                RestoreOffTheMaster.REFUSE,
                RunningService.KEEPS_ITS_ROLE,
                UnknownElements.REFUSE,
                SwitchesWithoutSyntax.TAKE_YES_OR_NO,
                Duration.ofHours(1),
                Duration.ofDays(365),
                10_750);

        public Inventions with(UnrelatedSecret other) {
            return with(other, restoreOffTheMaster, runningService, unknownElements, switchesWithoutSyntax);
        }

        public Inventions with(RestoreOffTheMaster other) {
            return with(unrelatedSecret, other, runningService, unknownElements, switchesWithoutSyntax);
        }

        public Inventions with(RunningService other) {
            return with(unrelatedSecret, restoreOffTheMaster, other, unknownElements, switchesWithoutSyntax);
        }

        public Inventions with(UnknownElements other) {
            return with(unrelatedSecret, restoreOffTheMaster, runningService, other, switchesWithoutSyntax);
        }

        public Inventions with(SwitchesWithoutSyntax other) {
            return with(unrelatedSecret, restoreOffTheMaster, runningService, unknownElements, other);
        }

        private Inventions with(
                UnrelatedSecret unrelated,
                RestoreOffTheMaster offTheMaster,
                RunningService running,
                UnknownElements elements,
                SwitchesWithoutSyntax switches) {
            return new Inventions(
                    unrelated, offTheMaster, running, elements, switches, backupReminder, secretAge, secretAgeEvent);
        }

        public Inventions withBackupReminder(Duration every) {
            return new Inventions(
                    unrelatedSecret,
                    restoreOffTheMaster,
                    runningService,
                    unknownElements,
                    switchesWithoutSyntax,
                    every,
                    secretAge,
                    secretAgeEvent);
        }

        public Inventions withSecretAge(Duration age, int event) {
            return new Inventions(
                    unrelatedSecret,
                    restoreOffTheMaster,
                    runningService,
                    unknownElements,
                    switchesWithoutSyntax,
                    backupReminder,
                    age,
                    event);
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

    /** What becomes of two switches of which only the names were found. */
    public enum SwitchesWithoutSyntax {
        /** As the other switches that allow something. */
        TAKE_YES_OR_NO,
        /** 0x80004001, whatever they are given. */
        REFUSE
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
