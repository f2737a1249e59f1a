package org.handover.sso;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One SSO database with its SSO servers, as the inventory of its estate describes it.
 *
 * @param kind whether real servers stand behind it
 * @param masterSecretServer the server that is master according to the inventory
 * @param ssoServers all of them, the master included
 * @param restoreFiles the backups of its master secret that are kept
 * @param approval who has to approve a change, and in which time
 * @param priority whose turn it is first when what tools start has to wait: 1 to 9, the smaller the sooner
 * @param changeTimeLimit how long a command that changes something may take on its servers where that is longer than usual; at
 *     most {@link #LONGEST_CHANGE}
 */
public record SsoSystem(
        EstateName estate,
        Kind kind,
        SsoSystemName name,
        SsoServerName masterSecretServer,
        List<SsoServerName> ssoServers,
        List<RestoreFile> restoreFiles,
        ApprovalRules approval,
        int priority,
        Duration changeTimeLimit) {

    public static final int USUAL_PRIORITY = 5;
    public static final Duration LONGEST_CHANGE = Duration.ofHours(2);

    public SsoSystem {
        if (priority < 1 || priority > 9) {
            throw new IllegalArgumentException("priority is a number from 1, the most urgent, to 9.");
        }
        if (changeTimeLimit.isNegative() || changeTimeLimit.compareTo(LONGEST_CHANGE) > 0) {
            throw new IllegalArgumentException(
                    "changeTimeLimit is %s; it is two hours, PT2H, at most.".formatted(changeTimeLimit));
        }
    }

    /** Its servers are as quick as usual. */
    public SsoSystem(
            EstateName estate,
            Kind kind,
            SsoSystemName name,
            SsoServerName masterSecretServer,
            List<SsoServerName> ssoServers,
            List<RestoreFile> restoreFiles,
            ApprovalRules approval,
            int priority) {
        this(estate, kind, name, masterSecretServer, ssoServers, restoreFiles, approval, priority, Duration.ZERO);
    }

    /** With the usual priority. */
    public SsoSystem(
            EstateName estate,
            Kind kind,
            SsoSystemName name,
            SsoServerName masterSecretServer,
            List<SsoServerName> ssoServers,
            List<RestoreFile> restoreFiles,
            ApprovalRules approval) {
        this(estate, kind, name, masterSecretServer, ssoServers, restoreFiles, approval, USUAL_PRIORITY);
    }

    /** Anybody in the group of approvers may approve, nobody is named, and the glass is not broken. */
    public SsoSystem(
            EstateName estate,
            Kind kind,
            SsoSystemName name,
            SsoServerName masterSecretServer,
            List<SsoServerName> ssoServers,
            List<RestoreFile> restoreFiles,
            int approvalsNeeded,
            Duration approvalValidity) {
        this(
                estate,
                kind,
                name,
                masterSecretServer,
                ssoServers,
                restoreFiles,
                ApprovalRules.of(approvalsNeeded, approvalValidity));
    }

    public int approvalsNeeded() {
        return approval.needed();
    }

    public Duration approvalValidity() {
        return approval.validity();
    }

    /** What an estate is. */
    public enum Kind {
        REAL,
        DEMONSTRATION,
        REHEARSAL;

        /** As the database and tables name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What everything that is shown says first when no real server is touched; empty for a real estate. */
        public String notice() {
            return this == REAL ? "" : name() + " on the lab: no real server is touched.";
        }
    }

    /**
     * A backup of the master secret.
     *
     * @param path where it lies on the server that is to restore it, or is to be put there
     * @param digest of the file's bytes when it was made
     * @param msid of the current secret that it holds
     * @param server the one server on which it lies; null where it lies on whichever restores it, or in the store
     * @param storeFile its name in the store outside the servers; null where it lies on a server
     */
    public record RestoreFile(
            WindowsPath path, Sha256 digest, Msid msid, @Nullable SsoServerName server, @Nullable String storeFile) {

        /** A file that lies on the server that is to restore it. */
        public RestoreFile(WindowsPath path, Sha256 digest, Msid msid) {
            this(path, digest, msid, null, null);
        }

        public boolean inStore() {
            return storeFile != null;
        }
    }

    public Optional<SsoServerName> server(String written) {
        try {
            SsoServerName name = SsoServerName.of(written);
            return ssoServers.stream().filter(name::sameComputer).findFirst();
        } catch (RefusedValueException notAName) {
            return Optional.empty();
        }
    }

    public Optional<RestoreFile> restoreFile(WindowsPath path) {
        return restoreFiles.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** As {@link Kind#notice()}. */
    public String notice() {
        return kind.notice();
    }
}
