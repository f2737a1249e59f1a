package org.handover.tool;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.handover.console.PromptScript;
import org.handover.sso.WindowsPath;

/** {@code ssoconfig}, which works on the server it is typed on (docs/entsso.md 3.5). */
public final class SsoConfig {
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(Password|Kennwort|Mot de passe|Contraseña|Wachtwoord)\\s*:");

    private final InstallDirectory installed;

    public SsoConfig(InstallDirectory installed) {
        this.installed = installed;
    }

    /**
     * Restores the master secret from a file. Changes something. Asks for the file's password on the console, so it is
     * typed with {@link #answering}; there is no switch for it.
     */
    public ToolCommand<SsoAnswer> restoreSecret(WindowsPath restoreFile) {
        return new ToolCommand<>(installed.ssoconfig() + " -restoresecret " + restoreFile.quoted(), SsoOutput::answer);
    }

    /**
     * What to answer to {@link #restoreSecret}.
     *
     * @param password hands out the file's password when it is asked for; the array is zeroed once it is typed
     * @param reminder is told the reminder that the file carries, before the password is typed
     */
    public static PromptScript answering(Supplier<char[]> password, Consumer<String> reminder) {
        return PromptScript.empty().then(PASSWORD, password).tellingReminderTo(reminder);
    }
}
