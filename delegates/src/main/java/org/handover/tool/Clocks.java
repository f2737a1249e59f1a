package org.handover.tool;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.handover.console.Transcript;

/**
 * The clock of a server, read through PowerShell: the one way to ask for it that every Windows Server from 2012 on has and
 * that prints it in no language.
 */
public final class Clocks {

    private Clocks() {}

    /** What it answers. */
    public sealed interface Answer {

        /**
         * The server's clock minus ours lies between these two: it was read somewhere between the typing of the command and
         * its end.
         */
        record Known(Duration atLeast, Duration atMost) implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    public static ToolCommand<Answer> read() {
        return new ToolCommand<>(
                "powershell -NoProfile -NonInteractive -Command \"[DateTime]::UtcNow.ToString('o')\"", Clocks::read);
    }

    private static Answer read(Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        if (!Texts.succeeded(transcript) || lines.size() != 1) {
            return new Answer.CannotTell("PowerShell does not print its clock" + Texts.exitCode(transcript) + ".");
        }
        try {
            Instant theirs = OffsetDateTime.parse(lines.get(0).strip()).toInstant();
            Instant typed = transcript.startedAt();
            return new Answer.Known(
                    Duration.between(typed.plus(transcript.took()), theirs), Duration.between(typed, theirs));
        } catch (DateTimeException e) {
            return new Answer.CannotTell("PowerShell does not print its clock in the format that was asked for.");
        }
    }
}
