package org.handover.lab.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.handover.lab.program.System32;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;
import org.jspecify.annotations.Nullable;

/**
 * The SSH server of a Windows server. It keeps its port and its host key for as long as it lives; while the server has no power
 * the port is closed, and while it is cut off nothing answers. Opening it installs the programs of Windows itself. All front
 * doors of a process share their threads, so that there can be hundreds.
 */
public final class SshFrontDoor implements AutoCloseable {
    private static final AttributeKey<Logon> LOGON = new AttributeKey<>();
    private static final String LOOPBACK = "127.0.0.1";
    private static final String IDENTIFICATION = "OpenSSH_for_Windows_9.5";

    /** What sshd_config says unless somebody changed it. */
    private static final int MAX_AUTH_TRIES = 6;

    /** How long the threads of a connection may take to let go of it before theirs are ended too. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final WindowsServer server;
    private final String host;
    private final KeyPair hostKey;
    private final NetworkLine line = new NetworkLine();
    private final AuthorizedKeysFiles keyFiles;
    private int port;
    private @Nullable SshServer sshd;
    private boolean closed;

    private SshFrontDoor(WindowsServer server, String host, int port, KeyPair hostKey) {
        this.server = server;
        this.host = host;
        this.port = port;
        this.hostKey = hostKey;
        this.keyFiles = new AuthorizedKeysFiles(server);
    }

    /**
     * Opens the door on the loopback address.
     *
     * @param port 0 takes a free one
     * @param hostKeyFile where the host key is, or is going to be, kept
     */
    public static SshFrontDoor open(WindowsServer server, int port, Path hostKeyFile) {
        return open(server, LOOPBACK, port, hostKeyFile);
    }

    /** Opens the door on another address. */
    public static SshFrontDoor open(WindowsServer server, String host, int port, Path hostKeyFile) {
        System32.installOn(server);
        SshFrontDoor door = new SshFrontDoor(server, host, port, hostKey(hostKeyFile));
        if (server.poweredOn()) {
            door.listen();
        } else if (port == 0) {
            door.port = freePort();
        }
        server.onPower(on -> {
            if (on) {
                door.listen();
            } else {
                door.hangUp();
            }
        });
        server.onNetwork(connected -> door.plug(connected));
        return door;
    }

    public synchronized int port() {
        return port;
    }

    /** Algorithm and key in base64, as in {@code known_hosts} behind the address. */
    public String hostKeyLine() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** Drops every open connection without a word; commands without a pty go on. */
    public void cutConnections() {
        Optional<SshServer> current = current();
        current.ifPresent(running -> running.getActiveSessions().forEach(session -> session.close(true)));
    }

    /** From now on the program waits that long before it acts. */
    public void setDelay(String programName, Duration delay) {
        server.settings().delay(programName, delay);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        hangUp();
    }

    /** Who has logged on to a session. */
    static Logon logonOf(Session session) {
        Logon logon = session.getAttribute(LOGON);
        if (logon == null) {
            throw new IllegalStateException("Nobody has logged on");
        }
        return logon;
    }

    private synchronized Optional<SshServer> current() {
        return Optional.ofNullable(sshd);
    }

    private synchronized void listen() {
        if (closed || sshd != null) {
            return;
        }
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setHost(host);
        fresh.setPort(port);
        fresh.setChannelFactories(List.of(new LimitedSessions()));
        fresh.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        configure(fresh);
        SharedIo.connect(fresh, line);
        fresh.setPasswordAuthenticator(
                (user, password, session) -> remember(session, server.accounts().byPassword(user, password)));
        fresh.setPublickeyAuthenticator((user, key, session) -> remember(
                session,
                server.accounts().byKey(user, key).or(() -> keyFiles.logon(user, key, session.getClientAddress()))));
        fresh.setCommandFactory(
                (channel, command) -> new ConsoleChannel(server, logonOf(channel.getSession()), Optional.of(command)));
        fresh.setShellFactory(channel -> new ConsoleChannel(server, logonOf(channel.getSession()), Optional.empty()));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.setFileSystemAccessor(new DiskSftp(server));
        fresh.setSubsystemFactories(List.of(sftp));
        try {
            fresh.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The SSH port " + port + " of " + server.name() + " cannot be opened", e);
        }
        port = fresh.getPort();
        sshd = fresh;
        if (!server.connected()) {
            plug(false);
        }
    }

    /** What is the same for all front doors; the shared sockets have it, too. */
    static void configure(SshServer sshd) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(sshd, IDENTIFICATION);
        CoreModuleProperties.TCP_NODELAY.set(sshd, true);
        CoreModuleProperties.SOCKET_REUSEADDR.set(sshd, true);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(sshd, MAX_AUTH_TRIES);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(sshd, Duration.ofDays(1));
        CoreModuleProperties.IDLE_TIMEOUT.set(sshd, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(sshd, Duration.ZERO);
    }

    private void plug(boolean connected) {
        try {
            if (connected) {
                line.mend();
            } else {
                line.cut();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The SSH port of " + server.name() + " cannot be cut off", e);
        }
    }

    private void hangUp() {
        SshServer running;
        synchronized (this) {
            running = sshd;
            sshd = null;
        }
        if (running != null) {
            try {
                for (AbstractSession session : running.getActiveSessions()) {
                    session.close(true).await(GOODBYE);
                }
                line.drop();
                running.stop(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean remember(ServerSession session, Optional<Logon> logon) {
        logon.ifPresent(found -> session.setAttribute(LOGON, found));
        return logon.isPresent();
    }

    private static KeyPair hostKey(Path file) {
        SimpleGeneratorHostKeyProvider provider = new SimpleGeneratorHostKeyProvider(file);
        provider.setAlgorithm("EC");
        provider.setKeySize(256);
        provider.setStrictFilePermissions(false);
        try {
            KeyPair key = provider.loadKeys(null).iterator().next();
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The host key cannot be kept", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
