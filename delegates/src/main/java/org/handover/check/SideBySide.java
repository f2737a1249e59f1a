package org.handover.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.console.ConsoleException;
import org.handover.sso.RefusedValueException;

/** Looks side by side, a few at a time, each within its own time. */
final class SideBySide {
    /** Enough for three servers, and few enough for one of them. */
    static final int USUAL = 4;

    private SideBySide() {}

    /**
     * What came of them, in their order.
     *
     * @throws RuntimeException what a look throws that is no failure of a console, once all others have ended
     */
    static <T> List<T> all(List<? extends TimedLook<T>> looks) throws InterruptedException {
        return all(looks, USUAL);
    }

    /**
     * The same, so many at a time. One at a time keeps to their order: where a person types and pastes the answers, each has to
     * be asked for at its place.
     */
    static <T> List<T> all(List<? extends TimedLook<T>> looks, int atOnce) throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "look-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "look-clock");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> running = new ArrayList<>();
            for (TimedLook<T> look : looks) {
                running.add(pool.submit(() -> made(look, clock)));
            }
            return collected(running);
        } finally {
            pool.shutdownNow();
            clock.shutdownNow();
        }
    }

    private static <T> List<T> collected(List<Future<T>> running) throws InterruptedException {
        List<T> all = new ArrayList<>();
        RuntimeException first = null;
        for (Future<T> one : running) {
            try {
                all.add(one.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RuntimeException unexpected)) {
                    throw new IllegalStateException(e.getCause());
                }
                first = first == null ? unexpected : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return all;
    }

    /** Its time begins when it begins, not when it is put in line. */
    private static <T> T made(TimedLook<T> look, ScheduledExecutorService clock) throws InterruptedException {
        Deadline deadline = new Deadline(Thread.currentThread());
        ScheduledFuture<?> end = clock.schedule(deadline::pass, look.limit().toMillis(), TimeUnit.MILLISECONDS);
        try {
            T seen = look.now();
            return deadline.kept() ? seen : late(look);
        } catch (InterruptedException e) {
            if (deadline.kept()) {
                throw e;
            }
            return late(look);
        } catch (ConsoleException | RefusedValueException e) {
            return deadline.kept() ? failed(look, String.valueOf(e.getMessage())) : late(look);
        } finally {
            end.cancel(false);
        }
    }

    /** The end of one look's time: interrupts its thread, unless the look was quicker. */
    private static final class Deadline {
        private final Thread thread;
        private boolean over;
        private boolean passed;

        Deadline(Thread thread) {
            this.thread = thread;
        }

        synchronized void pass() {
            if (!over) {
                passed = true;
                thread.interrupt();
            }
        }

        /** Whether the look ended in time. Takes back an interruption that came for it and not for the next one. */
        synchronized boolean kept() {
            over = true;
            if (passed) {
                boolean unused = Thread.interrupted();
            }
            return !passed;
        }
    }

    private static <T> T late(TimedLook<T> look) {
        return look.notDone(
                "There was no answer within %d s.".formatted(look.limit().toSeconds()),
                "See why the server is so slow, then check again.");
    }

    private static <T> T failed(TimedLook<T> look, String sentence) {
        return look.notDone(sentence, "Look at it in another way, or check again.");
    }
}
