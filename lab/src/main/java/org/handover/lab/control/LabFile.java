package org.handover.lab.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code lab.json}: how to reach a lab that is ready. The same without token and process id is what {@code GET /inventory}
 * answers. What stands beside {@code systems} is the first system's.
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
        RestoreFile restoreFile,
        List<SystemInventory> systems) {

    /** @param hostKey as in a known_hosts file, without the host */
    record Server(String name, String host, int port, String hostKey) {}

    /** @param sha256 of the file, in hex */
    record RestoreFile(String path, String sha256, String msid) {}

    /**
     * One SSO system of the lab.
     *
     * @param name what the control interface knows it by; a twin has a name of its own
     * @param twinOf the system that it is a twin of
     * @param ssoSystem what its servers believe that it is called; the same for a twin and its original
     * @param masterSecretServer who was founded as the master secret server
     * @param restorePassword of the restore file, only in the answer to whoever made a twin
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystemInventory(
            String name,
            @Nullable String twinOf,
            String ssoSystem,
            String account,
            String masterSecretServer,
            List<Server> servers,
            RestoreFile restoreFile,
            @Nullable String restorePassword) {

        SystemInventory with(String password) {
            return new SystemInventory(
                    name, twinOf, ssoSystem, account, masterSecretServer, servers, restoreFile, password);
        }
    }

    static LabFile of(
            @Nullable Long pid, String http, @Nullable String token, String startedAt, List<SystemInventory> systems) {
        SystemInventory first = systems.get(0);
        return new LabFile(
                pid,
                http,
                token,
                startedAt,
                first.ssoSystem(),
                first.account(),
                first.masterSecretServer(),
                first.servers(),
                first.restoreFile(),
                systems);
    }

    LabFile asInventory() {
        return of(null, http, null, startedAt, systems);
    }
}
