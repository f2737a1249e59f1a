package org.handover.app.failover;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.validation.Validator;
import java.util.concurrent.CompletableFuture;
import org.handover.journal.Failovers;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Once the application is ready, reads what the rules of a request and the shape of its answer are: the first one need not wait for it. */
@Component
final class FirstRequest {

    private final FailoverController failovers;
    private final Validator rules;
    private final ObjectMapper json;
    private volatile CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);

    FirstRequest(FailoverController failovers, Validator rules, ObjectMapper json) {
        this.failovers = failovers;
        this.rules = rules;
        this.json = json;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        begun = CompletableFuture.runAsync(this::prepare);
    }

    /** What it asks is still there until it has the answer, also where the application is stopped as soon as it is ready. */
    @PreDestroy
    void end() {
        begun.handle((done, failed) -> failed == null).join();
    }

    private void prepare() {
        json.readerFor(FailoverRequest.class);
        rules.validate(new FailoverRequest(null, "", "", "", null, false, null, "", null, null));
        json.writerFor(FailoverView.class);
        failovers.page(new Failovers.Filter(null, null, null), 0);
    }
}
