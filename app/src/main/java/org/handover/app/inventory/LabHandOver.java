package org.handover.app.inventory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** What the lab tells whoever started it: where its servers are, who they are, and the restore file. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LabHandOver(
        long pid,
        String http,
        String token,
        String ssoSystem,
        String account,
        String masterSecretServer,
        List<Server> servers,
        BackupFile restoreFile) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Server(String name, String host, int port, String hostKey) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record BackupFile(String path, String sha256, String msid) {}

    @Override
    public String toString() {
        return "lab %d at %s".formatted(pid, http);
    }
}
