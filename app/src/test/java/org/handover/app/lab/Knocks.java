package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.handover.fuzz.Mangled;
import org.slf4j.LoggerFactory;

/** Knocks at doors with bad input, and looks at what answers and at what the log says of it. */
final class Knocks implements AutoCloseable {

    private static final int SIDE_BY_SIDE = 4;

    /** Tells a request that hangs; it measures nothing. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    /** The web server does not read a longer body to its end, so that its answer may be lost. */
    private static final int LONGEST_BODY_READ = 1_000_000;

    private final String base;
    private final long seed;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HANGS)
            .build();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Complaints complaints = new Complaints();

    /** @param base scheme, host and port */
    Knocks(String base, long seed) {
        this.base = base;
        this.seed = seed;
        complaints.start();
        root.addAppender(complaints);
    }

    /** What threads that answer requests say went wrong. */
    private static final class Complaints extends AppenderBase<ILoggingEvent> {
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            boolean answers = event.getThreadName().startsWith("http-");
            boolean wentWrong = event.getLevel() == Level.ERROR
                    || (event.getLevel() == Level.WARN && event.getThrowableProxy() != null);
            if (answers && wentWrong && heard.size() < 5) {
                heard.add("%s %s%s"
                        .formatted(
                                event.getLoggerName(),
                                event.getFormattedMessage(),
                                event.getThrowableProxy() == null
                                        ? ""
                                        : ": " + event.getThrowableProxy().getMessage()));
            }
        }
    }

    /** So often; fails with the first answers that are none. */
    void at(Door door, int often) throws Exception {
        complaints.heard.clear();
        ExecutorService callers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Callable<Optional<String>>> shares = IntStream.range(0, SIDE_BY_SIDE)
                    .<Callable<Optional<String>>>mapToObj(share -> () -> knock(door, often, share))
                    .toList();
            List<String> failures = new ArrayList<>();
            for (Future<Optional<String>> share : callers.invokeAll(shares)) {
                share.get().ifPresent(failures::add);
            }
            assertThat(failures).isEmpty();
            assertThat(complaints.heard).as("what the log says went wrong").isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    private Optional<String> knock(Door door, int often, int share) throws InterruptedException {
        for (int i = share; i < often; i += SIDE_BY_SIDE) {
            Mangled bad = door.bad(seed + i);
            Optional<String> wrong;
            try {
                wrong = wrongWith(http.send(
                        door.request(base, bad).timeout(HANGS).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
            } catch (HttpTimeoutException hangs) {
                wrong = Optional.of("no answer");
            } catch (IOException closed) {
                wrong = bad.text().length() * 4L > LONGEST_BODY_READ
                        ? Optional.empty()
                        : Optional.of(closed.toString());
            }
            if (wrong.isPresent()) {
                return Optional.of("seed %d, request %d: %s to %s".formatted(seed, i, wrong.get(), bad));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongWith(HttpResponse<String> response) {
        boolean wrong = response.statusCode() >= 500
                || response.body().contains("\tat ")
                || response.body().contains("Exception:");
        return wrong ? Optional.of(response.statusCode() + " " + response.body()) : Optional.empty();
    }

    @Override
    public void close() {
        root.detachAppender(complaints);
        complaints.stop();
    }
}
