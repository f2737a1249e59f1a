package org.handover.lab.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.handover.lab.windows.FileAccess;
import org.handover.lab.windows.WindowsServer;

/**
 * Drive C as SFTP sees it, with the rights of the logon: {@code /C:/Restore/SSO01.bak}, {@code C:/Restore/SSO01.bak}, or a name
 * in the logon's own folder. There are no links, and no permissions that a client could set. What is written counts as a change.
 */
final class DiskSftp implements SftpFileSystemAccessor {
    private final WindowsServer server;

    DiskSftp(WindowsServer server) {
        this.server = server;
    }

    /** A name that Windows does not allow is one of a file that is not there, as for Windows' own sftp-server. */
    @Override
    public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path rootDir, String remotePath)
            throws NoSuchFileException {
        try {
            return server.disk()
                    .resolve(
                            remotePath.isEmpty() ? "." : remotePath,
                            server.homeDirectory(SshFrontDoor.logonOf(subsystem.getServerSession())));
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(remotePath);
        }
    }

    @Override
    public void putRemoteFileName(
            SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName) throws IOException {
        boolean whole = path.isAbsolute() && name.equals(path.toString());
        String given = whole ? "/" + server.disk().windowsPath(path).replace('\\', '/') : name;
        SftpFileSystemAccessor.super.putRemoteFileName(subsystem, path, buffer, given, shortName);
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        hesitate();
        if (writes(options)) {
            files(subsystem).requireWrite(file);
        } else {
            files(subsystem).requireRead(file);
        }
        SeekableByteChannel opened =
                SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attributes);
        return new BoundedChannel(opened, server.disk(), file);
    }

    @Override
    public void syncFileData(
            SftpSubsystemProxy subsystem, FileHandle fileHandle, Path file, String handle, Channel channel)
            throws IOException {
        SftpFileSystemAccessor.super.syncFileData(
                subsystem,
                fileHandle,
                file,
                handle,
                channel instanceof BoundedChannel bounded ? bounded.opened() : channel);
    }

    @Override
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy subsystem, DirectoryHandle dirHandle, Path dir, String handle, LinkOption... linkOptions)
            throws IOException {
        hesitate();
        files(subsystem).requireRead(dir);
        return SftpFileSystemAccessor.super.openDirectory(subsystem, dirHandle, dir, handle, linkOptions);
    }

    @Override
    public void closeFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Channel channel,
            Set<? extends OpenOption> options)
            throws IOException {
        SftpFileSystemAccessor.super.closeFile(subsystem, fileHandle, file, handle, channel, options);
        if (writes(options)) {
            changed("file written ", file);
        }
    }

    @Override
    public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new NoSuchFileException(server.disk().windowsPath(path));
        }
        files(subsystem).createFolder(server.disk().windowsPath(path), "C:\\");
        changed("folder made ", path);
    }

    @Override
    public void renameFile(SftpSubsystemProxy subsystem, Path oldPath, Path newPath, Collection<CopyOption> options)
            throws IOException {
        if (Files.exists(newPath) && !options.contains(StandardCopyOption.REPLACE_EXISTING)) {
            throw new FileAlreadyExistsException(server.disk().windowsPath(newPath));
        }
        files(subsystem).move(oldPath, newPath);
        changed("file renamed ", newPath);
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory) throws IOException {
        files(subsystem).delete(path);
        changed("file deleted ", path);
    }

    @Override
    public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symLink) throws IOException {
        throw new AccessDeniedException(server.disk().windowsPath(link), null, "There are no links here");
    }

    @Override
    public void setFilePermissions(
            SftpSubsystemProxy subsystem, Path file, Set<PosixFilePermission> permissions, LinkOption... options) {
        // Windows' sftp-server takes a mode and changes nothing.
    }

    @Override
    public void setFileOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {
        // As above.
    }

    @Override
    public void setGroupOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {
        // As above.
    }

    @Override
    public void setFileAccessControl(
            SftpSubsystemProxy subsystem, Path file, List<AclEntry> acl, LinkOption... options) {
        // As above.
    }

    private FileAccess files(SftpSubsystemProxy subsystem) {
        return server.files(SshFrontDoor.logonOf(subsystem.getServerSession()));
    }

    private void hesitate() throws IOException {
        try {
            server.hesitate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static boolean writes(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    }

    private void changed(String what, Path path) {
        server.commandLog().changed(what + server.disk().windowsPath(path));
    }
}
