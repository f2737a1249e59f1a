package org.handover.tool;

import java.util.List;
import org.handover.console.Transcript;
import org.handover.sso.WindowsPath;

/**
 * {@code icacls}: a file or folder that only SYSTEM, the administrators and some further groups can read, all of them by SID
 * (docs/windows-consoles.md, Language and files).
 */
public final class FileRights {
    private static final String SYSTEM = "*S-1-5-18";
    private static final String ADMINISTRATORS = "*S-1-5-32-544";

    private FileRights() {}

    /** What it answers. */
    public sealed interface Answer {

        record Done() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** Takes every inherited right off a file and gives it to SYSTEM, the administrators and, for reading, to these groups. */
    public static ToolCommand<Answer> ofFile(WindowsPath file, List<String> readers) {
        return command(file, ":F", ":R", readers);
    }

    /** The same for a folder and what is made in it; these groups may also write there. */
    public static ToolCommand<Answer> ofFolder(WindowsPath folder, List<String> writers) {
        return command(folder, ":(OI)(CI)F", ":(OI)(CI)M", writers);
    }

    private static ToolCommand<Answer> command(WindowsPath path, String full, String theirs, List<String> groups) {
        StringBuilder line = new StringBuilder("icacls ")
                .append(path.quoted())
                .append(" /inheritance:r /grant:r ")
                .append(SYSTEM)
                .append(full)
                .append(' ')
                .append(ADMINISTRATORS)
                .append(full);
        groups.forEach(sid -> line.append(" *").append(sid).append(theirs));
        return new ToolCommand<>(line.toString(), FileRights::read);
    }

    private static Answer read(Transcript transcript) {
        return Texts.succeeded(transcript)
                ? new Answer.Done()
                : new Answer.CannotTell("icacls did not report success" + Texts.exitCode(transcript) + ".");
    }
}
