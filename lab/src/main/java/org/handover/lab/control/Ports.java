package org.handover.lab.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a lab: consecutive ones from a base port, or free ones that are remembered and used again while they are free.
 * A twin gets free ones, behind the base port where there is one.
 */
final class Ports {

    private static final String FILE = "ports.json";
    private static final int HIGHEST = 65_535;
    private static final int LOWEST_FREE = 20_000;
    private static final int HIGHEST_FREE = 32_700;

    /**
     * @param base the base port that they were chosen with, 0 for none
     * @param ssh by {@code system/server}
     */
    private record Kept(int base, int http, Map<String, Integer> ssh) {}

    private final LabFolder folder;
    private final InetAddress bind;
    private final Optional<Integer> base;
    private final Map<String, Integer> ssh = new TreeMap<>();
    private final int http;

    private Ports(LabFolder folder, InetAddress bind, Optional<Integer> base, Kept before)
            throws LabCannotStartException, IOException {
        this.folder = folder;
        this.bind = bind;
        this.base = base;
        if (before.base() == base.orElse(0)) {
            this.ssh.putAll(before.ssh());
        }
        if (base.isPresent()) {
            requireFree(base.get(), "the control interface");
            this.http = base.get();
        } else {
            this.http = rememberedOrFree(before.http());
        }
    }

    static Ports open(LabFolder folder, InetAddress bind, Optional<Integer> base)
            throws IOException, LabCannotStartException {
        return new Ports(folder, bind, base, folder.read(FILE, Kept.class).orElse(new Kept(0, 0, Map.of())));
    }

    int http() {
        return http;
    }

    /** Where a new or known system's servers listen, by server. */
    synchronized Map<String, Integer> choose(String system, List<String> servers, boolean twin)
            throws IOException, LabCannotStartException {
        Map<String, Integer> chosen = new HashMap<>();
        for (String server : servers) {
            String key = system + "/" + server;
            int port = base.isPresent() && !twin ? fixed(key) : rememberedOrFree(ssh.get(key));
            ssh.put(key, port);
            chosen.put(server, port);
        }
        save();
        return chosen;
    }

    synchronized void forget(String system) throws IOException {
        ssh.keySet().removeIf(key -> key.startsWith(system + "/"));
        save();
    }

    private int fixed(String key) throws LabCannotStartException {
        Integer known = ssh.get(key);
        int port = known != null ? known : base.orElseThrow() + 1;
        while (known == null && ssh.containsValue(port)) {
            port++;
        }
        if (port > HIGHEST) {
            throw new LabCannotStartException("There is no port left for " + key + ".");
        }
        requireFree(port, key);
        return port;
    }

    private int rememberedOrFree(@Nullable Integer before) throws IOException {
        if (before != null && before != 0 && isFree(bind, before)) {
            return before;
        }
        Set<Integer> taken = new HashSet<>(ssh.values());
        if (base.isPresent()) {
            for (int port = base.get() + 1; port <= HIGHEST; port++) {
                if (!taken.contains(port) && isFree(bind, port)) {
                    return port;
                }
            }
        }
        return free(bind, taken);
    }

    /**
     * A free port below those that systems give to outgoing connections: one of these could take it while the lab is down, or
     * while a server of it has no power.
     */
    static int free(InetAddress bind, Set<Integer> taken) throws IOException {
        int first = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
        for (int i = 0; i < HIGHEST_FREE - LOWEST_FREE; i++) {
            int port = LOWEST_FREE + (first - LOWEST_FREE + i) % (HIGHEST_FREE - LOWEST_FREE);
            if (!taken.contains(port) && isFree(bind, port)) {
                return port;
            }
        }
        throw new IOException("No port from " + LOWEST_FREE + " to " + HIGHEST_FREE + " is free.");
    }

    private void save() throws IOException {
        folder.write(FILE, new Kept(base.orElse(0), http, ssh));
    }

    private void requireFree(int port, String whose) throws LabCannotStartException {
        if (!isFree(bind, port)) {
            throw new LabCannotStartException("Port " + port + ", which is for " + whose + ", is taken.");
        }
    }

    static boolean isFree(InetAddress bind, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
