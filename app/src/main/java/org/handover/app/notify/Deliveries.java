package org.handover.app.notify;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.handover.app.nodes.OtherNodes;
import org.handover.app.nodes.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** One thread for each target, so that one that hangs holds up neither a run nor another target; none where there is none. */
@Component
final class Deliveries implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** What another node has left, and what is tried again, is found so soon. */
    private static final long POLL_SECONDS = 5;

    private final List<Worker> workers;
    private volatile boolean running;

    Deliveries(
            Targets targets,
            Outbox outbox,
            OtherNodes others,
            Messages messages,
            Clock clock,
            NotificationSettings settings) {
        this.workers = targets.all().stream()
                .map(target -> new Worker(new Delivery(target, outbox, messages, clock, settings)))
                .toList();
        if (!workers.isEmpty()) {
            outbox.whenCommitted(this::wake);
            others.whenThereIs(Work.NOTIFICATION, this::wake);
        }
    }

    private void wake() {
        workers.forEach(Worker::wake);
    }

    @Override
    public synchronized void start() {
        running = true;
        workers.forEach(Worker::start);
    }

    /** What is under way is tried again by whoever runs next, when its lease is over. */
    @Override
    public synchronized void stop() {
        running = false;
        workers.forEach(Worker::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static final class Worker {

        private final Delivery delivery;
        private final Semaphore wake = new Semaphore(0);
        private volatile @Nullable Thread thread;

        Worker(Delivery delivery) {
            this.delivery = delivery;
        }

        void wake() {
            wake.release();
        }

        void start() {
            Thread started = new Thread(this::run, "notify-" + delivery.target().name());
            started.setDaemon(true);
            thread = started;
            started.start();
        }

        void stop() {
            Thread stopping = thread;
            thread = null;
            if (stopping != null) {
                stopping.interrupt();
            }
        }

        /** Ends when it was stopped; an interrupt alone may get lost in the database's driver. */
        private void run() {
            while (Thread.currentThread() == thread) {
                try {
                    wake.drainPermits();
                    if (delivery.next()) {
                        continue;
                    }
                    if (wake.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS)) {
                        LOG.trace("{} has something to hear", delivery.target().name());
                    }
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    pauseAfter(e);
                }
            }
        }

        /** The database is away, most likely. */
        private void pauseAfter(RuntimeException e) {
            LOG.warn(
                    "What {} is to be told could not be looked up and is tried again: {}",
                    delivery.target().name(),
                    e.toString());
            try {
                TimeUnit.SECONDS.sleep(POLL_SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
