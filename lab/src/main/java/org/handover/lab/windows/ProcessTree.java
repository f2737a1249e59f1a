package org.handover.lab.windows;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All processes that one SSH channel started, directly or not. They run on one thread and end together. */
public final class ProcessTree {

    /** What runs in the tree. */
    @FunctionalInterface
    public interface Body {
        void run(ProcessTree tree);
    }

    private static final ThreadLocal<@Nullable ProcessTree> CURRENT = new ThreadLocal<>();

    private final Thread thread;
    private volatile boolean ended;

    ProcessTree(String name, Body body, Consumer<ProcessTree> whenDone) {
        thread = new Thread(() -> run(body, whenDone), name);
        thread.setDaemon(true);
    }

    /** The tree that the calling thread runs. */
    public static Optional<ProcessTree> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    void start() {
        thread.start();
    }

    /** Ends every process of the tree at once; what they still print goes nowhere. */
    public void end() {
        ended = true;
        thread.interrupt();
    }

    /** Ctrl+C: only the process that is in the foreground ends. */
    public void interrupt() {
        thread.interrupt();
    }

    public boolean ended() {
        return ended;
    }

    private void run(Body body, Consumer<ProcessTree> whenDone) {
        CURRENT.set(this);
        try {
            if (ended) {
                Thread.currentThread().interrupt();
            }
            body.run(this);
        } finally {
            whenDone.accept(this);
        }
    }
}
