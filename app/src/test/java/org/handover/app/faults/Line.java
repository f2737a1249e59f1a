package org.handover.app.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between the application and one server: it can be slow, break, swallow what is sent, or forget a connection so that
 * neither side ever hears of it again.
 */
final class Line implements AutoCloseable {

    private final ServerSocket door;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean swallows;

    Line(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whether somebody is connected. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** From now on everything comes that much later. */
    void latency(Duration each) {
        latency = each;
    }

    /** Every connection ends at once, for both. */
    void cut() {
        open.forEach(this::end);
    }

    /** Connections stay half-open: what either side sends never arrives, and a new one gets no answer. */
    void swallow() {
        swallows = true;
    }

    /** New connections come through again; what was swallowed is gone, so the old ones end. */
    void mend() {
        latency = Duration.ZERO;
        swallows = false;
        cut();
    }

    /** New connections come through again; the old ones stay half-open for ever, as behind a firewall that lost its memory. */
    void forget() {
        forgotten.addAll(open);
        swallows = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                if (!swallows) {
                    connect(client);
                }
            } catch (IOException closed) {
                cut();
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(host, port);
            open.add(server);
            run(() -> pump(client, server));
            run(() -> pump(server, client));
        } catch (IOException refused) {
            end(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                LockSupport.parkNanos(latency.toNanos());
                if (!swallows && !forgotten.contains(from)) {
                    out.write(bytes, 0, n);
                    out.flush();
                }
            }
        } catch (IOException broken) {
            // the other side learns of it below
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        forgotten.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed then
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
