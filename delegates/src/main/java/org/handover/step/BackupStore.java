package org.handover.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder outside the servers in which restore files are kept, as an offline copy is (a port: the application is told which). */
@FunctionalInterface
public interface BackupStore {

    /** A backup is a few hundred bytes to a few kilobytes; whatever is larger is something else. */
    int LARGEST = 1024 * 1024;

    /** Empty where no such folder is configured. */
    Optional<Path> folder();

    /** Where a file of this name lies in the store; empty where there is no store, or the name could lead out of it. */
    default Optional<Path> file(String name) {
        return Pattern.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", name)
                ? folder().map(folder -> folder.resolve(name))
                : Optional.empty();
    }

    /** The content of a file; empty where there is none of this name that could be a backup. */
    default Optional<byte[]> read(String name) throws IOException {
        Optional<Path> file = file(name);
        return file.isPresent() && Files.isRegularFile(file.get()) && Files.size(file.get()) <= LARGEST
                ? Optional.of(Files.readAllBytes(file.get()))
                : Optional.empty();
    }

    /** Keeps a file, readable for its owner only; it is there whole or not at all. */
    default void keep(String name, byte[] content) throws IOException {
        Path file = file(name).orElseThrow(() -> new IOException("There is no store for restore files."));
        Path beside = Files.createTempFile(file.getParent(), "incoming", ".bak");
        if (Files.getFileStore(beside).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
