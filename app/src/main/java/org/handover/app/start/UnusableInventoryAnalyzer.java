package org.handover.app.start;

import org.handover.app.inventory.UnusableInventoryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A sentence instead of a stack trace. */
final class UnusableInventoryAnalyzer extends AbstractFailureAnalyzer<UnusableInventoryException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnusableInventoryException unusable) {
        return new FailureAnalysis(
                String.valueOf(unusable.getMessage()),
                "Correct it; inventory.example.yml explains each line of an inventory, README.md each setting.",
                unusable);
    }
}
