package org.handover.app.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the worker of a new remote step as soon as its transaction is committed, instead of leaving it to the next poll. */
@Component
final class WakeWorker implements ExecutionListener {

    private final ObjectProvider<RemoteStepWorker> worker;

    WakeWorker(ObjectProvider<RemoteStepWorker> worker) {
        this.worker = worker;
    }

    @Override
    public void notify(DelegateExecution execution) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                worker.ifAvailable(RemoteStepWorker::wake);
            }
        });
    }
}
