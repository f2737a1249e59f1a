package org.handover.app.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A sentence instead of a stack trace. */
final class PortTakenAnalyzer extends AbstractFailureAnalyzer<PortTakenException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, PortTakenException taken) {
        return new FailureAnalysis(
                "Port %d is taken by another program, perhaps by another Handover. Nothing was started."
                        .formatted(taken.port()),
                "Stop that program, or choose another port: SERVER_PORT=%d mvn spring-boot:run"
                        .formatted(taken.port() + 1),
                taken);
    }
}
