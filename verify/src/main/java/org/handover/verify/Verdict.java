package org.handover.verify;

import java.time.Instant;

/** What came of checking a package of evidence. */
public sealed interface Verdict {

    /** Whole, and signed by a key that reaches from the trusted certificate. */
    record Valid(String failover, long entries, long head, Instant sealedAt, Hash key) implements Verdict {}

    /** Whole, and signed by the key that it names; whose key that is was not asked. */
    record Intact(String failover, long entries, long head, Instant sealedAt, Hash key) implements Verdict {}

    /** @param sentence names the first thing that is not as it was written */
    record Broken(String sentence) implements Verdict {}
}
