package org.handover.tool;

import org.handover.console.Transcript;
import org.handover.sso.LetterCase;

/** Which updates are installed beside the products, out of the list of installed programs. */
public final class Updates {
    /** The update without which a restore may spoil the secret (docs/entsso.md 10.1, row 12). */
    public static final String RESTORE_FIX = "3062831";

    private static final String UNINSTALL = "Microsoft\\Windows\\CurrentVersion\\Uninstall";
    private static final String LONG_UNINSTALL = LetterCase.upper(UNINSTALL);

    private Updates() {}

    /** What it answers. */
    public sealed interface Answer {

        record Installed() implements Answer {}

        /** It is not in the list. A later update that holds it would not show. */
        record NotListed() implements Answer {}

        record CannotTell(String reason) implements Answer {}
    }

    /** Whether the update for the restore is in the list of installed programs, 64-bit or 32-bit. */
    public static ToolCommand<Answer> restoreFix() {
        String search = "reg query HKLM\\SOFTWARE\\" + UNINSTALL + " /s /f " + RESTORE_FIX;
        return new ToolCommand<>(
                "reg query HKLM\\SOFTWARE\\" + UNINSTALL + " /reg:64 & " + search + " /reg:64 & " + search + " /reg:32",
                Updates::read);
    }

    /** The number stands in the name of the key or in one of its values; the sentence at the end of a search never has it. */
    private static Answer read(Transcript transcript) {
        if (Texts.lines(transcript).stream().anyMatch(Updates::namesTheFix)) {
            return new Answer.Installed();
        }
        boolean listed = Texts.lines(transcript).stream()
                .anyMatch(line -> LetterCase.upper(line).contains(LONG_UNINSTALL));
        return listed
                ? new Answer.NotListed()
                : new Answer.CannotTell("reg does not list the installed programs" + Texts.exitCode(transcript) + ".");
    }

    private static boolean namesTheFix(String line) {
        String upper = LetterCase.upper(line);
        boolean keyOrValue = upper.startsWith("HKEY_LOCAL_MACHINE") || upper.contains(" REG_");
        return keyOrValue && line.contains(RESTORE_FIX);
    }
}
