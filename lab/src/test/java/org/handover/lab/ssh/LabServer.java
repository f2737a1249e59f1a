package org.handover.lab.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.RequiredServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.core.CoreModuleProperties;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.WindowsServer;

/** A Windows server with accounts of several kinds, and a real SSH client that knows its host key. */
public final class LabServer implements AutoCloseable {
    public static final String PASSWORD = "Grüße \"an\" alle €";
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** What a command answered: bytes of the OEM code page as text. */
    public record Answer(String out, String err, int exit) {}

    public final WindowsServer windows;
    public final SshFrontDoor door;
    public final KeyPair key;
    private final SshClient client;
    private final Map<String, ClientSession> kept = new HashMap<>();
    private boolean keeping;

    public LabServer(Path home) {
        windows = WindowsServer.create("SSO02", home, Clock.systemUTC());
        key = newKey();
        windows.accounts()
                .add("CONTOSO\\runbook", PASSWORD, Set.of(Logon.ADMINISTRATORS, Logon.SSO_ADMINISTRATORS), true);
        windows.accounts().authorizeKey("CONTOSO\\runbook", key.getPublic());
        windows.accounts().add("CONTOSO\\filtered", PASSWORD, Set.of(Logon.ADMINISTRATORS), false);
        windows.accounts().add("CONTOSO\\user", PASSWORD, Set.of(), false);
        door = SshFrontDoor.open(windows, 0, home.resolve("host-key"));
        client = SshClient.setUpDefaultClient();
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.setServerKeyVerifier((session, address, serverKey) -> {
            try {
                return new RequiredServerKeyVerifier(PublicKeyEntry.parsePublicKeyEntry(door.hostKeyLine())
                                .resolvePublicKey(null, null, null))
                        .verifyServerKey(session, address, serverKey);
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        client.start();
    }

    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public ClientSession connect(String account) throws IOException {
        ClientSession session =
                client.connect(account, "127.0.0.1", door.port()).verify(LIMIT).getSession();
        session.addPasswordIdentity(PASSWORD);
        session.auth().verify(LIMIT);
        return session;
    }

    public ClientSession connectWithoutLogon(String account) throws IOException {
        return client.connect(account, "127.0.0.1", door.port()).verify(LIMIT).getSession();
    }

    public Answer type(String command) {
        return typeAs("runbook", command);
    }

    /** From now on one connection for each account is enough for {@link #type} and {@link #typeAs}. */
    public LabServer keepingConnections() {
        keeping = true;
        return this;
    }

    public Answer typeAs(String account, String command) {
        if (keeping) {
            return typeAgain(account, command);
        }
        try (ClientSession session = connect(account)) {
            return type(session, command, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer typeAgain(String account, String command) {
        try {
            ClientSession session = kept.get(account);
            if (session == null || !session.isOpen()) {
                session = connect(account);
                kept.put(account, session);
            }
            return type(session, command, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a command line without a pty and waits for its end; the input ends after {@code input}. */
    public static Answer type(ClientSession session, String command, String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(err);
            channel.setIn(new java.io.ByteArrayInputStream(input.getBytes(WindowsServer.OEM)));
            channel.open().verify(LIMIT);
            Set<ClientChannelEvent> events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            if (!events.contains(ClientChannelEvent.CLOSED) || channel.getExitStatus() == null) {
                throw new IOException("'" + command + "' did not end; until then it said " + out + err);
            }
            return new Answer(
                    out.toString(WindowsServer.OEM), err.toString(WindowsServer.OEM), channel.getExitStatus());
        }
    }

    /** Types a command line on a pty. */
    public static Terminal onPty(ClientSession session, String command, int columns) throws IOException {
        return Terminal.open(session.createExecChannel(command), columns);
    }

    /** Opens a shell on a pty. */
    public static Terminal shellOnPty(ClientSession session, int columns) throws IOException {
        return Terminal.open(session.createShellChannel(), columns);
    }

    @Override
    public void close() {
        client.stop();
        door.close();
        windows.close();
    }
}
