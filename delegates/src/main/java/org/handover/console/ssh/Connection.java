package org.handover.console.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.ServerAddress;

/** One open SSH connection to a server whose key was verified and whose shell is known. Several channels may use it at once. */
final class Connection implements AutoCloseable {
    static final int COLUMNS = 1_000;
    private static final String WINDOWS = "Windows_NT";
    private static final String WHICH_SHELL = "echo %OS%";

    /** Of a connection that was made for this command: on a kept one the command is tried again on a new one. */
    private static final String LOST = "it let the logon in, but the connection was lost before the command was sent";

    private final ServerAddress address;
    private final ClientSession session;
    private final ConsoleLimits limits;
    private final Shell shell;
    private final AtomicInteger users = new AtomicInteger();
    private volatile boolean kept;
    private volatile long lastUsed = System.nanoTime();

    Connection(ServerAddress address, ClientSession session, ConsoleLimits limits)
            throws ConsoleException, InterruptedException {
        this.address = address;
        this.session = session;
        this.limits = limits;
        this.shell = findOutShell();
    }

    ServerAddress address() {
        return address;
    }

    ClientSession session() {
        return session;
    }

    Shell shell() {
        return shell;
    }

    boolean usable() {
        return session.isOpen() && session.isAuthenticated();
    }

    void use() {
        users.incrementAndGet();
    }

    void useAgain() {
        kept = true;
        use();
    }

    /** Whether it had been used before: then it may be dead without anybody's having noticed. */
    boolean wasKept() {
        return kept;
    }

    void release() {
        lastUsed = System.nanoTime();
        users.decrementAndGet();
    }

    boolean idleFor(Duration duration) {
        return users.get() == 0 && System.nanoTime() - lastUsed > duration.toNanos();
    }

    /** cmd.exe puts in the variable's value, PowerShell and any other shell echo the words as they stand. */
    private Shell findOutShell() throws ConsoleException, InterruptedException {
        if (answersWindows(WHICH_SHELL)) {
            return Shell.CMD;
        }
        if (answersWindows(Shell.POWERSHELL.send(WHICH_SHELL, false))) {
            return Shell.POWERSHELL;
        }
        throw new ConsoleException.UnknownShell(
                "The shell of " + address.account() + " on " + address.server()
                        + " is neither cmd.exe nor PowerShell, so nothing was typed; set the DefaultShell of OpenSSH there to one of them.");
    }

    private boolean answersWindows(String sent) throws ConsoleException, InterruptedException {
        try (TypedChannel channel = open(sent, false)) {
            StringBuilder answer = new StringBuilder();
            boolean ended = channel.pour(
                    System.nanoTime() + limits.connect().toNanos(),
                    bytes -> answer.append(new String(bytes, limits.oemCodePage())));
            if (!ended || channel.cutOff()) {
                throw unreachable("it did not say in time which shell it has");
            }
            return answer.toString().strip().equals(WINDOWS);
        }
    }

    /**
     * Sends a line on a channel of its own.
     *
     * @throws ConsoleException.Unreachable when it surely was not sent
     * @throws ConsoleException.CutOff when it may have been
     */
    TypedChannel open(String sent, boolean terminal) throws ConsoleException, InterruptedException {
        ChannelExec channel = channelFor(sent, terminal);
        TypedChannel typed = new TypedChannel(channel, terminal);
        try {
            channel.open().verify(limits.connect());
            return typed;
        } catch (SshChannelOpenException e) {
            throw unreachable("it opens no further session");
        } catch (InterruptedIOException e) {
            typed.close();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            // The server's number of the channel comes with its consent, and the command is sent right after that.
            boolean mayBeSent = channel.getRecipient() >= 0;
            session.close(true);
            if (mayBeSent) {
                throw new ConsoleException.CutOff(
                        "The connection to " + address.server()
                                + " was lost while the command was being sent; look whether it ran before it is typed again.",
                        "");
            }
            throw unreachable(LOST);
        }
    }

    private ChannelExec channelFor(String sent, boolean terminal) throws ConsoleException {
        try {
            return terminal ? session.createExecChannel(sent, terminal(), Map.of()) : session.createExecChannel(sent);
        } catch (IOException | IllegalStateException e) {
            session.close(true);
            throw unreachable(LOST);
        }
    }

    private static PtyChannelConfiguration terminal() {
        PtyChannelConfiguration terminal = new PtyChannelConfiguration();
        terminal.setPtyType("xterm");
        terminal.setPtyColumns(COLUMNS);
        terminal.setPtyLines(Screen.ROWS);
        return terminal;
    }

    /** Of a server that let the logon in, so it is not silent. */
    ConsoleException.Unreachable unreachable(String why) {
        return new ConsoleException.Unreachable(
                "Nothing was typed on " + address.server() + ": " + why
                        + ". Check that the server is up and its sshd runs.",
                true);
    }

    @Override
    public void close() {
        session.close(true);
    }
}
