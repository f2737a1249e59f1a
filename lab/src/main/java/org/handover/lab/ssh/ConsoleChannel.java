package org.handover.lab.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.handover.lab.windows.Logon;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ProcessTree;
import org.handover.lab.windows.WindowsServer;
import org.handover.lab.windows.WindowsServer.Installed;
import org.jspecify.annotations.Nullable;

/**
 * One SSH channel on which a command line is typed, or a shell. What it started ends with the channel when it has a pty, and
 * outlives it when it has none (docs/windows-consoles.md, What happens to the command line).
 */
final class ConsoleChannel implements Command {
    private static final int NO_SHELL = 255;
    private static final int ENDED = 1;

    private final WindowsServer server;
    private final Logon logon;
    private final Optional<String> command;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private volatile @Nullable ProcessTree ptyTree;

    /** @param command nothing for an interactive shell */
    ConsoleChannel(WindowsServer server, Logon logon, Optional<String> command) {
        this.server = server;
        this.logon = logon;
        this.command = command;
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
        InputStream input = in;
        OutputStream output = out;
        OutputStream errors = err;
        ExitCallback callback = exit;
        if (input == null || output == null || errors == null || callback == null) {
            throw new IllegalStateException("The channel has no streams");
        }
        boolean pty = environment.getEnv().containsKey(Environment.ENV_COLUMNS);
        DefaultShell shell = DefaultShell.of(server.registry());
        ProcessTree started = server.startTree("console of " + server.name(), tree -> {
            int code = ENDED;
            try {
                command.ifPresent(line -> server.commandLog().typed(logon.account(), line, pty));
                server.hesitate();
                code = pty
                        ? runOnPty(shell, tree, environment, input, output)
                        : run(shell, new PipeConsole(tree, input, output, errors), false);
            } catch (InterruptedException e) {
                code = ENDED;
            } finally {
                if (!tree.ended()) {
                    callback.onExit(code);
                }
            }
        });
        if (pty) {
            ptyTree = started;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        ProcessTree tree = ptyTree;
        if (tree != null) {
            tree.end();
        }
    }

    private int runOnPty(
            DefaultShell shell, ProcessTree tree, Environment environment, InputStream input, OutputStream output)
            throws InterruptedException {
        Map<String, String> variables = environment.getEnv();
        PtyConsole console = new PtyConsole(
                tree, input, output, size(variables, Environment.ENV_COLUMNS), size(variables, Environment.ENV_LINES));
        environment.addSignalListener(
                (channel, signal) -> console.resize(
                        size(variables, Environment.ENV_COLUMNS), size(variables, Environment.ENV_LINES)),
                Signal.WINCH);
        console.open(shell.path(), server.settings());
        return run(shell, console, true);
    }

    private int run(DefaultShell shell, ProcessConsole console, boolean pty) throws InterruptedException {
        Optional<Installed> program = server.program(shell.path());
        if (program.isEmpty()) {
            return NO_SHELL;
        }
        return server.run(
                program.get(),
                logon,
                command.map(line -> shell.tail(line, pty)).orElse(""),
                server.homeDirectory(logon),
                console,
                server.environment(logon));
    }

    private static int size(Map<String, String> variables, String name) {
        try {
            return Integer.parseInt(variables.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
