package org.handover.lab.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2CompletionHandler;
import org.apache.sshd.common.io.nio2.Nio2DefaultIoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The network cable of one server. While it is cut, what comes is not looked at and what goes is kept, and the port takes no
 * connection: a client gets no answer at all, as where packets vanish. When it is mended in time, all goes on as TCP would have
 * repeated it. Source: docs/entsso.md 12.3.
 */
final class NetworkLine {
    /** How long a connection to a port may take to be let in; a longer one never is. */
    private static final int KNOCK_MILLIS = 100;

    private static final int MOST_KNOCKS = 20;

    private final Set<LinedSession> sessions = ConcurrentHashMap.newKeySet();
    private final List<Socket> queue = new ArrayList<>();
    private @Nullable ServerSocket deaf;
    private @Nullable IoAcceptor acceptor;
    private volatile boolean cut;

    synchronized void acceptor(IoAcceptor listening) {
        acceptor = listening;
    }

    /** Cuts the line; nothing happens where it is cut already. */
    synchronized void cut() throws IOException {
        cut = true;
        IoAcceptor listening = acceptor;
        if (listening == null || deaf != null) {
            return;
        }
        for (SocketAddress address : List.copyOf(listening.getBoundAddresses())) {
            InetSocketAddress bound = (InetSocketAddress) address;
            listening.unbind(bound);
            occupy(bound.getAddress(), bound.getPort());
        }
    }

    /** Mends the line: what was kept goes out, and what came is looked at. */
    synchronized void mend() throws IOException {
        ServerSocket occupied = deaf;
        cut = false;
        if (occupied != null) {
            SocketAddress address = occupied.getLocalSocketAddress();
            release();
            IoAcceptor listening = acceptor;
            if (listening != null) {
                listening.bind(address);
            }
        }
        sessions.forEach(LinedSession::goOn);
    }

    /** The server behind the line has gone. */
    synchronized void drop() throws IOException {
        acceptor = null;
        release();
    }

    /** Listens and never accepts, with a queue that is full: whoever knocks now is not heard. */
    private void occupy(InetAddress host, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        deaf = socket;
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, port), 1);
        for (int i = 0; i < MOST_KNOCKS; i++) {
            Socket knock = new Socket();
            try {
                knock.connect(new InetSocketAddress(host.isAnyLocalAddress() ? loopback() : host, port), KNOCK_MILLIS);
                queue.add(knock);
            } catch (SocketTimeoutException full) {
                knock.close();
                return;
            }
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private void release() throws IOException {
        for (Socket socket : queue) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        queue.clear();
        ServerSocket occupied = deaf;
        deaf = null;
        if (occupied != null) {
            occupied.close();
        }
    }

    Nio2Session session(
            Nio2Service service,
            PropertyResolver properties,
            IoHandler handler,
            java.nio.channels.AsynchronousSocketChannel socket,
            SocketAddress address)
            throws IOException {
        LinedSession session = new LinedSession(service, properties, handler, socket, address);
        sessions.add(session);
        session.addCloseFutureListener(closed -> sessions.remove(session));
        return session;
    }

    /** A connection over the line. */
    private final class LinedSession extends Nio2Session {
        private record Kept(Buffer buffer, Nio2DefaultIoWriteFuture future) {}

        private final Object order = new Object();
        private final Deque<Kept> outgoing = new ArrayDeque<>();
        private @Nullable Runnable incoming;

        LinedSession(
                Nio2Service service,
                PropertyResolver properties,
                IoHandler handler,
                java.nio.channels.AsynchronousSocketChannel socket,
                SocketAddress address)
                throws IOException {
            super(service, properties, handler, socket, address);
        }

        @Override
        public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
            synchronized (order) {
                if (!cut && outgoing.isEmpty()) {
                    return super.writeBuffer(buffer);
                }
                Nio2DefaultIoWriteFuture future =
                        new Nio2DefaultIoWriteFuture(getRemoteAddress(), null, java.nio.ByteBuffer.allocate(0));
                outgoing.add(new Kept(buffer, future));
                return future;
            }
        }

        @Override
        protected void handleReadCycleCompletion(
                java.nio.ByteBuffer buffer,
                Readable reader,
                Nio2CompletionHandler<Integer, Object> handler,
                Integer result,
                Object attachment) {
            synchronized (order) {
                if (cut) {
                    incoming = () -> super.handleReadCycleCompletion(buffer, reader, handler, result, attachment);
                    return;
                }
            }
            super.handleReadCycleCompletion(buffer, reader, handler, result, attachment);
        }

        void goOn() {
            Runnable came;
            synchronized (order) {
                for (Kept kept = outgoing.poll(); kept != null; kept = outgoing.poll()) {
                    send(kept);
                }
                came = incoming;
                incoming = null;
            }
            if (came != null) {
                came.run();
            }
        }

        private void send(Kept kept) {
            try {
                super.writeBuffer(kept.buffer()).addListener(done -> {
                    Throwable failure = done.getException();
                    if (failure == null) {
                        kept.future().setWritten();
                    } else {
                        kept.future().setException(failure);
                    }
                });
            } catch (IOException e) {
                kept.future().setException(e);
            }
        }
    }
}
