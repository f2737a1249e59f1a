package org.handover.tool;

import org.handover.console.Transcript;
import org.handover.sso.LetterCase;
import org.handover.sso.WindowsPath;

/** {@code md}: making a folder succeeds for exactly one of those who try, which is what a claim needs. */
public final class MakeDirectory {

    private MakeDirectory() {}

    /** What came of it. */
    public sealed interface Answer {

        /** The folder was not there before and is now. */
        record Created() implements Answer {}

        /** A folder or file of that name was there already. */
        record Exists() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    public static ToolCommand<Answer> claim(WindowsPath folder) {
        return new ToolCommand<>(lineFor(folder), transcript -> {
            Integer exitCode = transcript.exitCode();
            if (exitCode != null && exitCode == 0 && transcript.output().isBlank()) {
                return new Answer.Created();
            }
            if (saysThatItExists(folder, transcript)) {
                return new Answer.Exists();
            }
            return new Answer.CannotTell("md answered neither with success nor that " + folder.fileName() + " exists"
                    + Texts.exitCode(transcript) + ".");
        });
    }

    static String lineFor(WindowsPath folder) {
        return "md " + folder.quoted();
    }

    /** In every language the sentence names the folder; the other failures of md do not (docs/windows-consoles.md, Language and files). */
    static boolean saysThatItExists(WindowsPath folder, Transcript transcript) {
        Integer exitCode = transcript.exitCode();
        return (exitCode == null || exitCode != 0)
                && LetterCase.lower(Texts.unwrapped(transcript)).contains(LetterCase.lower(folder.fileName()));
    }
}
