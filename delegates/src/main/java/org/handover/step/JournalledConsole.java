package org.handover.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.WindowsEvent;
import org.handover.sso.Sha256;
import org.handover.sso.WindowsPath;
import org.handover.tool.EventQuery;

/** A console whose every command goes into the journal with its answer, and whose failures do too. */
final class JournalledConsole implements RemoteConsole {

    private final RemoteConsole console;
    private final ServerAddress address;
    private final FailoverId failover;
    private final String step;
    private final Journal journal;
    private final Consumer<List<WindowsEvent>> eventsSeen;

    /** @param eventsSeen is given the Windows events that an answer consists of */
    JournalledConsole(
            RemoteConsole console,
            ServerAddress address,
            FailoverId failover,
            String step,
            Journal journal,
            Consumer<List<WindowsEvent>> eventsSeen) {
        this.console = console;
        this.address = address;
        this.failover = failover;
        this.step = step;
        this.journal = journal;
        this.eventsSeen = eventsSeen;
    }

    @Override
    public Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException {
        return journalled(commandLine, begun -> typed(console.type(commandLine, limit)));
    }

    @Override
    public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
            throws ConsoleException, InterruptedException {
        return journalled(commandLine, begun -> typed(console.typeWithPrompts(commandLine, script, limit)));
    }

    @Override
    public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
        return journalled("(SFTP) get " + file, begun -> {
            byte[] content = console.read(file, maxBytes);
            transferred("get", file, content, begun);
            return content;
        });
    }

    @Override
    public void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
        journalled("(SFTP) put " + file, begun -> {
            console.write(file, content);
            transferred("put", file, content, begun);
            return content;
        });
    }

    @Override
    public boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
        return journalled("(SFTP) stat " + file, begun -> console.exists(file));
    }

    @Override
    public void delete(WindowsPath file) throws ConsoleException, InterruptedException {
        journalled("(SFTP) rm " + file, begun -> {
            console.delete(file);
            return file;
        });
    }

    private Transcript typed(Transcript transcript) {
        String server = address.server().value();
        List<WindowsEvent> events = EventQuery.eventsIn(transcript).stream()
                .map(event -> new WindowsEvent(server, event.recordId(), event.id()))
                .toList();
        journal.typed(failover, step, server, address.account(), transcript, events);
        eventsSeen.accept(events);
        return transcript;
    }

    private void transferred(String direction, WindowsPath file, byte[] content, Instant begun) {
        journal.note(
                failover,
                Ledger.ENGINE,
                "step.transferred",
                Journal.ordered(
                        "step", step,
                        "server", address.server().value(),
                        "account", address.account(),
                        "command", "(SFTP) %s %s".formatted(direction, file),
                        "startedAt", begun.toString(),
                        "tookMillis", millisSince(begun),
                        "bytes", content.length,
                        "sha256", Sha256.ofContent(content).value()));
    }

    private interface Act<T> {
        T run(Instant begun) throws ConsoleException, InterruptedException;
    }

    private static long millisSince(Instant begun) {
        return Duration.between(begun, Instant.now()).toMillis();
    }

    private <T> T journalled(String commandLine, Act<T> act) throws ConsoleException, InterruptedException {
        Instant begun = Instant.now();
        try {
            return act.run(begun);
        } catch (ConsoleException e) {
            journal.note(
                    failover,
                    Ledger.ENGINE,
                    "step.console",
                    Journal.ordered(
                            "step", step,
                            "server", address.server().value(),
                            "command", commandLine,
                            "startedAt", begun.toString(),
                            "tookMillis", millisSince(begun),
                            "failure", String.valueOf(e.getMessage()),
                            "mayHaveRun", e.commandMayHaveRun(),
                            "answer", e.partialOutput()));
            throw e;
        }
    }
}
