package org.handover.lab.ssh;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.PtyCapableChannelSession;

/** A client's side of a pty: it answers the query for the device's attributes and keeps every byte that came. */
public final class Terminal implements AutoCloseable {
    private static final Pattern SEQUENCES = Pattern.compile("\u001b\\[[0-9;?]*[@-~]|\u001b\\][^\u0007]*\u0007");

    private final PtyCapableChannelSession channel;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final OutputStream typing;

    private Terminal(PtyCapableChannelSession channel, OutputStream typing) {
        this.channel = channel;
        this.typing = typing;
    }

    static Terminal open(PtyCapableChannelSession channel, int columns) throws IOException {
        channel.setUsePty(true);
        channel.setPtyType("xterm");
        channel.setPtyColumns(columns);
        channel.setPtyLines(25);
        ByteArrayOutputStream[] sink = new ByteArrayOutputStream[1];
        channel.setOut(new OutputStream() {
            @Override
            public void write(int b) {
                sink[0].write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                sink[0].write(bytes, from, length);
            }
        });
        Terminal terminal = new Terminal(channel, new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                channel.getInvertedIn().write(b);
            }

            @Override
            public void flush() throws IOException {
                channel.getInvertedIn().flush();
            }
        });
        sink[0] = terminal.received;
        channel.open().verify(LabServer.LIMIT);
        return terminal;
    }

    /** Answers the device attributes query once it has come. */
    public Terminal answering() {
        awaitRaw("\u001b[c");
        type("\u001b[?1;0c");
        return this;
    }

    public void type(String text) {
        try {
            typing.write(text.getBytes(StandardCharsets.UTF_8));
            typing.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public String raw() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** What came, without the escape sequences. */
    public String text() {
        return SEQUENCES.matcher(raw()).replaceAll("");
    }

    public void awaitRaw(String expected) {
        await().atMost(LabServer.LIMIT).until(() -> raw().contains(expected));
    }

    public void awaitText(String expected) {
        await().atMost(LabServer.LIMIT).until(() -> text().contains(expected));
    }

    public int awaitEnd() {
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LabServer.LIMIT);
        Integer status = channel.getExitStatus();
        if (status == null) {
            throw new IllegalStateException("It did not end; until then it said " + text());
        }
        return status;
    }

    @Override
    public void close() throws IOException {
        channel.close(false).await(LabServer.LIMIT);
    }
}
