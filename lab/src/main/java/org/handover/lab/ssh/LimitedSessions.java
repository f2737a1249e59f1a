package org.handover.lab.ssh;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * sshd's MaxSessions: of one connection's channels the eleventh is refused, and the connection goes on. And sshd's order of what
 * it says at the end of a command: its exit status comes before the end of its output, because a client that has said all it has
 * to say closes the channel at that end, and would hear no status any more.
 */
final class LimitedSessions implements ChannelFactory {
    private static final int MAX_SESSIONS = 10;
    private static final AttributeKey<AtomicInteger> OPEN = new AttributeKey<>();

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public Channel createChannel(Session session) {
        AtomicInteger open = session.computeAttributeIfAbsent(OPEN, key -> new AtomicInteger());
        return new ChannelSession() {
            @Override
            public OpenFuture open(long recipient, long rwSize, long packetSize, Buffer buffer) {
                if (open.incrementAndGet() > MAX_SESSIONS) {
                    open.decrementAndGet();
                    OpenFuture refused = new DefaultOpenFuture(this, futureLock);
                    refused.setException(new SshChannelOpenException(
                            getChannelId(), SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "too many sessions"));
                    return refused;
                }
                addCloseFutureListener(closed -> open.decrementAndGet());
                return super.open(recipient, rwSize, packetSize, buffer);
            }

            @Override
            protected void closeShell(int exitValue, boolean closeImmediately) throws IOException {
                boolean open = !isClosing();
                if (open) {
                    if (out != null) {
                        out.close();
                    }
                    sendExitStatus(exitValue);
                    sendEof();
                }
                commandExitFuture.setClosed();
                if (open) {
                    close(closeImmediately);
                }
            }
        };
    }
}
