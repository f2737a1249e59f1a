package org.handover.app.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.handover.app.nodes.OtherNodes;
import org.handover.journal.FailoverId;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Keeps copy and heads up with the ledger: when something was committed, and every few seconds whatever happened, so that
 * nothing depends on a call that may be lost with its process.
 */
final class LedgerUpkeep implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerUpkeep.class);

    /** Entries follow each other closely: the copy takes those of this time together, and is brought to the disk once. */
    private static final Duration COPY_SETTLES = Duration.ofMillis(250);

    private final Ledger ledger;
    private final OtherNodes others;
    private final LedgerCopy copy;
    private final HeadSigner signer;
    private final LastEntry lastEntry;
    private final List<HeadDelivery> deliveries;
    private final ThreadPoolTaskScheduler scheduler;
    private final AtomicBoolean copyAsked = new AtomicBoolean();
    private final AtomicBoolean headAsked = new AtomicBoolean();
    private final Set<String> grown = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    LedgerUpkeep(
            Ledger ledger,
            OtherNodes others,
            LedgerCopy copy,
            HeadSigner signer,
            LastEntry lastEntry,
            List<HeadDelivery> deliveries,
            ThreadPoolTaskScheduler scheduler) {
        this.ledger = ledger;
        this.others = others;
        this.copy = copy;
        this.signer = signer;
        this.lastEntry = lastEntry;
        this.deliveries = deliveries;
        this.scheduler = scheduler;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        ledger.whenCommitted(this::committed);
        others.whenWritten((chain, kind) -> copySoon(chain));
        soon(copyAsked, this::lookAtCopyFirst, Duration.ZERO);
        soon(headAsked, this::look, Duration.ZERO);
    }

    private void copySoon(String chain) {
        grown.add(chain);
        soon(copyAsked, this::bringCopyUp, COPY_SETTLES);
    }

    /** The end of a run is sealed by the node that it ended on. */
    private void committed(String chain, String kind) {
        copySoon(chain);
        if (Ledger.ENDS_OF_A_RUN.contains(kind)) {
            ended.add(chain);
            soon(headAsked, this::sealEnd, Duration.ZERO);
        }
    }

    private void soon(AtomicBoolean asked, Runnable work, Duration wait) {
        if (asked.compareAndSet(false, true)) {
            try {
                Future<?> unused = scheduler.schedule(work, Instant.now().plus(wait));
            } catch (RejectedExecutionException stopping) {
                LOG.debug("The application is stopping; the next start does it.");
            }
        }
    }

    private void bringCopyUp() {
        copyAsked.set(false);
        copy.catchUp(taken(grown));
    }

    private void lookAtCopyFirst() {
        copyAsked.set(false);
        copy.catchUp();
    }

    private static List<String> taken(Set<String> chains) {
        List<String> taken = List.copyOf(chains);
        chains.removeAll(taken);
        return taken;
    }

    private void sealEnd() {
        headAsked.set(false);
        try {
            taken(ended).forEach(run -> lastEntry.write(new FailoverId(run)));
            signer.sign();
        } finally {
            deliveries.forEach(HeadDelivery::deliver);
        }
    }

    private void look() {
        headAsked.set(false);
        lookAtHeads();
    }

    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
    void lookAtCopy() {
        copy.catchUp();
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void lookAtHeads() {
        try {
            signer.signWhenDue();
        } finally {
            deliveries.forEach(HeadDelivery::deliver);
        }
    }

    /** Before the database goes. */
    @Override
    public void destroy() {
        copy.catchUp();
    }
}
