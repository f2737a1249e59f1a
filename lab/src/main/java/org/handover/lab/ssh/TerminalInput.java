package org.handover.lab.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the terminal sends: keys, Ctrl+C, and its answers to queries, which no program gets to see. Other escape sequences are
 * dropped. It is read on a thread of its own, so that Ctrl+C reaches a program that does not read.
 */
final class TerminalInput {
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';
    private static final char CTRL_C = '\u0003';
    private static final int TYPE_AHEAD = 16_384;

    private enum State {
        TEXT,
        ESCAPE,
        CONTROL_SEQUENCE,
        TITLE,
        ONE_MORE
    }

    /** A key, and how often Ctrl+C was typed before it. */
    private record Key(char character, int epoch) {}

    private final BlockingDeque<Key> keys = new LinkedBlockingDeque<>(TYPE_AHEAD);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final InputStream in;
    private final Runnable ctrlC;
    private final AtomicInteger epoch = new AtomicInteger();
    private State state = State.TEXT;

    TerminalInput(InputStream in, Runnable ctrlC) {
        this.in = in;
        this.ctrlC = ctrlC;
    }

    void start(String name) {
        Thread pump = new Thread(this::pump, name);
        pump.setDaemon(true);
        pump.start();
    }

    /**
     * Waits until the terminal has answered a query, but not for ever.
     *
     * @return whether it has
     */
    boolean awaitAnswer(Duration patience) throws InterruptedException {
        return answer.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next key. At the end of the input it waits until the process is ended. */
    char key() throws InterruptedException {
        Key key = keys.take();
        if (Thread.interrupted()) {
            if (key.epoch() == epoch.get()) {
                keys.putFirst(key);
            }
            throw new InterruptedException();
        }
        return key.character();
    }

    private void pump() {
        try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            char[] buffer = new char[256];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    receive(buffer[i]);
                }
            }
        } catch (IOException e) {
            keys.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(char c) throws InterruptedException {
        switch (state) {
            case TEXT -> {
                if (c == ESCAPE) {
                    state = State.ESCAPE;
                } else if (c == CTRL_C) {
                    keys.clear();
                    epoch.incrementAndGet();
                    ctrlC.run();
                } else {
                    keys.put(new Key(c, epoch.get()));
                }
            }
            case ESCAPE ->
                state = switch (c) {
                    case '[' -> State.CONTROL_SEQUENCE;
                    case ']' -> State.TITLE;
                    case 'O' -> State.ONE_MORE;
                    default -> State.TEXT;
                };
            case CONTROL_SEQUENCE -> {
                if (c == 'c' || c == 'R') {
                    answer.countDown();
                }
                if (c >= '@' && c <= '~') {
                    state = State.TEXT;
                }
            }
            case TITLE -> {
                if (c == BELL || c == '\\') {
                    state = State.TEXT;
                }
            }
            case ONE_MORE -> state = State.TEXT;
        }
    }
}
