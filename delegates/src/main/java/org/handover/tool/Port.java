package org.handover.tool;

import java.util.List;
import org.handover.console.Transcript;
import org.handover.sso.SsoServerName;

/** Whether one server reaches a port of another: a connection is opened and closed, nobody logs on (docs/entsso.md 1.4). */
public final class Port {
    /** Where the endpoint mapper listens, through which ENTSSO servers find each other. */
    public static final int RPC = 135;

    private static final int PATIENCE_MILLIS = 3_000;

    private Port() {}

    /** What it answers. */
    public sealed interface Answer {

        record Reached() implements Answer {}

        record NotReached() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** .NET says True or False in every language. */
    public static ToolCommand<Answer> reaches(SsoServerName server, int port) {
        return new ToolCommand<>(
                "powershell -NoProfile -NonInteractive -Command \"try { (New-Object Net.Sockets.TcpClient).ConnectAsync('"
                        + server.value() + "', " + port + ").Wait(" + PATIENCE_MILLIS
                        + ") } catch { [bool]0 }\"",
                Port::read);
    }

    private static Answer read(Transcript transcript) {
        List<String> lines = Texts.lines(transcript);
        if (lines.size() == 1 && lines.get(0).strip().equals("True")) {
            return new Answer.Reached();
        }
        return lines.size() == 1 && lines.get(0).strip().equals("False")
                ? new Answer.NotReached()
                : new Answer.CannotTell("PowerShell says neither True nor False" + Texts.exitCode(transcript) + ".");
    }
}
