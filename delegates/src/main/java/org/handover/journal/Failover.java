package org.handover.journal;

import java.time.Instant;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;

/**
 * One run of the runbook on one SSO system of one estate, as the database has it. Everything but state, outcome and plan
 * is written at the start and never changed.
 *
 * @param incident the incident that a tool named, as JSON text
 * @param path {@code auto} until it was chosen
 * @param requestedFor for whom whoever asked acted, such as the person at whose word a tool started it
 * @param demonstration whether it acts on the estate of a first run, which is its lab, whoever started it
 * @param known what is known of who is master, in words, once the run has ended
 */
public record Failover(
        FailoverId id,
        EstateName estate,
        SsoSystemName ssoSystem,
        SsoServerName formerMaster,
        SsoServerName newMaster,
        String situation,
        String path,
        boolean rehearsal,
        boolean demonstration,
        WindowsPath restoreFile,
        String reason,
        @Nullable String incident,
        String requestedBy,
        @Nullable String requestedFor,
        Instant requestedAt,
        @Nullable String processInstanceId,
        FailoverState state,
        @Nullable String outcome,
        @Nullable Instant finishedAt,
        @Nullable String planDigest,
        @Nullable String known) {
    /** What it is, by the estate on which it acts. */
    public SsoSystem.Kind kind() {
        if (rehearsal) {
            return SsoSystem.Kind.REHEARSAL;
        }
        return demonstration ? SsoSystem.Kind.DEMONSTRATION : SsoSystem.Kind.REAL;
    }

    /** Whether the former master is believed to be alive: the change is made while it is there. */
    public boolean planned() {
        return situation.equals(PLANNED);
    }

    /** Whether the change was this person's wish: by their own request, or by what a tool asked for them. */
    public boolean isAskedForBy(String person) {
        return person.equalsIgnoreCase(requestedBy) || (requestedFor != null && person.equalsIgnoreCase(requestedFor));
    }

    public static final String PLANNED = "planned";
    public static final String MASTER_LOST = "master-lost";
}
