package org.handover.lab.windows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.handover.lab.windows.FileRights.Right;

/**
 * Drive C with the rights of one logon: what it may not do is an {@link AccessDeniedException}, what does not fit any more a
 * {@link DiskFullException}. Paths come from {@link Disk#resolve}. Source: docs/windows-consoles.md, Language and files.
 */
public final class FileAccess {
    private final Disk disk;
    private final FileRights rights;
    private final Logon logon;

    FileAccess(Disk disk, FileRights rights, Logon logon) {
        this.disk = disk;
        this.rights = rights;
        this.logon = logon;
    }

    public byte[] read(Path file) throws IOException {
        requireRead(file);
        return Files.readAllBytes(file);
    }

    /** Writes a whole file anew. */
    public void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(content);
        }
    }

    /** Opens a file for writing; {@code WRITE} goes without saying. */
    public OutputStream open(Path file, OpenOption... how) throws IOException {
        requireWrite(file);
        OpenOption[] options = new OpenOption[how.length + 1];
        System.arraycopy(how, 0, options, 0, how.length);
        options[how.length] = StandardOpenOption.WRITE;
        OutputStream out = Files.newOutputStream(file, options);
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                disk.take(1, file);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                disk.take(length, file);
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    public void createFolder(String windowsPath, String currentDirectory) throws IOException {
        requireWrite(disk.resolve(windowsPath, currentDirectory));
        disk.createDirectory(windowsPath, currentDirectory);
    }

    public void delete(Path path) throws IOException {
        require(path, Right.MODIFY);
        Files.delete(path);
        rights.forget(path);
    }

    /** A copy inherits from the folder that it comes into. */
    public void copy(Path from, Path to) throws IOException {
        requireRead(from);
        requireWrite(to);
        disk.take(Files.size(from), to);
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    public void move(Path from, Path to) throws IOException {
        require(from, Right.MODIFY);
        requireWrite(to);
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        rights.moved(from, to);
    }

    /** Whether the logon may see a file's content. A file that does not exist may be looked for. */
    public boolean mayRead(Path path) {
        return rights.allows(logon, path, Right.READ);
    }

    public boolean mayWrite(Path path) {
        return rights.allows(logon, path, Right.MODIFY);
    }

    public void requireRead(Path path) throws AccessDeniedException {
        require(path, Right.READ);
    }

    /** To write what does not exist yet is a right at the folder that it would be in. */
    public void requireWrite(Path path) throws AccessDeniedException {
        require(path, Right.MODIFY);
    }

    private void require(Path path, Right right) throws AccessDeniedException {
        if (!rights.allows(logon, path, right)) {
            throw new AccessDeniedException(disk.windowsPath(path), null, "Access is denied");
        }
    }
}
