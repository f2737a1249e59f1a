package org.handover.journal;

import java.time.Instant;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;

/**
 * One run of the runbook on one SSO system of one estate, as the database has it. Everything but state, outcome and plan
 * is written at the start and never changed.
 *
 * @param incident the incident that a tool named, as JSON text
 * @param demonstration whether it is the one that a first run opened by itself on its lab
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
        Instant requestedAt,
        @Nullable String processInstanceId,
        FailoverState state,
        @Nullable String outcome,
        @Nullable Instant finishedAt,
        @Nullable String planDigest) {}
