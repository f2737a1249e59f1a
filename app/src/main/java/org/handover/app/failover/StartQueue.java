package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.handover.app.nodes.OtherNodes;
import org.handover.app.rest.BadInput;
import org.handover.app.restraint.HeldStarts;
import org.handover.app.restraint.Restraint;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Starts what waits, in its turn, when a failover that a tool has started ends: at once on every node. */
@Component
class StartQueue {

    private static final Logger LOG = LoggerFactory.getLogger(StartQueue.class);

    private final FailoverStarter starter;
    private final Restraint restraint;
    private final HeldStarts held;
    private final AttachedIncidents incidents;
    private final IdempotencyKeys keys;
    private final Ledger ledger;
    private final OtherNodes others;
    private final ThreadPoolTaskScheduler scheduler;
    private final TransactionOperations newTransaction;
    private final ObjectMapper json;

    StartQueue(
            FailoverStarter starter,
            Restraint restraint,
            HeldStarts held,
            AttachedIncidents incidents,
            IdempotencyKeys keys,
            Ledger ledger,
            OtherNodes others,
            ThreadPoolTaskScheduler scheduler,
            TransactionOperations newTransaction,
            ObjectMapper json) {
        this.starter = starter;
        this.restraint = restraint;
        this.held = held;
        this.incidents = incidents;
        this.keys = keys;
        this.ledger = ledger;
        this.others = others;
        this.scheduler = scheduler;
        this.newTransaction = newTransaction;
        this.json = json;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        ledger.whenCommitted(this::written);
        others.whenWritten(this::written);
    }

    private void written(String chain, String kind) {
        if (Ledger.ENDS_OF_A_RUN.contains(kind)) {
            soon();
        }
    }

    private void soon() {
        try {
            scheduler.execute(this::startAll);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The application is stopping; another node or the next start does it.");
        }
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void startAll() {
        Set<Long> passedOver = new HashSet<>();
        try {
            while (restraint.hasPlace()) {
                if (!startNext(passedOver)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("What waits for its turn could not be started; it is tried again: {}", e.toString());
        }
    }

    /**
     * @param passedOver those that could not be started in this round; they are tried again in the next one
     * @return whether there may be another one to start
     */
    private boolean startNext(Set<Long> passedOver) {
        AtomicReference<HeldStarts.Waiting> tried = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(newTransaction.execute(own -> {
                restraint.keepSwitch();
                Optional<HeldStarts.Waiting> next = held.next(passedOver);
                next.ifPresent(waiting -> {
                    tried.set(waiting);
                    start(waiting);
                });
                return next.isPresent();
            }));
        } catch (MustWaitException full) {
            return false;
        } catch (ProblemException refused) {
            refuse(Objects.requireNonNull(tried.get()), refused);
            return true;
        } catch (RuntimeException failed) {
            HeldStarts.Waiting waiting = tried.get();
            if (waiting == null) {
                throw failed;
            }
            BadInput.sentence(failed)
                    .ifPresentOrElse(
                            sentence -> refuse(waiting, new ProblemException(HttpStatus.BAD_REQUEST, sentence)), () -> {
                                LOG.warn("Start {} failed; it is tried again.", waiting.number(), failed);
                                passedOver.add(waiting.number());
                            });
            return true;
        }
    }

    private void start(HeldStarts.Waiting waiting) {
        FailoverId id = starter.startInTurn(read(waiting.request()), waiting.askedBy());
        held.started(waiting.number(), id);
        keys.startedInTurn(waiting.number(), id);
        incidents.startedInTurn(waiting.number(), id);
    }

    private void refuse(HeldStarts.Waiting waiting, ProblemException refused) {
        newTransaction.executeWithoutResult(own -> {
            held.refuse(
                    waiting.number(),
                    refused.reason(),
                    refused.sentence(),
                    refused.openRun().orElse(null));
            refused.openRun()
                    .filter(incidents::isOpen)
                    .ifPresent(run -> incidents.startedInTurn(waiting.number(), run));
            ledger.append(
                    Ledger.HOUSE,
                    waiting.askedBy(),
                    "start.refused",
                    Journal.ordered("start", waiting.number(), "reason", refused.reason(), "why", refused.sentence()));
        });
    }

    private FailoverRequest read(String request) {
        try {
            return json.readValue(request, FailoverRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A start that waits cannot be read.", e);
        }
    }
}
