package org.handover.lab.ssh;

import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;

/**
 * Threads for input and output, and a timer, that all front doors of the process share: a server that nobody has logged on to
 * has no thread of its own. They are daemons and live as long as the process.
 */
final class SharedIo {
    private static final int THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    /** Made with the first front door. */
    private static final class Holder {
        static final SharedIo ONE = new SharedIo();
    }

    private final ScheduledExecutorService timer;
    private final LinedServiceFactory sockets;

    private SharedIo() {
        ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "ssh timer");
            thread.setDaemon(true);
            return thread;
        });
        scheduled.setRemoveOnCancelPolicy(true);
        timer = scheduled;
        SshServer settings = SshServer.setUpDefaultServer();
        SshFrontDoor.configure(settings);
        sockets = new LinedServiceFactory(
                settings,
                ThreadUtils.newFixedThreadPool("ssh", THREADS),
                ThreadUtils.newFixedThreadPool("ssh resumed", 2));
    }

    /** Lets a server that has not started yet use what is shared, over a line of its own. */
    static void connect(SshServer server, NetworkLine line) {
        server.setScheduledExecutorService(Holder.ONE.timer, false);
        server.setIoServiceFactoryFactory(new IoServiceFactoryFactory() {
            @Override
            public IoServiceFactory create(FactoryManager manager) {
                return new Share(Holder.ONE.sockets, line);
            }

            @Override
            public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
                throw new UnsupportedOperationException("The threads are shared");
            }
        });
    }

    /** One server's part of the shared sockets. */
    private static final class Share extends AbstractCloseable implements IoServiceFactory {
        private final LinedServiceFactory sockets;
        private final NetworkLine line;
        private @Nullable IoHandler handler;

        Share(LinedServiceFactory sockets, NetworkLine line) {
            this.sockets = sockets;
            this.line = line;
        }

        @Override
        public IoConnector createConnector(IoHandler connecting) {
            return sockets.createConnector(connecting);
        }

        @Override
        public IoAcceptor createAcceptor(IoHandler accepting) {
            handler = accepting;
            sockets.lines.put(accepting, line);
            IoAcceptor acceptor = sockets.createAcceptor(accepting);
            line.acceptor(acceptor);
            return acceptor;
        }

        @Override
        public @Nullable IoServiceEventListener getIoServiceEventListener() {
            return null;
        }

        @Override
        public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
            // nobody listens
        }

        @Override
        protected void doCloseImmediately() {
            IoHandler accepting = handler;
            if (accepting != null) {
                sockets.lines.remove(accepting);
            }
            super.doCloseImmediately();
        }
    }

    private static final class LinedServiceFactory extends Nio2ServiceFactory {
        private final Map<IoHandler, NetworkLine> lines = new ConcurrentHashMap<>();

        LinedServiceFactory(
                FactoryManager settings, CloseableExecutorService threads, CloseableExecutorService resuming) {
            super(settings, threads, resuming);
        }

        @Override
        public Nio2Session createSession(
                Nio2Service service, IoHandler handler, AsynchronousSocketChannel socket, SocketAddress address)
                throws Throwable {
            NetworkLine line = lines.get(handler);
            return line == null
                    ? super.createSession(service, handler, socket, address)
                    : line.session(service, getFactoryManager(), handler, socket, address);
        }
    }
}
