package org.handover.lab.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a lab: fixed ones from a base port, or free ones that are remembered and used again while they are free.
 *
 * @param ssh by server
 */
record Ports(int http, Map<String, Integer> ssh) {

    private static final String FILE = "ports.json";

    int ssh(String server) {
        Integer port = ssh.get(server);
        if (port == null) {
            throw new IllegalArgumentException("No port was chosen for " + server + ".");
        }
        return port;
    }

    static Ports choose(LabFolder folder, InetAddress bind, Optional<Integer> base, List<String> servers)
            throws IOException, LabCannotStartException {
        Ports chosen = base.isPresent()
                ? fixed(bind, base.get(), servers)
                : free(bind, folder.read(FILE, Ports.class).orElse(new Ports(0, Map.of())), servers);
        folder.write(FILE, chosen);
        return chosen;
    }

    private static Ports fixed(InetAddress bind, int base, List<String> servers) throws LabCannotStartException {
        requireFree(bind, base, "the control interface");
        Map<String, Integer> ssh = new TreeMap<>();
        for (String server : servers) {
            int port = base + 1 + ssh.size();
            requireFree(bind, port, server);
            ssh.put(server, port);
        }
        return new Ports(base, ssh);
    }

    private static Ports free(InetAddress bind, Ports before, List<String> servers) throws IOException {
        Set<Integer> taken = new HashSet<>(before.ssh().values());
        taken.add(before.http());
        int http = rememberedOrFree(bind, before.http(), taken);
        Map<String, Integer> ssh = new TreeMap<>();
        for (String server : servers) {
            ssh.put(server, rememberedOrFree(bind, before.ssh().get(server), taken));
        }
        return new Ports(http, ssh);
    }

    private static int rememberedOrFree(InetAddress bind, @Nullable Integer before, Set<Integer> taken)
            throws IOException {
        if (before != null && before != 0 && isFree(bind, before)) {
            return before;
        }
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, bind)) {
                if (taken.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static void requireFree(InetAddress bind, int port, String whose) throws LabCannotStartException {
        if (!isFree(bind, port)) {
            throw new LabCannotStartException("Port " + port + ", which is for " + whose + ", is taken.");
        }
    }

    private static boolean isFree(InetAddress bind, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
