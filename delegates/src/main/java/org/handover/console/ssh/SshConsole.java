package org.handover.console.ssh;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.handover.console.ConsoleException;
import org.handover.console.ConsoleLimits;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.sso.WindowsPath;

/** A console on one server; all of them share the connections of {@link SshConsoles}. */
final class SshConsole implements RemoteConsole {
    private static final Pattern LINE_END = Pattern.compile("\\r\\r?\\n|\\r(?!\\n)");
    private static final Pattern UNSEEN = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]");

    private final SshConsoles consoles;
    private final ServerAddress address;
    private final ConsoleLimits limits;
    private final Clock clock;

    SshConsole(SshConsoles consoles, ServerAddress address, ConsoleLimits limits, Clock clock) {
        this.consoles = consoles;
        this.address = address;
        this.limits = limits;
        this.clock = clock;
    }

    /** What is done on a connection that is held for its length. */
    @FunctionalInterface
    interface Act<T> {
        T on(Connection connection) throws ConsoleException, InterruptedException;
    }

    @Override
    public Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException {
        checkLine(commandLine);
        return onConnection(connection -> {
            Instant startedAt = clock.instant();
            long start = System.nanoTime();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            try (TypedChannel channel = connection.open(connection.shell().send(commandLine, false), false)) {
                boolean ended = channel.pour(start + atMost(limit).toNanos(), output::writeBytes);
                String text = readable(output.toString(limits.oemCodePage()));
                checkEnd(channel, ended, limit, text);
                return new Transcript(
                        commandLine, channel.exitCode(), text, startedAt, Duration.ofNanos(System.nanoTime() - start));
            }
        });
    }

    @Override
    public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
            throws ConsoleException, InterruptedException {
        checkLine(commandLine);
        return onConnection(connection -> {
            Instant startedAt = clock.instant();
            long start = System.nanoTime();
            try (PromptedCommand command =
                    new PromptedCommand(connection.open(connection.shell().send(commandLine, true), true), script)) {
                boolean ended = command.run(start + atMost(limit).toNanos());
                String text = command.maskedText();
                checkEnd(command.channel(), ended, limit, text);
                return new Transcript(
                        commandLine,
                        command.channel().exitCode(),
                        text,
                        startedAt,
                        Duration.ofNanos(System.nanoTime() - start));
            }
        });
    }

    private static void checkLine(String commandLine) {
        if (commandLine.isBlank() || commandLine.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new IllegalArgumentException("A command line is one line with something in it.");
        }
    }

    private Duration atMost(Duration limit) {
        return limit.compareTo(limits.total()) > 0 ? limits.total() : limit;
    }

    private void checkEnd(TypedChannel channel, boolean ended, Duration limit, String output) throws ConsoleException {
        if (channel.printedTooMuch()) {
            throw new ConsoleException.CutOff(
                    "The command on " + address.server()
                            + " printed more than can be kept and was given up; look whether it ran before it is typed again.",
                    output);
        }
        if (!ended) {
            throw new ConsoleException.TimedOut(
                    "The command on " + address.server() + " did not end within "
                            + atMost(limit).toSeconds()
                            + " s and was given up; it may still be running there, so look before it is typed again.",
                    output);
        }
        if (channel.cutOff()) {
            throw new ConsoleException.CutOff(
                    "The connection to " + address.server()
                            + " was lost while the command was running; look whether it ran before it is typed again.",
                    output);
        }
    }

    private static String readable(String output) {
        return UNSEEN.matcher(LINE_END.matcher(output).replaceAll("\n")).replaceAll("");
    }

    @Override
    public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
        return onConnection(connection -> new Files(connection).read(file, maxBytes));
    }

    @Override
    public void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
        onConnection(connection -> {
            new Files(connection).write(file, content);
            return true;
        });
    }

    @Override
    public boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
        return onConnection(connection -> new Files(connection).exists(file));
    }

    @Override
    public void delete(WindowsPath file) throws ConsoleException, InterruptedException {
        onConnection(connection -> {
            new Files(connection).delete(file);
            return true;
        });
    }

    /** A kept connection may be dead without knowing it; as long as nothing was sent on it, a new one may take its place. */
    private <T> T onConnection(Act<T> act) throws ConsoleException, InterruptedException {
        Connection connection = consoles.connectionTo(address);
        try {
            return act.on(connection);
        } catch (ConsoleException.Unreachable e) {
            if (connection.usable() || !connection.wasKept()) {
                throw e;
            }
        } finally {
            connection.release();
        }
        Connection fresh = consoles.connectionTo(address);
        try {
            return act.on(fresh);
        } finally {
            fresh.release();
        }
    }
}
