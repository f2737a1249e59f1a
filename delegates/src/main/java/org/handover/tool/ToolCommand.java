package org.handover.tool;

import java.time.Duration;
import java.util.function.Function;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.WindowsPath;

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

    /**
     * This command behind a claim, in one line: {@code md "CLAIM" && …}. Where the folder already exists the command does
     * not run, however often and by whomever the line is typed.
     *
     * @param claim a folder of this attempt alone, in a folder that is there
     */
    public ToolCommand<Claimed<A>> behind(WindowsPath claim) {
        String claimed = MakeDirectory.lineFor(claim) + " && " + commandLine;
        return new ToolCommand<>(claimed, transcript -> {
            if (MakeDirectory.saysThatItExists(claim, transcript)) {
                return new Claimed.ByAnother<>();
            }
            return new Claimed.Acted<>(read(transcript));
        });
    }
}
