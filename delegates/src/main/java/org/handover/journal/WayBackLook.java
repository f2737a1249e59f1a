package org.handover.journal;

import org.jspecify.annotations.Nullable;

/**
 * What one look at the way back saw (law 6).
 *
 * @param formerAnswers whether the former master can be logged on to, runs ENTSSO, and holds the secret in use
 * @param formerHoldsSecret whether its SSOSS holds the secret in use; null where that could not be seen
 * @param secretReplaced whether the new master logged 10525 or 10562 since the change; null where that could not be seen
 * @param seen what the servers said
 */
public record WayBackLook(
        boolean formerAnswers, @Nullable Boolean formerHoldsSecret, @Nullable Boolean secretReplaced, String seen) {}
