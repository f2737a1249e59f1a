package org.handover.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Carries out what must neither throw nor hang. The limit tells a hang, it measures nothing. */
public final class InTime {
    private static final long HANGS_AFTER_SECONDS = 10;

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
        try {
            T given = answer.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
            assertThat(given).isNotNull();
            return given;
        } catch (ExecutionException e) {
            throw new AssertionError("This input ends in an exception.", e.getCause());
        } catch (TimeoutException e) {
            Thread hanging = thread;
            AssertionError hang = new AssertionError("This input hangs.");
            if (hanging != null) {
                StackTraceElement[] where = hanging.getStackTrace();
                hang.setStackTrace(Arrays.copyOf(where, Math.min(60, where.length)));
            }
            executor.shutdownNow();
            executor = executor();
            throw hang;
        }
    }
}
