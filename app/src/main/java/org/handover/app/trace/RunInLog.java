package org.handover.app.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the run into every line that this thread logs meanwhile, as {@value #KEY}; the engine does so under the same name. */
final class RunInLog implements AutoCloseable {

    static final String KEY = "failover";

    private final @Nullable String before = MDC.get(KEY);

    RunInLog(String run) {
        MDC.put(KEY, run);
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, before);
        }
    }
}
