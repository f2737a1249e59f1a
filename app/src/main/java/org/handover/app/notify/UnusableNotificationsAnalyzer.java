package org.handover.app.notify;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A sentence instead of a stack trace. */
final class UnusableNotificationsAnalyzer extends AbstractFailureAnalyzer<UnusableNotificationsException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableNotificationsException unusable) {
        return new FailureAnalysis(
                String.valueOf(unusable.getMessage()),
                "Correct it; docs/operations.md explains each setting under Notifications.",
                unusable);
    }
}
