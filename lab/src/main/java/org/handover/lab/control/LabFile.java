package org.handover.lab.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code lab.json}: how to reach a lab that is ready. The same without token and process id is what {@code GET /inventory}
 * answers.
 *
 * @param http base address of the control interface
 * @param account who the console logs on as
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LabFile(
        @Nullable Long pid,
        String http,
        @Nullable String token,
        String startedAt,
        String ssoSystem,
        String account,
        String masterSecretServer,
        List<Server> servers,
        RestoreFile restoreFile) {

    /** @param hostKey as in a known_hosts file, without the host */
    record Server(String name, String host, int port, String hostKey) {}

    /** @param sha256 of the file, in hex */
    record RestoreFile(String path, String sha256, String msid) {}

    LabFile asInventory() {
        return new LabFile(null, http, null, startedAt, ssoSystem, account, masterSecretServer, servers, restoreFile);
    }
}
