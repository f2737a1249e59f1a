package org.handover.app.security;

import jakarta.servlet.http.HttpServletRequest;
import org.handover.app.engine.RefusedAttempts;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Excerpt;

/** What somebody tried at a door of ours that they may not do. Of the body nothing is kept: it may hold a secret. */
record DoorRefusal(String actor, String method, String path, String why) {

    private static final int LONGEST_PATH = 300;

    static DoorRefusal of(HttpServletRequest request, String why) {
        String path = OnPath.path(request);
        return new DoorRefusal(
                request.getRemoteUser() == null ? "nobody" : request.getRemoteUser(),
                request.getMethod(),
                Excerpt.of(path, LONGEST_PATH),
                why);
    }

    void recordIn(RefusedAttempts refusals) {
        refusals.record(
                Ledger.HOUSE, actor, "door.refused", Journal.ordered("method", method, "path", path, "why", why));
    }
}
