package org.handover.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.externaltask.ExternalTaskQuery;
import org.handover.app.nodes.OtherNodes;
import org.handover.app.nodes.PasswordPlaces;
import org.handover.app.trace.Observations;
import org.handover.step.StepResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

/** The database is away for longer than a connection to it is waited for: that is no exception of the engine's. */
final class LeaseTest {

    private static final CannotCreateTransactionException AWAY =
            new CannotCreateTransactionException("Could not open JDBC Connection for transaction");
    private static final String TASK = "task";

    private final ExternalTaskService engine = mock(ExternalTaskService.class);
    private final ExternalTaskQuery asked = mock(ExternalTaskQuery.class, RETURNS_SELF);
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        heartbeats.shutdownNow();
    }

    @BeforeEach
    void ask() {
        when(engine.createExternalTaskQuery()).thenReturn(asked);
    }

    @Test
    void aHeartbeatThatFoundNoDatabaseIsFollowedByTheNext() {
        when(asked.count()).thenReturn(1L);
        doThrow(AWAY).doNothing().when(engine).extendLock(TASK, "a", 10_000);
        Lease lease = new Lease(engine, TASK, "a");

        Lease.Heartbeat heartbeat = lease.beat(heartbeats, 10, 10_000);

        verify(engine, timeout(5_000).atLeast(2)).extendLock(TASK, "a", 10_000);
        heartbeat.end();
        assertThat(lease.lost()).isFalse();
    }

    @Test
    void whoseLeaseLapsedMeanwhileIsInterrupted() {
        when(asked.count()).thenReturn(0L);
        doThrow(AWAY).when(engine).extendLock(TASK, "a", 10_000);
        Lease lease = new Lease(engine, TASK, "a");
        long deadline = System.nanoTime() + 5_000_000_000L;

        lease.beat(heartbeats, 10, 10_000);
        while (!Thread.currentThread().isInterrupted() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lease.lost()).isTrue();
    }

    @Test
    void aResultThatCouldNotBeReportedGivesTheStepBack() throws Exception {
        ExternalTask step = mock(ExternalTask.class);
        when(step.getId()).thenReturn(TASK);
        when(step.getTopicName()).thenReturn("startService");
        when(step.getCreateTime()).thenReturn(new Date());
        when(asked.listPage(anyInt(), anyInt())).thenReturn(List.of(step));
        StepRunner steps = mock(StepRunner.class);
        when(steps.run(any(), any(), any(), any(), any())).thenReturn(StepResult.proven());
        doThrow(AWAY).when(engine).complete(eq(TASK), anyString(), any());
        RemoteStepWorker worker = new RemoteStepWorker(
                engine,
                mock(RuntimeService.class, RETURNS_DEEP_STUBS),
                steps,
                mock(Observations.class, RETURNS_DEEP_STUBS),
                mock(PasswordPlaces.class),
                mock(OtherNodes.class),
                Clock.systemUTC());

        worker.start();
        try {
            verify(engine, timeout(5_000).atLeast(1)).extendLock(eq(TASK), anyString(), eq(1L));
        } finally {
            worker.stop();
        }
    }
}
