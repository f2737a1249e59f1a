package org.handover.lab.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which SSO systems a lab is made of. A file says so ({@code lab/topology.example.yml}); without one it is CONTOSO. */
record Topology(List<SystemPlan> systems) {

    /**
     * One SSO system as it is to be founded.
     *
     * @param down who is without power at the first start
     * @param bizTalkHosts the servers that a BizTalk host runs on
     * @param pollSeconds how often its services ask the database and the master, or null for the lab's own setting
     * @param servers what is particular about a server, by its name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystemPlan(
            String name,
            String domain,
            String sqlServer,
            String database,
            String serviceAccount,
            String master,
            List<String> members,
            List<String> down,
            List<String> bizTalkHosts,
            @Nullable Double pollSeconds,
            Map<String, ServerPlan> servers) {

        /** The master first. */
        List<String> serverNames() {
            return Stream.concat(Stream.of(master), members.stream()).toList();
        }

        ServerPlan server(String server) {
            return servers.getOrDefault(server, new ServerPlan(null, null));
        }

        /** Whether the other plan describes a system that was founded as this one was; the rest may change at any start. */
        boolean isFoundedLike(SystemPlan other) {
            return domain.equals(other.domain)
                    && sqlServer.equals(other.sqlServer)
                    && database.equals(other.database)
                    && serviceAccount.equals(other.serviceAccount)
                    && serverNames().equals(other.serverNames())
                    && bizTalkHosts.equals(other.bizTalkHosts);
        }
    }

    /**
     * What is particular about one server.
     *
     * @param language of its messages, or null for English
     * @param defaultShell Windows path of what sshd starts, or null for cmd.exe
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ServerPlan(@Nullable String language, @Nullable String defaultShell) {}

    static Topology contoso() {
        return new Topology(List.of(new SystemPlan(
                "CONTOSO",
                "CONTOSO",
                "SQL01",
                "SSODB",
                "CONTOSO\\svc-entsso",
                "SSO01",
                List.of("SSO02", "SSO03"),
                List.of("SSO01"),
                List.of("SSO02", "SSO03"),
                null,
                Map.of())));
    }

    /** @throws LabCannotStartException with a sentence that names the line */
    static Topology read(Path file) throws LabCannotStartException {
        try {
            return new TopologyFile(file.toString(), Files.readString(file)).topology();
        } catch (IOException unreadable) {
            throw new LabCannotStartException("The topology file " + file + " cannot be read.");
        }
    }

    /** What the systems that are kept were founded as has to be what is wanted now; new ones may come. */
    List<SystemPlan> withKept(List<SystemPlan> kept) throws LabCannotStartException {
        List<SystemPlan> all = new ArrayList<>();
        for (SystemPlan wanted : systems) {
            for (SystemPlan there : kept) {
                if (there.name().equals(wanted.name()) && !there.isFoundedLike(wanted)) {
                    throw new LabCannotStartException("The SSO system " + wanted.name()
                            + " was founded with other servers, accounts or names than the topology file says now: "
                            + "take that back, or delete the lab's folder to begin anew.");
                }
            }
            all.add(wanted);
        }
        for (SystemPlan there : kept) {
            if (systems.stream().noneMatch(wanted -> wanted.name().equals(there.name()))) {
                throw new LabCannotStartException(
                        "The lab keeps the SSO system " + there.name()
                                + ", which the topology file no longer names: name it, or delete the lab's folder to begin anew.");
            }
        }
        return all;
    }
}
