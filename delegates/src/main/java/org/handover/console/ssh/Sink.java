package org.handover.console.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Objects;

/** What the channel's own thread pours in and the typing thread takes out. Unlike the library's, its waiting can be interrupted. */
final class Sink extends OutputStream {
    /** No command that is typed here prints this much; one that does is ended. */
    private static final int MOST = 8 * 1024 * 1024;

    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long total;
    private boolean ended;

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        total += length;
        if (total <= MOST) {
            waiting.write(bytes, offset, length);
        }
        notifyAll();
    }

    /** Nothing more is going to come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits for output, for the end, or until the time is up.
     *
     * @param nanoTime until when, as {@link System#nanoTime}
     * @return what has come, possibly nothing
     */
    synchronized byte[] take(long nanoTime) throws InterruptedException {
        while (waiting.size() == 0 && !ended && !tooMuch()) {
            long left = (nanoTime - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        byte[] taken = waiting.toByteArray();
        waiting.reset();
        return taken;
    }

    synchronized boolean drained() {
        return ended && waiting.size() == 0;
    }

    synchronized boolean tooMuch() {
        return total > MOST;
    }
}
