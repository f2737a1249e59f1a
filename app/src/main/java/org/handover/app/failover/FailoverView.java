package org.handover.app.failover;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failover as REST shows it. */
record FailoverView(
        String id,
        String estate,
        String estateNotice,
        String ssoSystem,
        String formerMasterSecretServer,
        String newMasterSecretServer,
        String situation,
        String path,
        boolean rehearsal,
        boolean demonstration,
        String state,
        @Nullable String outcome,
        PointOfNoReturn pointOfNoReturn,
        String nextAct,
        String reason,
        @Nullable JsonNode incident,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        String restoreFile,
        @Nullable String planDigest,
        List<TaskView> tasks,
        List<StuckView> stuck,
        Map<String, String> links) {

    record PointOfNoReturn(boolean passed, String means) {}

    /** A local step that used up its retries; {@code POST …/retry} tries it again. */
    record StuckView(String activity, String why) {}

    /** @param decisions what {@code POST /api/tasks/{id}/decision} takes */
    record TaskView(
            String id,
            String key,
            String name,
            List<String> candidateGroups,
            Instant createdAt,
            List<String> decisions,
            String url) {}
}
