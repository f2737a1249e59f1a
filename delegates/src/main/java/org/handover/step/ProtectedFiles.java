package org.handover.step;

import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.WindowsPath;
import org.handover.tool.FileRights;
import org.handover.tool.GroupSid;
import org.handover.tool.SsoManage;

/**
 * Who may read what holds the master secret: SYSTEM, the administrators and the SSO administrators, each by SID
 * (docs/windows-consoles.md, Language and files).
 */
final class ProtectedFiles {

    private ProtectedFiles() {}

    /** @return why it is not protected; empty where it is */
    static Optional<String> protectFolder(RemoteConsole console, WindowsPath folder)
            throws ConsoleException, InterruptedException {
        return why(FileRights.ofFolder(folder, ssoAdministrators(console)).typeOn(console, Looks.LIMIT));
    }

    /** @return why it is not protected; empty where it is */
    static Optional<String> protectFile(RemoteConsole console, WindowsPath file)
            throws ConsoleException, InterruptedException {
        return why(FileRights.ofFile(file, ssoAdministrators(console)).typeOn(console, Looks.LIMIT));
    }

    /** Where their SID is not known they get no right, which is too little and never too much. */
    private static List<String> ssoAdministrators(RemoteConsole console) throws ConsoleException, InterruptedException {
        if (!(Looks.displayDb(console) instanceof SsoManage.DisplayDb.Known known)) {
            return List.of();
        }
        String names = known.info().ssoAdministrators();
        return names != null && GroupSid.of(names).typeOn(console, Looks.LIMIT) instanceof GroupSid.Answer.Known group
                ? group.sids()
                : List.of();
    }

    private static Optional<String> why(FileRights.Answer answer) {
        return answer instanceof FileRights.Answer.CannotTell unknown
                ? Optional.of(unknown.reason())
                : Optional.empty();
    }
}
