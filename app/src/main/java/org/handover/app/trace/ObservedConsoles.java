package org.handover.app.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.ServerAddress;
import org.handover.console.Transcript;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consoles during one attempt at a step: whatever thread types on them, the log has the run, and the time is taken. */
final class ObservedConsoles implements Consoles {

    /** What is typed, without anything that stands behind it; what is not here is {@code other}. */
    private static final List<String> TOOLS = List.of(
            "ssomanage", "ssoconfig", "powershell", "wevtutil", "reg", "net", "sc", "tasklist", "whoami", "icacls");

    private static final Logger LOG = LoggerFactory.getLogger(ObservedConsoles.class);

    private final Consoles consoles;
    private final String run;
    private final ObservationRegistry registry;
    private final Observation attempt;

    ObservedConsoles(Consoles consoles, String run, ObservationRegistry registry, Observation attempt) {
        this.consoles = consoles;
        this.run = run;
        this.registry = registry;
        this.attempt = attempt;
    }

    @Override
    public RemoteConsole on(ServerAddress address) {
        return new Observed(consoles.on(address), address.server().value());
    }

    @Override
    public void allowLogonAgain(EstateName estate, SsoServerName server) {
        consoles.allowLogonAgain(estate, server);
    }

    /** They belong to the application and stay open. */
    @Override
    public void close() {}

    @FunctionalInterface
    private interface Act<T> {
        T now() throws ConsoleException, InterruptedException;
    }

    private <T> T observe(String server, String tool, Act<T> act) throws ConsoleException, InterruptedException {
        Observation command = Observation.createNotStarted("handover.command", registry)
                .parentObservation(attempt)
                .contextualName("type " + tool)
                .lowCardinalityKeyValue("tool", tool)
                .highCardinalityKeyValue("server", server)
                .start();
        String result = "interrupted";
        RunInLog log = new RunInLog(run);
        try {
            T answer = act.now();
            result = "answered";
            return answer;
        } catch (ConsoleException e) {
            result = kind(e);
            throw e;
        } finally {
            LOG.debug("{} on {}: {}", tool, server, result);
            log.close();
            command.lowCardinalityKeyValue("result", result).stop();
        }
    }

    /** Such as {@code logon-refused}. */
    private static String kind(ConsoleException e) {
        return e.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static String tool(String commandLine) {
        String words = commandLine.toLowerCase(Locale.ROOT);
        return TOOLS.stream()
                .filter(tool -> words.matches("(?s).*\\b%s\\b.*".formatted(tool)))
                .findFirst()
                .orElse("other");
    }

    private final class Observed implements RemoteConsole {

        private final RemoteConsole console;
        private final String server;

        Observed(RemoteConsole console, String server) {
            this.console = console;
            this.server = server;
        }

        @Override
        public Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException {
            return observe(server, tool(commandLine), () -> console.type(commandLine, limit));
        }

        @Override
        public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
                throws ConsoleException, InterruptedException {
            return observe(server, tool(commandLine), () -> console.typeWithPrompts(commandLine, script, limit));
        }

        @Override
        public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
            return observe(server, "sftp", () -> console.read(file, maxBytes));
        }

        @Override
        public void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
            observe(server, "sftp", () -> {
                console.write(file, content);
                return content;
            });
        }

        @Override
        public boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
            return observe(server, "sftp", () -> console.exists(file));
        }

        @Override
        public void delete(WindowsPath file) throws ConsoleException, InterruptedException {
            observe(server, "sftp", () -> {
                console.delete(file);
                return file;
            });
        }
    }
}
