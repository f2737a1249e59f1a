package org.handover.lab.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.handover.lab.entsso.OwnerOnlyFile;

/** The folder that a lab keeps everything in: readable for its owner only, and used by one process at a time. */
final class LabFolder implements AutoCloseable {

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final StateFolder folder;
    private final FileChannel channel;
    private final FileLock lock;

    private LabFolder(StateFolder folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws LabCannotStartException when another lab uses the folder, or it cannot be written to */
    static LabFolder open(Path path) throws LabCannotStartException {
        try {
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
            return new LabFolder(new StateFolder(path), channel, lock);
        } catch (IOException unusable) {
            throw new LabCannotStartException(
                    "The lab's folder " + path + " cannot be used: it has to be one that this user may write to.");
        }
    }

    Path path() {
        return folder.path();
    }

    StateFolder sub(String name) {
        return folder.sub(name);
    }

    Path file(String name) {
        return folder.file(name);
    }

    <T> Optional<T> read(String name, Class<T> type) throws IOException {
        return folder.read(name, type);
    }

    void write(String name, Object content) throws IOException {
        folder.write(name, content);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
