package org.handover.lab.entsso;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.handover.lab.windows.DiskFullException;
import org.handover.lab.windows.Invocation;

/** Files that a tool's own process reads and writes on its server's disk. */
final class ServerFiles {

    private static final int MOST_BYTES = 4 << 20;

    private ServerFiles() {}

    static byte[] read(Invocation invocation, String windowsPath) throws SsoError {
        try {
            Path file = invocation.server().disk().resolve(windowsPath, invocation.currentDirectory());
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
            }
            return invocation.server().files(invocation.logon()).read(file);
        } catch (IOException | IllegalArgumentException cannotBeOpened) {
            throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
        }
    }

    /** The file is there whole or not at all; one of that name is replaced. */
    static void write(Invocation invocation, String windowsPath, byte[] bytes) throws SsoError {
        try {
            Path file = invocation.server().disk().resolve(windowsPath, invocation.currentDirectory());
            if (Files.isDirectory(file)) {
                throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
            invocation.server().disk().take(bytes.length, file);
            invocation.server().files(invocation.logon()).requireWrite(file);
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (DiskFullException full) {
            throw SsoError.of(SsoError.Code.DISK_FULL);
        } catch (IOException | IllegalArgumentException cannotBeWritten) {
            throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
        }
    }

    /** As the events name it: the whole path, also where it was typed without. */
    static String fullName(Invocation invocation, String windowsPath) throws SsoError {
        try {
            return invocation.server().disk().canonical(windowsPath, invocation.currentDirectory());
        } catch (IllegalArgumentException noSuchPlace) {
            throw SsoError.of(SsoError.Code.FILE_NOT_OPENED);
        }
    }
}
