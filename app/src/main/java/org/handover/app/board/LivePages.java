package org.handover.app.board;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages in which state the thing that they show is; a page that shows another state asks for itself again. So nothing is
 * lost with a connection or a restart, whichever node answers next, and a page that hears nothing knows that it is not live. Each
 * thing is looked at once a second, however many look at its page.
 */
@Component
class LivePages {

    /** After this the browser connects again, and whoever has signed out by then is not let in. */
    private static final Duration CONNECTION = Duration.ofMinutes(2);

    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final int LOOKS_UNTIL_ALIVE = 4;
    private static final Logger LOG = LoggerFactory.getLogger(LivePages.class);

    private final Map<String, Watched> pages = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A thing that pages show; only the look changes what was told last. */
    private static final class Watched {
        private final Supplier<String> state;
        private final Set<SseEmitter> pages = ConcurrentHashMap.newKeySet();
        private String told = "";
        private int looks;

        Watched(Supplier<String> state) {
            this.state = state;
        }
    }

    /** @param thing what the page shows; {@code state} is asked only of the first that shows it */
    SseEmitter follow(String thing, Supplier<String> state) {
        SseEmitter page = new SseEmitter(CONNECTION.toMillis());
        if (closed) {
            page.complete();
            return page;
        }
        page.onTimeout(page::complete);
        page.onCompletion(() -> leave(thing, page));
        page.onError(gone -> leave(thing, page));
        pages.compute(thing, (key, watched) -> {
            Watched joined = watched == null ? new Watched(state) : watched;
            joined.pages.add(page);
            return joined;
        });
        tell(page, state.get());
        return page;
    }

    private void leave(String thing, SseEmitter page) {
        pages.computeIfPresent(thing, (key, watched) -> {
            watched.pages.remove(page);
            return watched.pages.isEmpty() ? null : watched;
        });
    }

    @Scheduled(fixedDelayString = "PT1S")
    void look() {
        pages.forEach((thing, watched) -> {
            String state;
            try {
                state = watched.state.get();
            } catch (RuntimeException unreadable) {
                // The pages hear nothing, and say that they are not live.
                LOG.warn("The state of {} cannot be read: {}", thing, unreadable.toString());
                return;
            }
            watched.looks++;
            if (!state.equals(watched.told) || watched.looks % LOOKS_UNTIL_ALIVE == 0) {
                watched.told = state;
                watched.pages.forEach(page -> tell(page, state));
            }
        });
    }

    private static void tell(SseEmitter page, String state) {
        try {
            page.send(SseEmitter.event()
                    .name("state")
                    .reconnectTime(AGAIN.toMillis())
                    .data(state));
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("A page is gone; the server tells so by itself", gone);
        }
    }

    /** Before the web server waits for what is under way. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        pages.values().forEach(watched -> watched.pages.forEach(SseEmitter::complete));
    }
}
