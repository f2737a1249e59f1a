package org.handover.app.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.handover.app.nodes.OtherNodes;
import org.handover.app.nodes.PasswordPlaces;
import org.handover.app.nodes.Work;
import org.handover.app.trace.Observations;
import org.handover.journal.FailoverId;
import org.handover.step.StepResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Carries out remote steps under the lease of the engine's external tasks (docs/decisions/0001). A lease lasts
 * {@value #LEASE_MILLIS} ms and is extended every {@value #HEARTBEAT_MILLIS} ms, so a step may take as long as it must, and
 * the step of a node that died is taken over soon. Each fetch has an id of its own, because a lapsed lease that was fetched
 * again under the same id could not be told from the old one.
 */
@Component
final class RemoteStepWorker implements SmartLifecycle {

    static final long LEASE_MILLIS = 10_000;
    static final long HEARTBEAT_MILLIS = 3_000;
    private static final long POLL_MILLIS = 1_000;
    private static final int AT_ONCE = 16;
    private static final int AUTOMATIC_RETRIES = 2;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    /** The steps that <em>check again</em> leads back to. */
    private static final Set<String> LOOKED_AT_AGAIN = Set.of("lookAtEstate", "runPreflightChecks", "verifyPromotion");

    private static final Logger LOG = LoggerFactory.getLogger(RemoteStepWorker.class);

    private final ExternalTaskService externalTasks;
    private final RuntimeService runtime;
    private final StepRunner steps;
    private final Observations observations;
    private final PasswordPlaces passwords;
    private final Clock clock;
    private final String node;
    private final Semaphore wake = new Semaphore(0);
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    private @Nullable Threads threads;

    private record Threads(ExecutorService poller, ExecutorService steps, ScheduledExecutorService heartbeats) {}

    RemoteStepWorker(
            ExternalTaskService externalTasks,
            RuntimeService runtime,
            StepRunner steps,
            Observations observations,
            PasswordPlaces passwords,
            OtherNodes others,
            Clock clock) {
        this.externalTasks = externalTasks;
        this.runtime = runtime;
        this.steps = steps;
        this.observations = observations;
        this.passwords = passwords;
        this.clock = clock;
        this.node = others.self();
        others.whenThereIs(Work.STEP, this::wake);
    }

    /** Looks for work now instead of at the next poll. */
    void wake() {
        wake.release();
    }

    @Override
    public synchronized void start() {
        Threads started = new Threads(
                Executors.newSingleThreadExecutor(task -> thread(task, "remote-steps")),
                Executors.newFixedThreadPool(AT_ONCE, task -> thread(task, "remote-step")),
                Executors.newScheduledThreadPool(2, task -> thread(task, "remote-step-lease")));
        threads = started;
        started.poller().execute(() -> poll(started));
    }

    /** A step that is being carried out is interrupted: its intent stays open, and whoever takes over, at once, settles it. */
    @Override
    public synchronized void stop() {
        Threads stopping = threads;
        threads = null;
        if (stopping != null) {
            stopping.poller().shutdownNow();
            stopping.steps().shutdownNow();
            stopping.heartbeats().shutdownNow();
            try {
                if (!stopping.steps().awaitTermination(5, TimeUnit.SECONDS)) {
                    LOG.warn("A remote step did not end when the application stopped; its lease will lapse.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends with the threads that it belongs to; an interrupt alone may get lost in the database's driver. */
    private void poll(Threads mine) {
        while (!mine.poller().isShutdown()) {
            try {
                takeWork();
            } catch (RuntimeException e) {
                LOG.warn("Looking for remote steps failed and is tried again: {}", e.toString());
            }
            try {
                if (wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The oldest first: in no order, steps that were interrupted would come last where more wait than can be carried out at once. */
    private void takeWork() {
        int free = AT_ONCE - running.size();
        if (free <= 0) {
            return;
        }
        List<ExternalTask> open = externalTasks
                .createExternalTaskQuery()
                .notLocked()
                .active()
                .withRetriesLeft()
                .orderByPriority()
                .desc()
                .orderByCreateTime()
                .asc()
                .listPage(0, free + running.size());
        for (ExternalTask task : open) {
            if (running.size() < AT_ONCE && !isForAnotherNode(task) && running.add(task.getId())) {
                submit(task);
            }
        }
    }

    /**
     * Whether the node that has the password of this step is there to take it. One that has not taken it within a lease is stopped
     * or cut off; then the step is taken here, which asks for the password again.
     */
    private boolean isForAnotherNode(ExternalTask task) {
        Date open = task.getLockExpirationTime() == null ? task.getCreateTime() : task.getLockExpirationTime();
        return FailoverId.isValid(String.valueOf(task.getBusinessKey()))
                && clock.instant().isBefore(open.toInstant().plusMillis(LEASE_MILLIS))
                && steps.password(task.getTopicName())
                        .filter(purpose -> passwords.isElsewhere(new FailoverId(task.getBusinessKey()), purpose))
                        .isPresent();
    }

    private synchronized void submit(ExternalTask task) {
        Threads current = threads;
        if (current == null) {
            running.remove(task.getId());
            return;
        }
        current.steps().execute(() -> {
            try {
                carryOut(task, current.heartbeats());
            } finally {
                running.remove(task.getId());
            }
        });
    }

    private void carryOut(ExternalTask task, ScheduledExecutorService heartbeats) {
        String worker = node + ":" + UUID.randomUUID();
        try {
            externalTasks.lock(task.getId(), worker, LEASE_MILLIS);
        } catch (ProcessEngineException anotherNodeWasFaster) {
            return;
        }
        try (Observations.Attempt attempt =
                observations.attempt(String.valueOf(task.getBusinessKey()), task.getTopicName())) {
            carryOut(task, worker, attempt, heartbeats);
        }
    }

    private void carryOut(
            ExternalTask task, String worker, Observations.Attempt attempt, ScheduledExecutorService heartbeats) {
        Lease lease = new Lease(externalTasks, task.getId(), worker);
        StepResult result;
        Lease.Heartbeat heartbeat = lease.beat(heartbeats, HEARTBEAT_MILLIS, LEASE_MILLIS);
        try {
            result = steps.run(task, worker, lease::held, asked(task), attempt);
        } catch (InterruptedException e) {
            heartbeat.end();
            lease.giveBack();
            Thread.currentThread().interrupt();
            return;
        } finally {
            heartbeat.end();
        }
        if (lease.lost() || result instanceof StepResult.TakenAgain) {
            LOG.warn(
                    "This attempt at {} of {} has lost its lease or the database; whoever takes the step now goes on.",
                    task.getTopicName(),
                    task.getBusinessKey());
            lease.giveBack();
            attempt.ended("lease-lost");
            return;
        }
        attempt.ended(word(result));
        report(task, worker, lease, result);
    }

    private static String word(StepResult result) {
        if (result instanceof StepResult.Proven) {
            return "proven";
        }
        if (result instanceof StepResult.PasswordNeeded) {
            return "password-needed";
        }
        if (result instanceof StepResult.ApprovalExpired) {
            return "approval-expired";
        }
        return result instanceof StepResult.HandNeeded ? "hand-needed" : "failed";
    }

    private StepRunner.Asked asked(ExternalTask task) {
        Map<String, Object> said = new HashMap<>();
        runtime.createVariableInstanceQuery()
                .processInstanceIdIn(task.getProcessInstanceId())
                .variableNameIn("decision", "doneByHand")
                .list()
                .forEach(variable -> said.put(variable.getName(), variable.getValue()));
        String decision = said.get("decision") instanceof String words ? words : "";
        boolean looksAgain = decision.equals("checkAgain") && LOOKED_AT_AGAIN.contains(task.getTopicName());
        boolean again = task.getRetries() == null && (decision.equals("retry") || looksAgain);
        return new StepRunner.Asked(decision, decidedBefore(task), Boolean.TRUE.equals(said.get("doneByHand")), again);
    }

    private String decidedBefore(ExternalTask task) {
        ProcessInstance caller = runtime.createProcessInstanceQuery()
                .subProcessInstanceId(task.getProcessInstanceId())
                .singleResult();
        return caller != null && runtime.getVariable(caller.getId(), "decision") instanceof String words ? words : "";
    }

    private boolean isTrue(ExternalTask task, String variable) {
        return Boolean.TRUE.equals(runtime.getVariable(task.getExecutionId(), variable));
    }

    private void report(ExternalTask task, String worker, Lease lease, StepResult result) {
        for (int attempt = 0; ; attempt++) {
            try {
                tell(task, worker, result);
                return;
            } catch (OptimisticLockingException e) {
                if (attempt == 5) {
                    LOG.warn(
                            "{} of {} could not be reported and is carried out again after its lease: {}",
                            task.getTopicName(),
                            task.getBusinessKey(),
                            e.getMessage());
                    return;
                }
            } catch (RuntimeException refusedOrDatabaseAway) {
                LOG.warn(
                        "{} of {} could not be reported and is carried out again: {}",
                        task.getTopicName(),
                        task.getBusinessKey(),
                        refusedOrDatabaseAway.getMessage());
                lease.giveBack();
                return;
            }
        }
    }

    private void tell(ExternalTask task, String worker, StepResult result) {
        steps.password(task.getTopicName())
                .filter(purpose -> FailoverId.isValid(String.valueOf(task.getBusinessKey())))
                .ifPresent(purpose -> passwords.isPerhapsGone(new FailoverId(task.getBusinessKey()), purpose));
        if (result instanceof StepResult.Proven proven) {
            externalTasks.complete(task.getId(), worker, steps.afterProof(task, proven));
        } else if (result instanceof StepResult.PasswordNeeded needed) {
            externalTasks.handleBpmnError(task.getId(), worker, "passwordNeeded", needed.why());
        } else if (result instanceof StepResult.ApprovalExpired expired) {
            externalTasks.handleBpmnError(task.getId(), worker, "approvalExpired", expired.why());
        } else if (result instanceof StepResult.HandNeeded needed && !StepRunner.canBeShown(needed)) {
            tell(task, worker, StepRunner.tooLongForHands(needed));
        } else if (result instanceof StepResult.HandNeeded needed) {
            externalTasks.handleBpmnError(
                    task.getId(),
                    worker,
                    "handNeeded",
                    needed.why(),
                    steps.whereHandsAreNeeded(task, isTrue(task, "inRollBack"), needed));
        } else if (result instanceof StepResult.Failed failed) {
            Integer retries = task.getRetries();
            int left = retries == null ? AUTOMATIC_RETRIES : retries - 1;
            if (failed.worthRetrying() && left > 0) {
                externalTasks.handleFailure(
                        task.getId(), worker, failed.failure(), failed.probed(), left, RETRY_PAUSE.toMillis());
            } else {
                Map<String, Object> variables = steps.afterFailure(task, isTrue(task, "inRollBack"), failed);
                externalTasks.handleBpmnError(task.getId(), worker, "stepFailed", failed.failure(), variables);
            }
        }
    }
}
