package org.handover.app.nodes;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.handover.app.lab.ApplicationProcess;
import org.handover.app.lab.Drive;

/** Goes to the nodes in turn as a proxy does: past those whose health is bad, and on to the next where a connection is refused. */
final class Balancer implements AutoCloseable {

    private static final long LOOKS_EVERY_MILLIS = 100;
    private static final int TRIES = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(2);
    private final List<ApplicationProcess> nodes;
    private final Map<ApplicationProcess, Boolean> healthy = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** @param nodes their addresses stay the same when they are started again */
    Balancer(ApplicationProcess... nodes) {
        this.nodes = List.of(nodes);
        this.nodes.forEach(node -> {
            healthy.put(node, true);
            ScheduledFuture<?> unused = looks.scheduleWithFixedDelay(
                    () -> healthy.put(node, isHealthy(node)), 0, LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private boolean isHealthy(ApplicationProcess node) {
        try {
            URI health = URI.create(
                    "http://localhost:" + node.environment().getProperty("local.server.port") + "/actuator/health");
            return http.send(
                                    HttpRequest.newBuilder(health)
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (java.io.IOException away) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where a node does not even take the connection, nothing was sent, and the next one is asked. */
    <T> T ask(Function<Drive, T> request) {
        IllegalStateException refused = new IllegalStateException("No node is healthy.");
        for (int tried = 0; tried < TRIES; tried++) {
            ApplicationProcess node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
            if (Boolean.TRUE.equals(healthy.get(node))) {
                try {
                    return request.apply(node.drive());
                } catch (IllegalStateException e) {
                    if (!(e.getCause() instanceof ConnectException)) {
                        throw e;
                    }
                    refused = e;
                }
            }
        }
        throw refused;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
