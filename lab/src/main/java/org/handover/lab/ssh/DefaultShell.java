package org.handover.lab.ssh;

import java.util.Locale;
import org.handover.lab.windows.Registry;

/**
 * The program that sshd starts for a channel, and the command line it starts it with: what stands under
 * {@code HKLM\SOFTWARE\OpenSSH} as {@code DefaultShell}, or cmd.exe. Without a pty the command comes in quotes, with a pty it
 * does not; for PowerShell quotes inside of it are escaped without a pty, and not with one. Source: docs/windows-consoles.md,
 * What happens to the command line.
 *
 * @param path Windows path of the shell
 */
record DefaultShell(String path) {
    private static final String KEY = "HKLM\\SOFTWARE\\OpenSSH";

    static DefaultShell of(Registry registry) {
        return new DefaultShell(registry.string(KEY, "DefaultShell").orElse("C:\\Windows\\System32\\cmd.exe"));
    }

    /** What stands behind the shell's own name on its command line. */
    String tail(String command, boolean pty) {
        if (path.toLowerCase(Locale.ROOT).contains("system32\\cmd")) {
            return pty ? " /c " + command : " /c \"" + command + "\"";
        }
        return " -c " + (pty ? command : escaped(command));
    }

    private static String escaped(String command) {
        StringBuilder escaped = new StringBuilder("\"");
        int backslashes = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '"') {
                escaped.append("\\".repeat(backslashes + 1));
            }
            escaped.append(c);
            backslashes = c == '\\' ? backslashes + 1 : 0;
        }
        return escaped.append("\\".repeat(backslashes)).append('"').toString();
    }
}
