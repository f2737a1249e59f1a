package org.handover.console.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server for tests of the client: it does to a command line what OpenSSH for Windows does (docs/windows-consoles.md),
 * and then whatever the test says.
 */
final class TestServer implements AutoCloseable {
    static final String ACCOUNT = "CONTOSO\\handover";
    static final String PASSWORD = "logon-Passwort";

    private static final String HANGING_FILES = "sftp-server.exe";

    private static final Pattern WRAPPED =
            Pattern.compile("& cmd\\.exe /d /s /c ' (.*)'; exit \\$LASTEXITCODE", Pattern.DOTALL);

    final List<String> typed = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger logons = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final Map<String, String> terminal = new ConcurrentHashMap<>();
    private final SshServer sshd = SshServer.setUpDefaultServer();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final List<KeyPair> hostKeys = new ArrayList<>();
    volatile boolean dropsLogons;
    private volatile DefaultShell shell = DefaultShell.CMD;
    private volatile @Nullable PublicKey authorized;

    enum DefaultShell {
        CMD,
        POWERSHELL,
        BASH
    }

    /** What a command does once cmd.exe has got the line. */
    interface Program {
        int run(Streams streams) throws IOException, InterruptedException;
    }

    /** What a command reads and prints. */
    record Streams(InputStream in, OutputStream out, OutputStream err) {
        void print(String text, Charset charset) throws IOException {
            out.write(text.getBytes(charset));
            out.flush();
        }

        void print(String text) throws IOException {
            print(text, StandardCharsets.UTF_8);
        }

        /** Reads up to Enter, and tells after each character. */
        byte[] readLine(AfterEach afterEach) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\r'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("The input has ended.");
                }
                line.write(b);
                if ((b & 0xC0) != 0x80) {
                    afterEach.character();
                }
            }
            return line.toByteArray();
        }
    }

    interface AfterEach {
        void character() throws IOException;
    }

    TestServer(String... keyTypes) throws Exception {
        for (String type : keyTypes.length == 0 ? new String[] {"EC"} : keyTypes) {
            hostKeys.add(newKey(type));
        }
        sshd.setHost("127.0.0.1");
        sshd.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        sshd.setPasswordAuthenticator((account, password, session) -> {
            logons.incrementAndGet();
            if (dropsLogons) {
                cut();
            }
            return account.equals(ACCOUNT) && password.equals(PASSWORD);
        });
        sshd.setPublickeyAuthenticator((account, key, session) -> key.equals(authorized));
        sshd.setCommandFactory((channel, line) -> new Run(line));
        sshd.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                connections.incrementAndGet();
            }
        });
        programs.put(
                "echo %OS%",
                streams -> {
                    streams.print("Windows_NT\r\n");
                    return 0;
                });
        sshd.start();
    }

    static KeyPair newKey(String type) throws Exception {
        if (type.equals("Ed25519")) {
            return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        if (type.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    TestServer withShell(DefaultShell other) {
        shell = other;
        return this;
    }

    TestServer authorizing(PublicKey key) {
        authorized = key;
        return this;
    }

    TestServer withDisk(Path root) {
        sshd.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
        sshd.setFileSystemFactory(new VirtualFileSystemFactory(root));
        return this;
    }

    /** As a {@code sftp-server.exe} that is started and says nothing. */
    TestServer withHangingFiles() {
        sshd.setSubsystemFactories(List.of(new SftpSubsystemFactory() {
            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Run(HANGING_FILES);
            }
        }));
        return on(HANGING_FILES, streams -> {
            new CountDownLatch(1).await();
            return 0;
        });
    }

    TestServer on(String line, Program program) {
        programs.put(line, program);
        return this;
    }

    int port() {
        return sshd.getPort();
    }

    String hostKey(int index) {
        return PublicKeyEntry.toString(hostKeys.get(index).getPublic());
    }

    /** Drops every connection without a word. */
    void cut() {
        sshd.getActiveSessions().forEach(session -> session.close(true));
    }

    int openSessions() {
        return sshd.getActiveSessions().size();
    }

    @Override
    public void close() throws IOException {
        sshd.stop(true);
    }

    /** What cmd.exe gets of what was sent, null where no shell made sense of it. */
    private @Nullable String throughTheShell(String sent, boolean pty) {
        if (shell == DefaultShell.CMD) {
            String afterSlashC = pty ? sent : '"' + sent + '"';
            return afterSlashC.startsWith("\"")
                    ? new StringBuilder(afterSlashC)
                            .deleteCharAt(afterSlashC.lastIndexOf('"'))
                            .deleteCharAt(0)
                            .toString()
                    : afterSlashC;
        }
        if (shell == DefaultShell.POWERSHELL) {
            Matcher wrapped = WRAPPED.matcher(pty ? firstArgument(sent) : sent);
            return wrapped.matches() ? wrapped.group(1).replaceAll("(['\u2018\u2019\u201A\u201B])\\1", "$1") : null;
        }
        return null;
    }

    /** As a Windows program's C runtime reads it. */
    private static String firstArgument(String sent) {
        StringBuilder argument = new StringBuilder();
        int backslashes = 0;
        boolean quoted = false;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '\\') {
                backslashes++;
                continue;
            }
            if (c == '"') {
                argument.append("\\".repeat(backslashes / 2));
                if (backslashes % 2 == 1) {
                    argument.append('"');
                } else {
                    quoted = !quoted;
                }
            } else if (c == ' ' && !quoted) {
                break;
            } else {
                argument.append("\\".repeat(backslashes)).append(c);
            }
            backslashes = 0;
        }
        return argument.append("\\".repeat(backslashes)).toString();
    }

    /** One command. */
    private final class Run implements Command {
        private final String sent;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, closeImmediately) -> {};
        private @Nullable Thread thread;

        Run(String sent) {
            this.sent = sent;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            boolean pty = environment.getEnv().containsKey(Environment.ENV_TERM);
            if (pty) {
                terminal.putAll(environment.getEnv());
            }
            Thread started = new Thread(() -> run(pty), "test-command");
            thread = started;
            started.start();
        }

        private void run(boolean pty) {
            String line = throughTheShell(sent, pty);
            Streams streams = new Streams(in, out, err);
            try {
                if (line == null) {
                    streams.print(sent.equals("echo %OS%") ? "%OS%\r\n" : "The term is not recognized.\r\n");
                    exit.onExit(1);
                    return;
                }
                if (!line.equals("echo %OS%")) {
                    typed.add(line);
                }
                Program program = programs.get(line);
                exit.onExit(program == null ? 9009 : program.run(streams));
            } catch (IOException | InterruptedException e) {
                exit.onExit(1);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            ended.incrementAndGet();
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
