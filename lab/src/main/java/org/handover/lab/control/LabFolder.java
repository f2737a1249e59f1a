package org.handover.lab.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.handover.lab.entsso.OwnerOnlyFile;

/** The folder that a lab keeps everything in: readable for its owner only, and used by one process at a time. */
final class LabFolder implements AutoCloseable {

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private LabFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws LabCannotStartException when another lab uses the folder */
    static LabFolder open(Path path) throws IOException, LabCannotStartException {
        OwnerOnlyFile.closeFolder(path);
        FileChannel channel =
                FileChannel.open(path.resolve("lab.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new LabCannotStartException("Another lab is running in " + path + ".");
        }
        return new LabFolder(path, channel, lock);
    }

    Path server(String name) {
        return path.resolve("servers").resolve(name);
    }

    Path hostKey(String name) {
        return path.resolve("host-keys").resolve(name + ".key");
    }

    Path file(String name) {
        return path.resolve(name);
    }

    <T> Optional<T> read(String name, Class<T> type) throws IOException {
        Path file = path.resolve(name);
        return Files.exists(file) ? Optional.of(JSON.readValue(Files.readAllBytes(file), type)) : Optional.empty();
    }

    /** The file is there whole or not at all, and readable for its owner only. */
    void write(String name, Object content) throws IOException {
        OwnerOnlyFile.replace(path.resolve(name), JSON.writeValueAsBytes(content));
    }

    void delete(String name) throws IOException {
        Path gone = path.resolve(name);
        if (!Files.exists(gone)) {
            return;
        }
        Files.walkFileTree(gone, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
