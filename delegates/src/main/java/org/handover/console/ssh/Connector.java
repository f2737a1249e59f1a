package org.handover.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.jspecify.annotations.Nullable;

/** Makes connections: verifies the host key, logs on once, finds out the shell. */
final class Connector implements AutoCloseable {
    /**
     * The first choice of OpenSSH 10. The library would first agree on sntrup761, which resists quantum computers as well but
     * takes Java several times as long (docs/measured.md). A server without it gets what the library offers next.
     */
    private static final String FIRST_KEY_EXCHANGE = BuiltinDHFactories.mlkem768x25519.getName();

    private final ConsoleLimits limits;
    private @Nullable SshClient client;
    private boolean closed;

    Connector(ConsoleLimits limits) {
        this.limits = limits;
    }

    /** Starts the library, agrees on a secret with itself, and believes its own signature: the classes of each are many. */
    void prepare() {
        client();
        try {
            KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
            Signature signs = BuiltinSignatures.nistp256.create();
            signs.initSigner(null, key.getPrivate());
            byte[] signature = signs.sign(null);
            Signature verifies = BuiltinSignatures.nistp256.create();
            verifies.initVerifier(null, key.getPublic());
            verifies.verify(null, signature);
        } catch (Exception e) {
            throw new IllegalStateException("The cryptography of SSH cannot be loaded.", e);
        }
        KeyEncapsulationMethod.Client one = BuiltinKEM.mlkem768.getClient();
        KeyEncapsulationMethod.Server other = BuiltinKEM.mlkem768.getServer();
        one.init();
        other.init(one.getPublicKey());
        one.extractSecret(other.getEncapsulation());
    }

    Connection connect(ServerAddress address) throws ConsoleException, InterruptedException {
        Handshake handshake = new Handshake(HostKey.of(address));
        ClientSession session = reach(address, handshake);
        boolean done = false;
        try {
            logOn(session, address, handshake);
            Connection connection = new Connection(address, session, limits);
            done = true;
            return connection;
        } finally {
            if (!done) {
                session.close(true);
            }
        }
    }

    private ClientSession reach(ServerAddress address, Handshake handshake)
            throws ConsoleException, InterruptedException {
        try {
            return client().connect(address.account(), address.host(), address.port(), handshake.asContext())
                    .verify(limits.connect())
                    .getClientSession();
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException | IllegalStateException e) {
            // A refused connection counts as silence too: so answers a server of the lab that is switched off, and in
            // the field
            // what stands before one that is down may refuse in its place.
            throw new ConsoleException.Unreachable(
                    "Nothing was typed on " + address.server() + ": " + address.host() + " port " + address.port()
                            + " does not answer. Check that the server is up, its sshd runs and the firewall lets it through.");
        }
    }

    private void logOn(ClientSession session, ServerAddress address, Handshake handshake)
            throws ConsoleException, InterruptedException {
        try {
            identify(session, address);
            session.auth().verify(limits.connect());
        } catch (InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw whyNot(address, handshake, e);
        }
    }

    private static ConsoleException whyNot(ServerAddress address, Handshake handshake, IOException e) {
        PublicKey stranger = handshake.stranger();
        if (stranger != null) {
            return new ConsoleException.HostKeyMismatch("What answers for " + address.server() + " has the host key "
                    + HostKey.fingerprintOf(stranger) + ", the inventory says "
                    + handshake.expected().fingerprint()
                    + "; nothing was typed. Find out why before you change the inventory.");
        }
        if (handshake.trusted() && e instanceof SshException ssh && refuses(ssh.getDisconnectCode())) {
            return new ConsoleException.LogonRefused(
                    address.server() + " refused the logon of " + address.account() + " with " + address.credential()
                            + "; nothing was typed, and it is not tried again by itself. Check account and credential.");
        }
        return new ConsoleException.Unreachable(
                "Nothing was typed on " + address.server()
                        + (handshake.trusted() ? ": it proved its host key, but" : ":")
                        + " the connection was lost or took too long before the logon was through. Check the server and its sshd.",
                handshake.trusted());
    }

    /**
     * A logon that is refused ends with the code of no more methods, which the library sets itself, one that loses its connection
     * with none. OpenSSH ends the connection with a protocol error when it has seen too many failures.
     */
    private static boolean refuses(int disconnectCode) {
        return disconnectCode == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                || disconnectCode == SshConstants.SSH2_DISCONNECT_AUTH_CANCELLED_BY_USER
                || disconnectCode == SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME
                || disconnectCode == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR;
    }

    private static void identify(ClientSession session, ServerAddress address) throws ConsoleException {
        if (address.credential() instanceof Credential.KeyFile file) {
            session.addPublicKeyIdentity(load(file, address));
        } else if (address.credential() instanceof Credential.Password password) {
            session.addPasswordIdentity(text(password.supplier()));
        }
    }

    private static KeyPair load(Credential.KeyFile file, ServerAddress address) throws ConsoleException {
        Supplier<char[]> passphrase = file.passphrase();
        FilePasswordProvider provider = passphrase == null
                ? FilePasswordProvider.EMPTY
                : (context, resource, attempt) -> attempt == 0 ? text(passphrase) : null;
        try (InputStream in = java.nio.file.Files.newInputStream(file.privateKey())) {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName(String.valueOf(file.privateKey().getFileName())), in, provider);
            if (keys != null && keys.iterator().hasNext()) {
                return keys.iterator().next();
            }
        } catch (IOException | GeneralSecurityException e) {
            // Falls through: the reasons of the library may quote the file.
        }
        throw new ConsoleException.LogonRefused(
                "The " + file + " for " + address.server()
                        + " cannot be read or holds no private key, so no logon was tried; check the file, its rights and its passphrase.");
    }

    /** The library takes a logon's password as text only. */
    private static String text(Supplier<char[]> secret) {
        char[] characters = secret.get();
        try {
            return new String(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** Started in the background or with the first connection: nothing waits for it that types nothing. */
    private synchronized SshClient client() {
        if (closed) {
            throw new IllegalStateException("The consoles are closed.");
        }
        SshClient running = client;
        if (running == null) {
            running = SshClient.setUpDefaultClient();
            configure(running);
            running.start();
            client = running;
        }
        return running;
    }

    private void configure(SshClient fresh) {
        fresh.setServerKeyVerifier(new Handshake.Verifier());
        fresh.setKeyExchangeFactories(fresh.getKeyExchangeFactories().stream()
                .sorted(Comparator.comparing(exchange -> !exchange.getName().equals(FIRST_KEY_EXCHANGE)))
                .toList());
        fresh.addSessionListener(new Handshake.Preference());
        // Nothing of the account that runs this application is to be used: no configuration, no keys, no agent.
        fresh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        fresh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        // Not keyboard-interactive: it would try a refused password a second time, and count towards a lock-out.
        fresh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        CoreModuleProperties.TCP_NODELAY.set(fresh, true);
        CoreModuleProperties.PASSWORD_PROMPTS.set(fresh, 1);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(fresh, limits.connect());
        CoreModuleProperties.AUTH_TIMEOUT.set(fresh, limits.connect().multipliedBy(2));
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(fresh, limits.heartbeat());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(fresh, limits.heartbeatsMissed());
        // Longer than any command may be silent.
        CoreModuleProperties.IDLE_TIMEOUT.set(fresh, limits.total().plus(limits.connect()));
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(fresh, limits.connect());
        AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(fresh, limits.transfer());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close(true).awaitUninterruptibly(limits.connect().toMillis());
            client.stop();
            client = null;
        }
    }
}
