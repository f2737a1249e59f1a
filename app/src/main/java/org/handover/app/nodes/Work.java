package org.handover.app.nodes;

import java.util.Locale;

/** Work that any node may take. */
public enum Work {
    /** A remote step that is open. */
    STEP,
    /** A job of the engine that can be carried out at once. */
    JOB,
    /** Something that people or other systems are to be told. */
    NOTIFICATION;

    /** As the database's triggers call it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
