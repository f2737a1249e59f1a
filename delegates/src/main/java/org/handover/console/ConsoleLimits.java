package org.handover.console;

import java.nio.charset.Charset;
import java.time.Duration;

/**
 * How long the console waits, and how it reads what comes without a terminal.
 *
 * @param connect for the connection, and once more for the host key and the logon
 * @param heartbeat after how long a silence the server is asked whether it is there
 * @param heartbeatsMissed how many such questions may stay unanswered before the connection counts as lost
 * @param idle after how long without a command a connection is ended
 * @param total the longest that any command may run
 * @param transfer how long a file's transfer waits for its next answer
 * @param oemCodePage in what Windows writes without a terminal: the OEM code page of the server's language
 */
public record ConsoleLimits(
        Duration connect,
        Duration heartbeat,
        int heartbeatsMissed,
        Duration idle,
        Duration total,
        Duration transfer,
        Charset oemCodePage) {

    /** 10 s to connect, a question every 5 s of which 3 may be missed, 5 min of idleness, 2 h a command, 10 min an answer of a transfer, code page 850. */
    public static ConsoleLimits usual() {
        return new ConsoleLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                3,
                Duration.ofMinutes(5),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Charset.forName("IBM850"));
    }
}
