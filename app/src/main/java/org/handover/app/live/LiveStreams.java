package org.handover.app.live;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.handover.app.nodes.OtherNodes;
import org.handover.journal.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events: tells whoever is connected in which state the thing is that they follow. Each thing is looked at twice a
 * second, and at once where a node wrote into the ledger, however many follow it. Whoever reads slowly keeps nobody else
 * waiting. Nothing is kept here: what was missed with a connection, a restart or a node is told from the state itself.
 */
@Component
public final class LiveStreams {

    /** After this a client connects again, and whoever may no longer look by then is not let in. */
    private static final Duration CONNECTION = Duration.ofMinutes(2);

    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** Entries come in groups; what is written within this time is one look. */
    private static final Duration SETTLE = Duration.ofMillis(50);

    private static final int LOOKS_UNTIL_ALIVE = 8;
    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

    private final Ledger ledger;
    private final OtherNodes others;
    private final ThreadPoolTaskScheduler scheduler;
    private final ExecutorService tellers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "live-stream");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Watched> things = new ConcurrentHashMap<>();
    private final AtomicBoolean lookAsked = new AtomicBoolean();
    private volatile boolean closed;

    LiveStreams(Ledger ledger, OtherNodes others, ThreadPoolTaskScheduler scheduler) {
        this.ledger = ledger;
        this.others = others;
        this.scheduler = scheduler;
    }

    /** What a client is told; called by one thread at a time. */
    @FunctionalInterface
    public interface Teller {

        /**
         * @param state as it is now: another one than at the last call, or the same one as a sign of life
         * @return whether there is more to come; otherwise the stream ends
         */
        boolean tell(SseEmitter to, String state) throws IOException;
    }

    private static final class Watched {
        private final Supplier<String> state;
        private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
        private int looks;

        Watched(Supplier<String> state) {
            this.state = state;
        }
    }

    private static final class Stream {
        private final SseEmitter emitter = new SseEmitter(CONNECTION.toMillis());
        private final Teller teller;
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile String told = "";

        Stream(Teller teller) {
            this.teller = teller;
        }

        /** Whoever is still being told hears of what is newer at the next look. */
        void tell(String state) {
            if (!busy.compareAndSet(false, true)) {
                return;
            }
            try {
                told = state;
                if (!teller.tell(emitter, state)) {
                    emitter.complete();
                }
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("A stream is gone; the server tells so by itself", gone);
            } catch (RuntimeException unreadable) {
                told = "";
                LOG.warn("A stream could not be told what is new: {}", unreadable.toString());
            } finally {
                busy.set(false);
            }
        }
    }

    /** Tells a page the state whenever it is another one: the page asks for itself again. */
    public SseEmitter follow(String thing, Supplier<String> state) {
        return follow(thing, state, (to, now) -> {
            to.send(event("state").data(now));
            return true;
        });
    }

    /** @param thing what is followed; {@code state} is asked only of the first that follows it */
    public SseEmitter follow(String thing, Supplier<String> state, Teller teller) {
        Stream stream = new Stream(teller);
        SseEmitter emitter = stream.emitter;
        if (closed) {
            emitter.complete();
            return emitter;
        }
        emitter.onTimeout(emitter::complete);
        emitter.onCompletion(() -> leave(thing, stream));
        emitter.onError(gone -> leave(thing, stream));
        stream.tell(state.get());
        things.compute(thing, (key, watched) -> {
            Watched joined = watched == null ? new Watched(state) : watched;
            joined.streams.add(stream);
            return joined;
        });
        return emitter;
    }

    /** An event of that name, with what a client needs to come back. */
    public static SseEmitter.SseEventBuilder event(String name) {
        return SseEmitter.event().name(name).reconnectTime(AGAIN.toMillis());
    }

    private void leave(String thing, Stream stream) {
        things.computeIfPresent(thing, (key, watched) -> {
            watched.streams.remove(stream);
            return watched.streams.isEmpty() ? null : watched;
        });
    }

    @EventListener(ApplicationReadyEvent.class)
    void hearOfEntries() {
        ledger.whenCommitted((chain, kind) -> lookSoon());
        others.whenWritten((chain, kind) -> lookSoon());
    }

    private void lookSoon() {
        if (!things.isEmpty() && lookAsked.compareAndSet(false, true)) {
            try {
                Future<?> unused =
                        scheduler.schedule(this::lookNow, Instant.now().plus(SETTLE));
            } catch (RejectedExecutionException stopping) {
                LOG.debug("The application is stopping; there is nobody to tell.");
            }
        }
    }

    private void lookNow() {
        lookAsked.set(false);
        things.forEach((thing, watched) -> look(thing, watched, false));
    }

    @Scheduled(fixedDelayString = "${handover.live.look-every:PT0.5S}")
    void look() {
        things.forEach((thing, watched) -> look(thing, watched, ++watched.looks % LOOKS_UNTIL_ALIVE == 0));
    }

    private void look(String thing, Watched watched, boolean signOfLife) {
        String state;
        try {
            state = watched.state.get();
        } catch (RuntimeException unreadable) {
            // Who follows it hears nothing, and a page says that it is not live.
            LOG.warn("The state of {} cannot be read: {}", thing, unreadable.toString());
            return;
        }
        for (Stream stream : watched.streams) {
            if (signOfLife || !state.equals(stream.told)) {
                tell(stream, state);
            }
        }
    }

    private void tell(Stream stream, String state) {
        try {
            tellers.execute(() -> stream.tell(state));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("The application is stopping; the stream has ended.");
        }
    }

    /** Before the web server waits for what is under way. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        things.values().forEach(watched -> watched.streams.forEach(stream -> stream.emitter.complete()));
        tellers.shutdown();
    }
}
