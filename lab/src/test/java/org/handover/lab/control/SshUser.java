package org.handover.lab.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Somebody with a plain SSH client who types commands on the servers of a lab and looks at what comes back. */
final class SshUser implements AutoCloseable {

    static final String TOOLS = "cd /d \"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\" && ";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Charset OEM = Charset.forName("IBM437");

    private final SshClient client;
    private final KeyPair key;

    SshUser() throws Exception {
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, serverKey) -> true);
        client.start();
        key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    record Answer(int exitCode, String screen) {}

    String publicKeyLine() {
        return PublicKeyEntry.toString(key.getPublic());
    }

    ClientSession logOn(LabFile.Server server, String account) throws IOException {
        ClientSession session = client.connect(account, server.host(), server.port())
                .verify(LIMIT)
                .getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(LIMIT);
        assertThat(PublicKeyEntry.toString(session.getServerKey())).isEqualTo(server.hostKey());
        return session;
    }

    /** Types a command without a terminal. */
    Answer type(LabFile.Server server, String command) throws IOException {
        return type(server, "CONTOSO\\handover", command);
    }

    Answer type(LabFile.Server server, String account, String command) throws IOException {
        try (ClientSession session = logOn(server, account)) {
            return type(session, command);
        }
    }

    Answer typeWithPassword(LabFile.Server server, String password, String command) throws IOException {
        try (ClientSession session = client.connect("CONTOSO\\handover", server.host(), server.port())
                .verify(LIMIT)
                .getSession()) {
            session.addPasswordIdentity(password);
            session.auth().verify(LIMIT);
            return type(session, command);
        }
    }

    private static Answer type(ClientSession session, String command) throws IOException {
        try (ChannelExec channel = session.createExecChannel(command);
                ByteArrayOutputStream output = new ByteArrayOutputStream()) {
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            Integer status = channel.getExitStatus();
            return new Answer(status == null ? -1 : status, output.toString(OEM));
        }
    }

    /** Types a command in a terminal of 1000 columns, and an answer as soon as the prompt stands there. */
    Answer typeWithPrompt(LabFile.Server server, String command, String prompt, String answer) throws IOException {
        try (ClientSession session = logOn(server, "CONTOSO\\handover");
                ChannelExec channel = session.createExecChannel(command)) {
            channel.setUsePty(true);
            channel.setPtyType("xterm-256color");
            channel.setPtyColumns(1000);
            channel.setPtyLines(50);
            channel.setRedirectErrorStream(true);
            channel.open().verify(LIMIT);
            InputStream screen = channel.getInvertedOut();
            var keyboard = channel.getInvertedIn();
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            boolean answered = false;
            boolean greeted = false;
            byte[] buffer = new byte[4096];
            for (int read = screen.read(buffer); read >= 0; read = screen.read(buffer)) {
                seen.write(buffer, 0, read);
                String sofar = seen.toString(StandardCharsets.UTF_8);
                if (!greeted && sofar.contains("\u001b[c")) {
                    greeted = true;
                    keyboard.write("\u001b[?61c".getBytes(StandardCharsets.US_ASCII));
                    keyboard.flush();
                }
                if (!answered && withoutEscapes(sofar).contains(prompt)) {
                    answered = true;
                    keyboard.write((answer + "\r").getBytes(StandardCharsets.UTF_8));
                    keyboard.flush();
                }
            }
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            Integer status = channel.getExitStatus();
            return new Answer(status == null ? -1 : status, withoutEscapes(seen.toString(StandardCharsets.UTF_8)));
        }
    }

    private static String withoutEscapes(String screen) {
        return screen.replaceAll("\u001b\\][^\u0007]*\u0007", "").replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
    }

    @Override
    public void close() {
        client.stop();
    }
}
