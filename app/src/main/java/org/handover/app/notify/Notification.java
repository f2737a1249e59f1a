package org.handover.app.notify;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one target is told, as the outbox has it.
 *
 * @param id the same at every attempt
 * @param attempts how often it was tried, the one under way included
 * @param dueAt of the next attempt; null once it is sent or given up
 */
record Notification(
        long number,
        UUID id,
        Subject subject,
        String target,
        Occasion occasion,
        Happening happening,
        Instant at,
        int attempts,
        @Nullable Instant dueAt,
        Instant giveUpAt,
        @Nullable String lastError,
        @Nullable Instant sentAt,
        @Nullable Instant givenUpAt) {}
