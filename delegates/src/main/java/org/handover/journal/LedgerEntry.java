package org.handover.journal;

import java.time.Instant;
import java.util.Map;

/**
 * One link of a chain.
 *
 * @param actor who did it: a user, a tool, or {@code engine}
 * @param kind what was done, such as {@code step.intent} or {@code approval}
 */
public record LedgerEntry(String chain, long seq, Instant at, String actor, String kind, Map<String, Object> data) {}
