package org.handover.console.ssh;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.Consoles;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.jspecify.annotations.Nullable;

/**
 * Consoles over SSH. One connection a server and estate is kept, used by everybody who types there, ended when it has been
 * idle, and made anew when it is needed and gone.
 */
public final class SshConsoles implements Consoles {
    private final ConsoleLimits limits;
    private final Clock clock;
    private final Connector connector;
    private final CredentialMark.Maker marks = new CredentialMark.Maker();
    private final Map<Key, Line> lines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService housekeeper;

    public SshConsoles(ConsoleLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.connector = new Connector(limits);
        this.housekeeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "console-housekeeper");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(100, limits.idle().toMillis() / 4);
        ScheduledFuture<?> unused =
                housekeeper.scheduleWithFixedDelay(this::endIdle, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public RemoteConsole on(ServerAddress address) {
        return new SshConsole(this, address, limits, clock);
    }

    @Override
    public void allowLogonAgain(EstateName estate, SsoServerName server) {
        Line line = lines.get(new Key(estate, server));
        if (line != null) {
            line.refused = null;
            line.outdated = true;
        }
    }

    @Override
    public void prepare() {
        connector.prepare();
    }

    /** A connection that counts as used until it is released; made now where there is none. */
    Connection connectionTo(ServerAddress address) throws ConsoleException, InterruptedException {
        Line line = lines.computeIfAbsent(new Key(address.estate(), address.server()), key -> new Line());
        line.lock.lockInterruptibly();
        try {
            Connection kept = line.connection;
            boolean outdated = line.outdated && kept != null && kept.idleFor(Duration.ZERO);
            if (kept != null && !outdated && kept.usable() && sameDoor(kept.address(), address)) {
                kept.useAgain();
                return kept;
            }
            if (kept != null) {
                kept.close();
                line.connection = null;
            }
            CredentialMark mark = marks.of(address);
            if (mark.equals(line.refused)) {
                throw new ConsoleException.LogonRefused(
                        "The logon of " + address.account() + " on " + address.server()
                                + " was refused before and is not tried again by itself, lest the account be locked out; check account and credential, then try again.");
            }
            line.refused = null;
            line.outdated = false;
            Connection fresh = connect(address, line, mark);
            line.connection = fresh;
            return fresh;
        } finally {
            line.lock.unlock();
        }
    }

    /** The credential does not count: whoever has logged on is in. */
    private static boolean sameDoor(ServerAddress one, ServerAddress other) {
        return one.host().equals(other.host())
                && one.port() == other.port()
                && one.hostKey().equals(other.hostKey())
                && one.account().equals(other.account());
    }

    private Connection connect(ServerAddress address, Line line, CredentialMark mark)
            throws ConsoleException, InterruptedException {
        try {
            Connection fresh = connector.connect(address);
            fresh.use();
            return fresh;
        } catch (ConsoleException.LogonRefused e) {
            line.refused = mark;
            throw e;
        }
    }

    private void endIdle() {
        for (Line line : lines.values()) {
            if (line.lock.tryLock()) {
                try {
                    Connection kept = line.connection;
                    if (kept != null && kept.idleFor(limits.idle())) {
                        kept.close();
                        line.connection = null;
                    }
                } finally {
                    line.lock.unlock();
                }
            }
        }
    }

    @Override
    public void close() {
        housekeeper.shutdownNow();
        connector.close();
    }

    /** Estates never share a connection, even where their servers have one name. */
    private record Key(String estate, String server) {
        Key(EstateName estate, SsoServerName server) {
            this(estate.value(), server.value().toLowerCase(Locale.ROOT));
        }
    }

    /** What is known of one server. */
    private static final class Line {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Connection connection;
        private volatile @Nullable CredentialMark refused;

        /** Whoever logged on then may have other rights now. */
        private volatile boolean outdated;
    }
}
