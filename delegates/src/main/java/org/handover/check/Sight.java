package org.handover.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.SsoServerName;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;
import org.handover.tool.HostName;
import org.handover.tool.InstallDirectory;
import org.handover.tool.RegistryQuery;
import org.handover.tool.SsoManage;
import org.handover.tool.ToolCommand;

/**
 * What several looks at the same servers see together: each command is typed once on a server, whoever asks for its answer,
 * and a server that cannot be logged on to is not tried again. Only commands that change nothing are asked so.
 */
final class Sight {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ToolCommand<HostName.Answer> LOG_ON = HostName.ask();

    private final ConsoleOf consoles;
    private final Map<Question, CompletableFuture<Transcript>> answers = new ConcurrentHashMap<>();

    /** @param consoles gives the console of a server; it is asked for each command */
    Sight(ConsoleOf consoles) {
        this.consoles = consoles;
    }

    /** Gives the console of a server, or says why there is none. */
    @FunctionalInterface
    interface ConsoleOf {
        RemoteConsole of(SsoServerName server) throws ConsoleException;
    }

    private record Question(String server, String commandLine) {
        Question(SsoServerName server, String commandLine) {
            this(server.value().toLowerCase(Locale.ROOT), commandLine);
        }
    }

    /** The answer to a command that changes nothing. The first command on a server is {@code hostname}: a real logon. */
    <A> A ask(SsoServerName server, ToolCommand<A> command) throws ConsoleException, InterruptedException {
        if (!command.commandLine().equals(LOG_ON.commandLine())) {
            typed(server, LOG_ON.commandLine());
        }
        return command.read(typed(server, command.commandLine()));
    }

    private Transcript typed(SsoServerName server, String commandLine) throws ConsoleException, InterruptedException {
        Question question = new Question(server, commandLine);
        while (true) {
            CompletableFuture<Transcript> mine = new CompletableFuture<>();
            CompletableFuture<Transcript> theirs = answers.putIfAbsent(question, mine);
            if (theirs == null) {
                return type(server, commandLine, question, mine);
            }
            try {
                return theirs.get();
            } catch (CancellationException gaveUp) {
                // Whoever typed it ran out of its own time; it is typed again.
                answers.remove(question, theirs);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ConsoleException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private Transcript type(
            SsoServerName server, String commandLine, Question question, CompletableFuture<Transcript> mine)
            throws ConsoleException, InterruptedException {
        boolean answered = false;
        try {
            Transcript transcript = consoles.of(server).type(commandLine, LIMIT);
            mine.complete(transcript);
            answered = true;
            return transcript;
        } catch (ConsoleException e) {
            mine.completeExceptionally(e);
            answered = true;
            throw e;
        } finally {
            if (!answered) {
                answers.remove(question, mine);
                mine.cancel(false);
            }
        }
    }

    /** Why a server cannot be logged on to; empty where it can. */
    Optional<ConsoleException> failureOf(SsoServerName server) throws InterruptedException {
        try {
            ask(server, LOG_ON);
            return Optional.empty();
        } catch (ConsoleException e) {
            return Optional.of(e);
        }
    }

    /** Those of the servers that can be logged on to. */
    List<SsoServerName> answering(List<SsoServerName> servers) throws InterruptedException {
        List<SsoServerName> those = new ArrayList<>();
        for (SsoServerName server : servers) {
            if (failureOf(server).isEmpty()) {
                those.add(server);
            }
        }
        return List.copyOf(those);
    }

    Optional<InstallDirectory> tools(SsoServerName server) throws ConsoleException, InterruptedException {
        return ask(server, RegistryQuery.installDirectory()) instanceof RegistryQuery.Install.Found found
                ? Optional.of(found.directory())
                : Optional.empty();
    }

    SsoManage.DisplayDb displayDb(SsoServerName server) throws ConsoleException, InterruptedException {
        RegistryQuery.Install install = ask(server, RegistryQuery.installDirectory());
        return install instanceof RegistryQuery.Install.Found found
                ? ask(server, new SsoManage(found.directory()).displayDb())
                : new SsoManage.DisplayDb.CannotTell(((RegistryQuery.Install.CannotTell) install).reason());
    }

    /** The newest of these events; empty where there is none. */
    Newest newest(SsoServerName server, int... ids) throws ConsoleException, InterruptedException {
        EventQuery.Events events = ask(server, EventQuery.newerThan(0, ids));
        if (events instanceof EventQuery.Events.Known known) {
            List<EventRecord> all = known.events();
            return new Newest.Known(all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)));
        }
        return new Newest.CannotTell(((EventQuery.Events.CannotTell) events).reason());
    }

    /** The newest of some events. */
    sealed interface Newest {

        record Known(Optional<EventRecord> event) implements Newest {
            boolean is(int id) {
                return event.filter(newest -> newest.id() == id).isPresent();
            }
        }

        record CannotTell(String reason) implements Newest {}
    }
}
