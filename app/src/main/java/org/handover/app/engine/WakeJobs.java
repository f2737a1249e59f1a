package org.handover.app.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.handover.app.nodes.OtherNodes;
import org.handover.app.nodes.Work;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Has the engine look for jobs at the moment when a timer is due or another node has made one, instead of leaving it to its next
 * look. A timer that was set
 * before the application was started is found by that look.
 */
@Component
final class WakeJobs implements ExecutionListener {

    private final ObjectProvider<JobExecutor> executor;

    WakeJobs(ObjectProvider<JobExecutor> executor, OtherNodes others) {
        this.executor = executor;
        others.whenThereIs(Work.JOB, this::look);
    }

    @Override
    public void notify(DelegateExecution execution) {
        List<Instant> due = ((ExecutionEntity) execution)
                .getJobs().stream().map(job -> job.getDuedate().toInstant()).toList();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                due.forEach(WakeJobs.this::lookAt);
            }
        });
    }

    private void lookAt(Instant due) {
        long millis = Duration.between(Instant.now(), due).toMillis() + 1;
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::look);
    }

    private void look() {
        executor.ifAvailable(JobExecutor::jobWasAdded);
    }
}
