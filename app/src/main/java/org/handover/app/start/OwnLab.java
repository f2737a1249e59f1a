package org.handover.app.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.handover.app.inventory.LabHandOver;
import org.jspecify.annotations.Nullable;

/** The lab that a first run demonstrates on, if there is one: started by this application, or handed over by another. */
final class OwnLab {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final @Nullable Supplier<LabHandOver> handOver;
    private final @Nullable ConsoleKey key;
    private final @Nullable LabProcess process;
    private @Nullable String madeUpRestorePassword;

    private OwnLab(
            @Nullable Supplier<LabHandOver> handOver,
            @Nullable ConsoleKey key,
            @Nullable LabProcess process,
            @Nullable String madeUpRestorePassword) {
        this.handOver = handOver;
        this.key = key;
        this.process = process;
        this.madeUpRestorePassword = madeUpRestorePassword;
    }

    static OwnLab none() {
        return new OwnLab(null, null, null, null);
    }

    static OwnLab started(LabProcess process, ConsoleKey key, @Nullable String madeUpRestorePassword) {
        return new OwnLab(process::handOver, key, process, madeUpRestorePassword);
    }

    static OwnLab elsewhere(Path handedOver, ConsoleKey key) {
        return new OwnLab(() -> read(handedOver), key, null, null);
    }

    boolean isThere() {
        return handOver != null;
    }

    Optional<LabProcess> process() {
        return Optional.ofNullable(process);
    }

    /** Waits for a lab that is still starting; empty where there is none. */
    Optional<LabHandOver> handOver() {
        return Optional.ofNullable(handOver).map(Supplier::get);
    }

    Optional<Path> privateKey() {
        return Optional.ofNullable(key).map(ConsoleKey::privateKey);
    }

    /** The restore password that this start made up, to be printed once. */
    Optional<String> takeMadeUpRestorePassword() {
        Optional<String> taken = Optional.ofNullable(madeUpRestorePassword);
        madeUpRestorePassword = null;
        return taken;
    }

    private static LabHandOver read(Path handedOver) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(handedOver) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        try {
            return new ObjectMapper().readValue(handedOver.toFile(), LabHandOver.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The lab has not handed over its inventory in %s: %s".formatted(handedOver, e.getMessage()), e);
        }
    }
}
