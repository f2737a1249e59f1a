package org.handover.lab.entsso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.handover.lab.windows.WindowsServer;

/** Makes backup files that are not what they should be, for rehearsals of what goes wrong with them. */
public final class BackupWorkshop {

    private final WindowsServer server;
    private final String password;
    private final SecureRandom random = new SecureRandom();

    public BackupWorkshop(WindowsServer server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * A file that was made.
     *
     * @param msid the current MSID that its header names
     */
    public record Made(String sha256, String msid) {}

    /** A good backup, under the same password, of a secret that belongs to no system here. */
    public Made unrelated(String windowsPath) throws IOException {
        SecretPair pair = new SecretPair(MasterSecret.generate(random), null);
        byte[] bytes = BackupFile.write(
                pair,
                password,
                "As for the other file",
                server.name(),
                server.clock().instant(),
                random);
        return write(windowsPath, bytes, pair.current().msid().toString());
    }

    /** A copy of a backup whose encrypted line has one other character in it; its header can still be read. */
    public Made damaged(String windowsPath, String windowsPathOfGoodFile) throws IOException {
        String text = Files.readString(server.disk().resolve(windowsPathOfGoodFile, "C:\\"), StandardCharsets.UTF_8);
        String[] lines = text.split("\r\n", -1);
        if (lines.length < 3 || lines[2].isEmpty()) {
            throw new IOException("The file " + windowsPathOfGoodFile + " is no backup.");
        }
        char[] body = lines[2].toCharArray();
        body[body.length / 2] = body[body.length / 2] == 'A' ? 'B' : 'A';
        lines[2] = new String(body);
        byte[] bytes = String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
        try {
            return write(windowsPath, bytes, BackupFile.read(bytes).header().currentMsid());
        } catch (BackupFile.NotABackupException notAGoodFile) {
            throw new IOException("The file " + windowsPathOfGoodFile + " is no backup.", notAGoodFile);
        }
    }

    private Made write(String windowsPath, byte[] bytes, String msid) throws IOException {
        Path file = server.disk().resolve(windowsPath, "C:\\");
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(file, bytes);
        return new Made(Sha256.hexOf(bytes), msid);
    }
}
