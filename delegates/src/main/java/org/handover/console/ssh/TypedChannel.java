package org.handover.console.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.util.io.input.NullInputStream;
import org.jspecify.annotations.Nullable;

/** One command on its way: what it prints, what is typed to it, how it ended. */
final class TypedChannel implements AutoCloseable {
    private final ChannelExec channel;
    private final Sink sink = new Sink();

    TypedChannel(ChannelExec channel, boolean terminal) {
        this.channel = channel;
        channel.setRedirectErrorStream(true);
        channel.setOut(sink);
        channel.setUsePty(terminal);
        if (!terminal) {
            // Whoever asks on standard input gets the end of it, not silence.
            channel.setIn(new NullInputStream());
        }
        channel.addCloseFutureListener(closed -> sink.end());
    }

    /**
     * Hands on what the command prints, as it comes, until it has ended or the time is up.
     *
     * @return whether it has ended
     */
    boolean pour(long untilNanoTime, Consumer<byte[]> reader) throws InterruptedException {
        while (!sink.drained()) {
            byte[] output;
            try {
                output = sink.take(untilNanoTime);
            } catch (InterruptedException e) {
                close();
                throw e;
            }
            if (output.length > 0) {
                reader.accept(output);
            } else if (sink.tooMuch() || System.nanoTime() - untilNanoTime >= 0) {
                return sink.drained();
            }
        }
        return true;
    }

    /** Types to the command; the bytes are zeroed. */
    void type(byte[] keys) {
        try {
            OutputStream in = channel.getInvertedIn();
            in.write(keys);
            in.flush();
        } catch (IOException e) {
            // The connection is going; pour() sees it as an end without an exit code.
            sink.end();
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }

    /** Types this and Enter, which is CR on a terminal. The array is zeroed. */
    void answer(char[] text) {
        byte[] keys = Utf8.of(text, 1);
        keys[keys.length - 1] = '\r';
        Arrays.fill(text, '\0');
        type(keys);
    }

    /** Whether the command's end was not reported: the connection went first. */
    boolean cutOff() {
        return channel.getExitStatus() == null && channel.getExitSignal() == null;
    }

    boolean printedTooMuch() {
        return sink.tooMuch();
    }

    @Nullable
    Integer exitCode() {
        return channel.getExitStatus();
    }

    /** Tells the server: with a terminal Windows then ends the command. Does not wait for its answer. */
    @Override
    public void close() {
        channel.close(false);
    }
}
