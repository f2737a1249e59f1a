package org.handover.app.start;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The folder that holds what a first run made for itself; {@code ./data} unless {@code handover.data} says otherwise. */
final class DataFolder {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;

    DataFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
        makeDirectory(this.root);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Path directory(String name) {
        return makeDirectory(root.resolve(name));
    }

    Optional<String> read(String name) {
        try {
            Path file = path(name);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw cannot("read", path(name), e);
        }
    }

    /** Writes a file that nobody but its owner may read. */
    void write(String name, String content) {
        try {
            Path file = path(name);
            Path folder = makeDirectory(Objects.requireNonNull(file.getParent()));
            Path fresh = Files.createTempFile(folder, ".new-", null);
            if (Files.getFileAttributeView(fresh, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.write(fresh, content.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw cannot("write", path(name), e);
        }
    }

    /**
     * Keeps other processes from running what lies in this folder, until this one ends or closes it.
     *
     * @throws CannotStartException if another one does already
     */
    FileChannel claim() {
        Path file = path("running.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isElsewhere(channel)) {
                throw new CannotStartException(
                        "Another Handover is running with the folder %s. Nothing was started.".formatted(root),
                        "Stop that one, or give this one a folder and a port of its own: HANDOVER_DATA and SERVER_PORT.");
            }
            return channel;
        } catch (IOException e) {
            throw cannot("write", file, e);
        }
    }

    private static boolean isElsewhere(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /** Of what a process wrote before it ended. */
    static String lastLines(Path log) {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 6), lines.size()));
        } catch (IOException e) {
            return "(%s cannot be read)".formatted(log);
        }
    }

    private static CannotStartException cannot(String what, Path path, IOException e) {
        return new CannotStartException(
                "Cannot %s %s (%s).".formatted(what, path, reason(e)),
                "See that the disk has room and that the account which runs Handover may write there, or name another folder: HANDOVER_DATA.",
                e);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : e.getClass().getSimpleName();
    }

    /** A password of this installation between its own processes: made once, kept in a file. */
    String internalPassword(String name) {
        return read("passwords/" + name).orElseGet(() -> {
            String made = madeUpPassword(24);
            write("passwords/" + name, made);
            return made;
        });
    }

    static String madeUpPassword(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static Path makeDirectory(Path directory) {
        try {
            if (Files.isDirectory(directory)) {
                return directory;
            }
            Files.createDirectories(directory);
            if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            return directory;
        } catch (IOException e) {
            throw cannot("make the folder", directory, e);
        }
    }
}
