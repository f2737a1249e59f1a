package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Intent;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.handover.journal.Plans;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.handover.step.Inventory;
import org.handover.step.PastedAnswers;
import org.handover.step.RemoteDelegate;
import org.handover.step.StepProtocol;
import org.handover.step.StepResult;
import org.handover.step.StepRun;
import org.handover.step.UpdateDatabaseDelegate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A node that only looked dead: it stands still in the middle of a step for longer than its lease, another one takes the step
 * over, and then it wakes up with what it knew. The harness of the faults does the same to whole processes, at any instant.
 */
@HandoverOnLabTest
class TakenOverStepTest {

    private static final String STEP = UpdateDatabaseDelegate.STEP;
    private static final Duration OF_THE_TOOL = Duration.ofSeconds(3);

    /** Where it stands still. */
    enum Where {
        BETWEEN_FETCH_AND_PROBE,
        BETWEEN_PROBE_AND_WALL,
        BETWEEN_WALL_AND_INTENT,
        BETWEEN_INTENT_AND_CLAIM,
        BETWEEN_CLAIM_AND_ACT,
        BETWEEN_ACT_AND_OUTCOME,
        BETWEEN_OUTCOME_AND_COMPLETION
    }

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    ExternalTaskService externalTasks;

    @Autowired
    StepProtocol protocol;

    @Autowired
    List<RemoteDelegate> delegates;

    @Autowired
    Failovers failovers;

    @Autowired
    Plans plans;

    @Autowired
    Journal journal;

    @Autowired
    Inventory inventory;

    @Autowired
    Consoles consoles;

    @Autowired
    JdbcClient jdbc;

    /** Everything that this application would do by itself. */
    @Autowired
    @Qualifier("remoteStepWorker")
    SmartLifecycle worker;

    @Test
    @Tag("long")
    void aNodeThatWakesUpBeforeItsCommandWasTypedFindsItsClaimTaken() throws Exception {
        wakesUp(Where.BETWEEN_INTENT_AND_CLAIM);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("faults")
    void aNodeThatWakesUpAfterAnotherTookOverChangesNothingMore(Where where) throws Exception {
        wakesUp(where);
    }

    private void wakesUp(Where where) throws Exception {
        try (TestLab lab = TestLab.start()) {
            String id = drive.untilTheDatabase(estates.add(lab), "SSO02", TestLab.RESTORE_PASSWORD);
            drive.task(id, "confirmFormerMasterIsDown");
            worker.stop();
            try {
                drive.decides("olga", id, "confirmFormerMasterIsDown", "down", "seen");
                ExternalTask step = untilTheStep(id);
                if (where == Where.BETWEEN_CLAIM_AND_ACT) {
                    lab.delay("SSO02", "ssomanage", OF_THE_TOOL);
                }
                new TakenOver(lab, step, where).inTheMiddle();
                lab.delay("SSO02", "ssomanage", Duration.ZERO);

                assertThat(lab.changes("SSO02").stream().filter(change -> change.startsWith("secretServer=")))
                        .as("how often it was named")
                        .hasSize(1);
                assertThat(journal.attempts(new FailoverId(id), STEP))
                        .extracting(Intent::outcome)
                        .as("one attempt is proven, and none is left open")
                        .doesNotContainNull()
                        .containsOnlyOnce(IntentOutcome.PROVEN);
            } finally {
                worker.start();
            }
            drive.acceptAndEnd("olga", id);
            assertThat(Collections.frequency(lab.changes("SSO02"), "ENTSSO stopped"))
                    .isEqualTo(1);
            lab.everyCredentialDecryptsOn("SSO02", "SSO03");
        }
    }

    private ExternalTask untilTheStep(String id) throws Exception {
        while (true) {
            ExternalTask next = next(id);
            if (next.getTopicName().equals(STEP)) {
                return next;
            }
            String node = lock(next);
            assertThat(carryOut(next, node, consoles, () -> {})).isInstanceOf(StepResult.Proven.class);
            externalTasks.complete(next.getId(), node);
        }
    }

    private ExternalTask next(String id) {
        return Awaitility.await("a step of " + id)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> externalTasks.createExternalTaskQuery().notLocked().list().stream()
                                .filter(task -> id.equals(task.getBusinessKey()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A lease with an id of its own, as each fetch has one. */
    private String lock(ExternalTask step) {
        String node = UUID.randomUUID().toString();
        externalTasks.lock(step.getId(), node, Duration.ofMinutes(2).toMillis());
        return node;
    }

    /** @param holdsIt happens directly after the wall was told that the lease is held */
    private StepResult carryOut(ExternalTask step, String node, Consoles typedOn, Meanwhile holdsIt)
            throws InterruptedException {
        Failover failover = failovers.get(new FailoverId(step.getBusinessKey()));
        RemoteDelegate delegate = delegates.stream()
                .filter(one -> one.step().equals(step.getTopicName()))
                .findFirst()
                .orElseThrow();
        return protocol.carryOut(
                delegate,
                new StepRun(
                        failover,
                        inventory.find(failover.estate(), failover.ssoSystem()).orElseThrow(),
                        plans.current(failover.id()),
                        inventory,
                        typedOn,
                        journal,
                        step.getTopicName(),
                        node,
                        false,
                        "",
                        "",
                        PastedAnswers.none(),
                        () -> {
                            boolean held = holds(step, node);
                            if (held) {
                                holdsIt.happens();
                            }
                            return held;
                        }));
    }

    private boolean holds(ExternalTask step, String node) {
        return externalTasks
                        .createExternalTaskQuery()
                        .externalTaskId(step.getId())
                        .workerId(node)
                        .locked()
                        .count()
                == 1;
    }

    private interface Meanwhile {
        void happens();
    }

    /** One step, the node that falls asleep in it, and the one that takes it over. */
    private final class TakenOver {

        private final TestLab lab;
        private final ExternalTask step;
        private final Where where;
        private final AtomicBoolean slept = new AtomicBoolean();
        private CompletableFuture<StepResult> other = new CompletableFuture<>();

        TakenOver(TestLab lab, ExternalTask step, Where where) {
            this.lab = lab;
            this.step = step;
            this.where = where;
        }

        void inTheMiddle() throws Exception {
            String sleeper = lock(step);
            StepResult sleepers = carryOut(
                    step,
                    sleeper,
                    new ConsolesInFront(consoles, this::inFrontOf),
                    () -> sleeps(Where.BETWEEN_WALL_AND_INTENT));
            if (where == Where.BETWEEN_PROBE_AND_WALL) {
                assertThat(sleepers).isInstanceOf(StepResult.TakenAgain.class);
            }
            sleeps(Where.BETWEEN_OUTCOME_AND_COMPLETION);

            assertThat(slept).as("it stood still there").isTrue();
            StepResult others = other.get(60, TimeUnit.SECONDS);
            if (where == Where.BETWEEN_WALL_AND_INTENT) {
                assertThat(others)
                        .as("the intent that the sleeper had all but made keeps the other from typing")
                        .isInstanceOf(StepResult.Failed.class);
                carriedOutByAnother();
            } else {
                assertThat(others).isInstanceOf(StepResult.Proven.class);
            }
            assertThatThrownBy(() -> externalTasks.complete(step.getId(), sleeper))
                    .isInstanceOf(NotFoundException.class);
        }

        private Transcript inFrontOf(String commandLine, Typed typed) throws ConsoleException, InterruptedException {
            boolean looks = commandLine.contains(" -displaydb");
            boolean acts = commandLine.contains(" -updatedb");
            if (looks) {
                sleeps(Where.BETWEEN_FETCH_AND_PROBE);
            }
            if (acts) {
                sleeps(Where.BETWEEN_INTENT_AND_CLAIM);
            }
            if (acts && where == Where.BETWEEN_CLAIM_AND_ACT) {
                CompletableFuture<Transcript> answer = CompletableFuture.supplyAsync(() -> unchecked(typed));
                lab.awaitTyped("SSO02", " -updatedb");
                sleeps(Where.BETWEEN_CLAIM_AND_ACT);
                return answer.join();
            }
            Transcript answer = typed.answer();
            if (looks) {
                sleeps(Where.BETWEEN_PROBE_AND_WALL);
            }
            if (acts) {
                sleeps(Where.BETWEEN_ACT_AND_OUTCOME);
            }
            return answer;
        }

        /** Until the other has taken it over and carried it out, or is waiting for what the sleeper has locked. */
        private void sleeps(Where here) {
            if (here == where && slept.compareAndSet(false, true)) {
                if (here == Where.BETWEEN_WALL_AND_INTENT) {
                    other = CompletableFuture.supplyAsync(this::carriedOutByAnother);
                    Awaitility.await("the other waits at the wall")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> jdbc.sql(
                                            """
                                            select exists (select from pg_stat_activity
                                                where wait_event_type = 'Lock' and datname = current_database())""")
                                    .query(Boolean.class)
                                    .single());
                } else {
                    other = CompletableFuture.completedFuture(carriedOutByAnother());
                }
            }
        }

        /** As the engine gives it to another node when the lease has lapsed. */
        private StepResult carriedOutByAnother() {
            try {
                externalTasks.unlock(step.getId());
                String node = lock(step);
                StepResult result = carryOut(step, node, consoles, () -> {});
                if (result instanceof StepResult.Proven) {
                    externalTasks.complete(step.getId(), node);
                }
                return result;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What typing a command line leads to. */
    private interface Typed {
        Transcript answer() throws ConsoleException, InterruptedException;
    }

    private static Transcript unchecked(Typed typed) {
        try {
            return typed.answer();
        } catch (ConsoleException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface InFront {
        Transcript of(String commandLine, Typed typed) throws ConsoleException, InterruptedException;
    }

    /** The real consoles, with something in front of each command line. */
    private record ConsolesInFront(Consoles real, InFront front) implements Consoles {

        @Override
        public RemoteConsole on(ServerAddress address) {
            RemoteConsole console = real.on(address);
            return new RemoteConsole() {
                @Override
                public Transcript type(String commandLine, Duration limit)
                        throws ConsoleException, InterruptedException {
                    return front.of(commandLine, () -> console.type(commandLine, limit));
                }

                @Override
                public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
                        throws ConsoleException, InterruptedException {
                    return console.typeWithPrompts(commandLine, script, limit);
                }

                @Override
                public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
                    return console.read(file, maxBytes);
                }

                @Override
                public void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
                    console.write(file, content);
                }

                @Override
                public boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
                    return console.exists(file);
                }

                @Override
                public void delete(WindowsPath file) throws ConsoleException, InterruptedException {
                    console.delete(file);
                }
            };
        }

        @Override
        public void allowLogonAgain(EstateName estate, SsoServerName server) {
            real.allowLogonAgain(estate, server);
        }

        @Override
        public void close() {
            // they belong to the application
        }
    }
}
