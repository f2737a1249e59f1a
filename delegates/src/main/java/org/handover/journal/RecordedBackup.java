package org.handover.journal;

import java.time.Instant;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystemName;

/**
 * A backup of the master secret that a run made, proven by event 10559 and its digest: one more restore file of its SSO system.
 *
 * @param server on which it was made
 * @param path on that server, or the file's name in the store
 * @param inStore whether it was moved off the server into the store
 * @param takenAt when it was recorded
 */
public record RecordedBackup(
        FailoverId failover,
        Purpose purpose,
        EstateName estate,
        SsoSystemName ssoSystem,
        SsoServerName server,
        String path,
        boolean inStore,
        Sha256 digest,
        Msid msid,
        Instant takenAt) {

    /** Why it was made. */
    public enum Purpose {
        /** Before anything was named, on a former master that answers (law 2). */
        FORMER("former"),
        /** After the promotion, on the new master. */
        FRESH("fresh");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Purpose of(String word) {
            return word.equals(FORMER.word) ? FORMER : FRESH;
        }
    }
}
