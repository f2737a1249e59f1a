package org.handover.app.faults;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** What {@code kill} sends to processes. */
final class Signal {

    private Signal() {}

    /** One that has ended by itself in the meantime is none too few. */
    static void send(String signal, long... processes) throws IOException {
        String[] command = Stream.concat(
                        Stream.of("kill", "-" + signal),
                        Arrays.stream(processes).mapToObj(Long::toString))
                .toArray(String[]::new);
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
    }
}
