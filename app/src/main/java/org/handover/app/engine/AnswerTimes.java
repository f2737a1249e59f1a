package org.handover.app.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Measures how long people take to answer each task, once the answer is committed. */
@Component
final class AnswerTimes implements TaskListener {

    private final ObjectProvider<MeterRegistry> metrics;
    private final Clock clock;

    AnswerTimes(ObjectProvider<MeterRegistry> metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        String key = task.getTaskDefinitionKey();
        Duration took = Duration.between(task.getCreateTime().toInstant(), clock.instant());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                metrics.ifAvailable(registry -> Timer.builder("handover.task.answer")
                        .description("How long a task waited until a person answered it")
                        .tag("task", key)
                        .register(registry)
                        .record(took));
            }
        });
    }
}
