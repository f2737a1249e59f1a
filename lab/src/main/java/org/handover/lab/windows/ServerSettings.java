package org.handover.lab.windows;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How a server behaves where Windows leaves it open, or is asked to misbehave. May be changed at any time. */
public final class ServerSettings {

    /** What ConPTY asks the terminal before it draws anything (docs/windows-consoles.md, Prompts). */
    public enum TerminalQuery {
        NONE(""),
        DEVICE_ATTRIBUTES("\u001b[c"),
        CURSOR_POSITION("\u001b[6n");

        private final String sequence;

        TerminalQuery(String sequence) {
            this.sequence = sequence;
        }

        public String sequence() {
            return sequence;
        }
    }

    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private volatile Duration netPatience = Duration.ofSeconds(20);
    private volatile TerminalQuery terminalQuery = TerminalQuery.DEVICE_ATTRIBUTES;
    private volatile Duration terminalPatience = Duration.ofSeconds(3);

    /** How long {@code net start} and {@code net stop} wait for a service before they report a failure. */
    public Duration netPatience() {
        return netPatience;
    }

    public void netPatience(Duration patience) {
        netPatience = patience;
    }

    public TerminalQuery terminalQuery() {
        return terminalQuery;
    }

    public void terminalQuery(TerminalQuery query) {
        terminalQuery = query;
    }

    /** How long ConPTY waits for the terminal's answer before it goes on without. */
    public Duration terminalPatience() {
        return terminalPatience;
    }

    public void terminalPatience(Duration patience) {
        terminalPatience = patience;
    }

    /** The time for which a program waits before it acts. */
    public Duration delay(String programName) {
        return delays.getOrDefault(stem(programName), Duration.ZERO);
    }

    /**
     * Makes a program wait before it acts.
     *
     * @param programName {@code ssoconfig} or {@code ssoconfig.exe}
     */
    public void delay(String programName, Duration delay) {
        delays.put(stem(programName), delay);
    }

    static String stem(String programName) {
        String name = programName.substring(programName.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
    }
}
