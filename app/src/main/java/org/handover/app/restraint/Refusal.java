package org.handover.app.restraint;

import java.time.Instant;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;

/**
 * Why a tool may not start a failover now.
 *
 * @param reason a word for programs
 * @param sentence until when, and what a person can do
 * @param run the one that stands in the way
 */
public record Refusal(String reason, String sentence, @Nullable Instant until, @Nullable FailoverId run) {

    public static final String SWITCHED_OFF = "switched-off";
    public static final String WINDOW = "window";
    public static final String AGAIN_TOO_SOON = "again-too-soon";
    public static final String OPEN = "open";
    public static final String NOT_POSSIBLE = "not-possible";
    public static final String NO_PLACE = "no-place";
}
