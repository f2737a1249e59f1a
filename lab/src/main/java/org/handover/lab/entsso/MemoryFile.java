package org.handover.lab.entsso;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a service's memory over a restart of the lab's own process, which to the emulated server is what suspending is to a
 * virtual machine. Readable for its owner only; gone as soon as the service stops or its server loses power.
 */
final class MemoryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    MemoryFile(Path file) {
        this.file = file;
    }

    private record Kept(
            boolean tookMasterRole,
            @Nullable KeptSecret current,
            @Nullable KeptSecret previous,
            boolean registryUnreadable,
            boolean secretServerLost,
            @Nullable String databaseLostSince,
            boolean offline,
            @Nullable Boolean ssoEnabled) {}

    private record KeptSecret(String msid, String keyInBase64) {}

    void write(ServiceMemory memory) {
        SecretPair secrets = memory.secrets();
        Kept kept = new Kept(
                memory.tookMasterRole(),
                secrets == null ? null : kept(secrets.current()),
                secrets == null || secrets.previous() == null ? null : kept(secrets.previous()),
                memory.registryUnreadable(),
                memory.secretServerLost(),
                memory.databaseLostSince() == null
                        ? null
                        : memory.databaseLostSince().toString(),
                memory.offline(),
                memory.ssoEnabled());
        try {
            OwnerOnlyFile.replace(file, JSON.writeValueAsBytes(kept));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The memory of a service cannot be kept.", unwritable);
        }
    }

    Optional<ServiceMemory> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Kept kept = JSON.readValue(Files.readAllBytes(file), Kept.class);
            SecretPair secrets = kept.current() == null
                    ? null
                    : new SecretPair(secret(kept.current()), kept.previous() == null ? null : secret(kept.previous()));
            return Optional.of(new ServiceMemory(
                    kept.tookMasterRole(),
                    secrets,
                    kept.registryUnreadable(),
                    kept.secretServerLost(),
                    kept.databaseLostSince() == null ? null : Instant.parse(kept.databaseLostSince()),
                    kept.offline(),
                    kept.ssoEnabled() == null || kept.ssoEnabled()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The kept memory of a service cannot be read.", unreadable);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException undeletable) {
            throw new UncheckedIOException("The kept memory of a service cannot be deleted.", undeletable);
        }
    }

    private static KeptSecret kept(MasterSecret secret) {
        return new KeptSecret(secret.msid().toString(), Base64.getEncoder().encodeToString(secret.key()));
    }

    private static MasterSecret secret(KeptSecret kept) {
        return new MasterSecret(Msid.parse(kept.msid()), Base64.getDecoder().decode(kept.keyInBase64()));
    }
}
