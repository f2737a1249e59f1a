package org.handover.tool;

import java.time.Duration;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;

/**
 * One command line and how to read what it answers.
 *
 * @param commandLine for cmd.exe, exactly as it is typed
 * @param reader reads a transcript of this command, also one that a person pasted (then without an exit code)
 * @param <A> the answer
 */
public record ToolCommand<A>(String commandLine, Function<Transcript, A> reader) {

    /** What the transcript answers. */
    public A read(Transcript transcript) {
        return reader.apply(transcript);
    }

    /** Types it without a terminal and reads the answer. */
    public A typeOn(RemoteConsole console, Duration limit) throws ConsoleException, InterruptedException {
        return read(console.type(commandLine, limit));
    }
}
