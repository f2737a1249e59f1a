package org.handover.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.handover.console.ConsoleException;
import org.handover.sso.WindowsPath;

/** Files of one server over SFTP, with the rights of the logon (docs/windows-consoles.md, Language and files). */
final class Files {
    private final Connection connection;

    Files(Connection connection) {
        this.connection = connection;
    }

    /** What is done with an SFTP channel. */
    @FunctionalInterface
    private interface Transfer<T> {
        T with(SftpClient sftp) throws IOException, ConsoleException;
    }

    byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
        return transfer(file, false, sftp -> {
            try (InputStream in = sftp.read(remote(file))) {
                byte[] content = in.readNBytes(maxBytes);
                if (in.read() >= 0) {
                    throw new ConsoleException.TransferFailed(
                            file + " on " + connection.address().server() + " is larger than " + maxBytes
                                    + " bytes and was not read.",
                            false);
                }
                return content;
            }
        });
    }

    void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
        transfer(file, true, sftp -> {
            try (OutputStream out = sftp.write(
                    remote(file),
                    SftpClient.OpenMode.Write,
                    SftpClient.OpenMode.Create,
                    SftpClient.OpenMode.Truncate)) {
                out.write(content);
            }
            return true;
        });
    }

    boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
        try {
            return transfer(file, false, sftp -> {
                sftp.stat(remote(file));
                return true;
            });
        } catch (ConsoleException.FileNotFound e) {
            return false;
        }
    }

    void delete(WindowsPath file) throws ConsoleException, InterruptedException {
        try {
            transfer(file, true, sftp -> {
                sftp.remove(remote(file));
                return true;
            });
        } catch (ConsoleException.FileNotFound e) {
            // It is as it should be.
        }
    }

    private <T> T transfer(WindowsPath file, boolean changes, Transfer<T> transfer)
            throws ConsoleException, InterruptedException {
        boolean opened = false;
        try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(connection.session())) {
            opened = true;
            return transfer.with(sftp);
        } catch (SftpException e) {
            throw refused(file, e, changes);
        } catch (SocketTimeoutException e) {
            // By its class it would be an interrupt, and nobody interrupted.
            throw broken(file, opened, changes);
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw broken(file, opened, changes);
        }
    }

    private ConsoleException broken(WindowsPath file, boolean opened, boolean changes) {
        return opened
                ? new ConsoleException.TransferFailed(
                        "The connection to " + connection.address().server() + " was lost or fell silent while " + file
                                + (changes ? " was being changed; check the file." : " was being read."),
                        changes)
                : connection.unreachable("it opens no channel for files");
    }

    private ConsoleException refused(WindowsPath file, SftpException e, boolean changes) {
        String where = file + " on " + connection.address().server();
        return switch (e.getStatus()) {
            case SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH ->
                new ConsoleException.FileNotFound("There is no " + where + "; check the path.");
            case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT ->
                new ConsoleException.AccessDenied(
                        "The account may not do that to " + where + "; check the rights on the file and its folder.");
            default ->
                new ConsoleException.TransferFailed(
                        "The server refused a transfer of " + where + " with SFTP status " + e.getStatus() + ".",
                        changes);
        };
    }

    /** As OpenSSH for Windows names it: {@code /C:/Restore/SSO01.bak}. */
    private static String remote(WindowsPath file) {
        return '/' + file.value().replace('\\', '/');
    }
}
