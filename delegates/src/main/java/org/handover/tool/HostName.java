package org.handover.tool;

import java.util.List;
import org.handover.console.Transcript;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;

/** {@code hostname}: whether this is the server one meant to type on. */
public final class HostName {

    private HostName() {}

    /** What it answers. */
    public sealed interface Answer {

        record Known(SsoServerName name) implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    public static ToolCommand<Answer> ask() {
        return new ToolCommand<>("hostname", HostName::read);
    }

    private static Answer read(Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        if (lines.size() != 1) {
            return new Answer.CannotTell("hostname does not print one line" + Texts.exitCode(transcript) + ".");
        }
        try {
            return new Answer.Known(SsoServerName.of(lines.get(0).strip()));
        } catch (RefusedValueException e) {
            return new Answer.CannotTell("hostname does not print a computer's name.");
        }
    }
}
