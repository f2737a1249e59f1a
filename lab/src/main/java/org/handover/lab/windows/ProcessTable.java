package org.handover.lab.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The processes that run on a server, as {@code tasklist} shows them. */
public final class ProcessTable {

    /**
     * A process.
     *
     * @param image file name of its program
     * @param account under which it runs
     */
    public record Entry(int id, String image, String account) {}

    private static final String SYSTEM = "NT AUTHORITY\\SYSTEM";
    private static final int HIGHEST = 30_000;

    private final Random random = new Random();
    private final Map<Integer, Entry> running = new TreeMap<>();
    private final Map<Integer, Thread> threads = new HashMap<>();
    private final Set<Integer> killed = new HashSet<>();
    private int last = 1000;

    ProcessTable() {
        running.put(0, new Entry(0, "System Idle Process", SYSTEM));
        running.put(4, new Entry(4, "System", SYSTEM));
        for (String image :
                List.of("smss.exe", "wininit.exe", "services.exe", "lsass.exe", "svchost.exe", "sshd.exe")) {
            begin(image, SYSTEM);
        }
    }

    /** In the order of their ids. */
    public synchronized List<Entry> list() {
        return new ArrayList<>(running.values());
    }

    /**
     * Notes that a process runs.
     *
     * @return its id, which is not that of the process before it
     */
    synchronized int begin(String image, String account) {
        return begin(image, account, null);
    }

    /** @param thread the one that runs the process's program */
    synchronized int begin(String image, String account, @Nullable Thread thread) {
        do {
            last += 4 * (1 + random.nextInt(20));
            if (last > HIGHEST) {
                last = 1000 + 4 * random.nextInt(100);
            }
        } while (running.containsKey(last));
        running.put(last, new Entry(last, image, account));
        if (thread != null) {
            threads.put(last, thread);
        }
        return last;
    }

    synchronized void end(int id) {
        running.remove(id);
        threads.remove(id);
        killed.remove(id);
    }

    /**
     * Ends a process that somebody's command started; what it called is interrupted.
     *
     * @return false for a process that is not such a one
     */
    public synchronized boolean kill(int id) {
        Thread thread = threads.get(id);
        if (thread == null) {
            return false;
        }
        killed.add(id);
        thread.interrupt();
        return true;
    }

    synchronized boolean wasKilled(int id) {
        return killed.contains(id);
    }
}
