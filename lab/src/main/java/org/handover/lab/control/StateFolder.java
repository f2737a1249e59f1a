package org.handover.lab.control;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.handover.lab.entsso.FolderTree;
import org.handover.lab.entsso.OwnerOnlyFile;

/** A folder of files that are there whole or not at all, and readable for their owner only. */
record StateFolder(Path path) {

    StateFolder sub(String name) {
        return new StateFolder(path.resolve(name));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(path.resolve(name));
    }

    <T> Optional<T> read(String name, Class<T> type) throws IOException {
        Path file = path.resolve(name);
        return Files.exists(file)
                ? Optional.of(LabFolder.JSON.readValue(Files.readAllBytes(file), type))
                : Optional.empty();
    }

    void write(String name, Object content) throws IOException {
        OwnerOnlyFile.closeFolder(path);
        OwnerOnlyFile.replace(path.resolve(name), LabFolder.JSON.writeValueAsBytes(content));
    }

    void delete(String name) throws IOException {
        FolderTree.delete(path.resolve(name));
    }

    void delete() throws IOException {
        FolderTree.delete(path);
    }

    /** Copies all that is in this folder to another one. */
    void copyTo(StateFolder target) throws IOException {
        OwnerOnlyFile.closeFolder(target.path());
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(target.path().resolve(path.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.path().resolve(path.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
