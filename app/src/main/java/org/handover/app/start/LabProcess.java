package org.handover.app.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handover.app.inventory.LabHandOver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lab of a first run: a process of its own, which outlives an application that is killed and is then found again. The
 * application knows it only by what it hands over in {@code lab.json}.
 */
final class LabProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LabProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Path home;
    private final Path handOver;
    private final ProcessHandle process;

    private LabProcess(Path home, ProcessHandle process) {
        this.home = home;
        this.handOver = home.resolve("lab.json");
        this.process = process;
    }

    /** Whether the lab of this installation was set up before; its restore password is then what it was. */
    static boolean isSetUp(DataFolder data) {
        return Files.exists(data.path("lab").resolve("setup.json"));
    }

    /** Finds the lab that runs for this installation, or starts one. */
    static LabProcess findOrStart(DataFolder data, String classPath, Map<String, String> environment) {
        Path home = data.directory("lab");
        String database = environment.getOrDefault("HANDOVER_LAB_DB_URL", "");
        Optional<ProcessHandle> running = findRunning(home.resolve("lab.json"));
        if (running.isPresent()) {
            if (data.read("lab.database").equals(Optional.of(database))) {
                LOG.info(
                        "Found this installation's lab running as process {}.",
                        running.get().pid());
                return new LabProcess(home, running.get());
            }
            stop(running.get());
        }
        data.write("lab.database", database);
        return new LabProcess(home, start(home, classPath, environment));
    }

    /** Waits until the lab has handed over its inventory. */
    LabHandOver handOver() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<LabHandOver> handedOver = read(handOver);
            if (handedOver.isPresent() && handedOver.get().pid() == process.pid() && answers(handedOver.get())) {
                return handedOver.get();
            }
            try {
                process.onExit().get(100, TimeUnit.MILLISECONDS);
                throw notReady("ended before it was ready");
            } catch (TimeoutException stillStarting) {
                // looked at again
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the lab started.", e);
            }
        }
        throw notReady("was not ready after %d s".formatted(START_LIMIT.toSeconds()));
    }

    private CannotStartException notReady(String how) {
        Path log = home.resolve("lab.log");
        return new CannotStartException(
                "The lab of the first run %s. The last that it said:%n%s".formatted(how, DataFolder.lastLines(log)),
                "Put right what it names and start again; %s has all that it said.".formatted(log));
    }

    @Override
    public void close() {
        stop(process);
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            LOG.warn("The lab did not stop: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessHandle start(Path home, String classPath, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "org.handover.lab.LabMain");
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().put("HANDOVER_LAB_HOME", home.toString());
        builder.environment().putAll(environment);
        File log = home.resolve("lab.log").toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        try {
            return builder.start().toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException("The lab could not be started: " + e.getMessage(), e);
        }
    }

    private static Optional<ProcessHandle> findRunning(Path handOver) {
        return read(handOver).filter(LabProcess::answers).flatMap(handedOver -> ProcessHandle.of(handedOver.pid()));
    }

    private static Optional<LabHandOver> read(Path handOver) {
        if (!Files.exists(handOver)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readValue(handOver.toFile(), LabHandOver.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean answers(LabHandOver lab) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(lab.http() + "/inventory"))
                .header("Authorization", "Bearer " + lab.token())
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            HttpClient client = HttpClient.newHttpClient();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
