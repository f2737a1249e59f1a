package org.handover.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Carries out what must neither throw nor hang. The limits tell a hang, they measure nothing. */
public final class InTime {
    /** Of work; on a computer that has much else to do that may take longer. */
    private static final Duration HANGS_AFTER = Duration.ofSeconds(10);

    private static final Duration WAITS_FOR_EVER_AFTER = Duration.ofMinutes(2);
    private static final ThreadMXBean WORK = ManagementFactory.getThreadMXBean();

    private static @Nullable Thread thread;
    private static ExecutorService executor = executor();

    private InTime() {}

    private static ExecutorService executor() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "bad input");
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    /** What came of it; fails where that is an exception, null, or nothing at all. */
    public static synchronized <T> T call(Callable<T> act) throws InterruptedException {
        Future<T> answer = executor.submit(act);
        long before = worked();
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                T given = answer.get(HANGS_AFTER.toSeconds(), TimeUnit.SECONDS);
                assertThat(given).isNotNull();
                return given;
            } catch (ExecutionException e) {
                throw new AssertionError("This input ends in an exception.", e.getCause());
            } catch (TimeoutException e) {
                waited = waited.plus(HANGS_AFTER);
                if (worked() - before >= HANGS_AFTER.toNanos() || waited.compareTo(WAITS_FOR_EVER_AFTER) >= 0) {
                    throw hang();
                }
            }
        }
    }

    /** How long the thread has worked, in nanoseconds. */
    private static long worked() {
        Thread working = thread;
        return working == null ? 0 : WORK.getThreadCpuTime(working.getId());
    }

    private static AssertionError hang() {
        AssertionError hang = new AssertionError("This input hangs.");
        Thread hanging = thread;
        if (hanging != null) {
            StackTraceElement[] where = hanging.getStackTrace();
            hang.setStackTrace(Arrays.copyOf(where, Math.min(60, where.length)));
        }
        executor.shutdownNow();
        executor = executor();
        return hang;
    }
}
