package org.handover.tool;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.handover.console.PromptScript;
import org.handover.sso.WindowsPath;

/**
 * {@code ssoconfig -backupSecret}, which only the master secret server can do (docs/entsso.md 3.5). It asks three times on the
 * console, before it contacts ENTSSO: for the password, for the password again, and for the reminder; no switch takes them.
 */
public final class BackUpSecret {
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(Password|Kennwort|Mot de passe|Contraseña|Wachtwoord)\\s*:");
    private static final Pattern CONFIRM = Pattern.compile(
            "(?i)(Confirm password|Kennwort best(ä|ae)tigen|Kennwortbest(ä|ae)tigung|Confirm(er|ez) le mot de passe|Confirm(ar|e) (la )?contraseña|Wachtwoord bevestigen)\\s*:");
    private static final Pattern REMINDER = Pattern.compile(
            "(?i)(Password reminder|Kennworterinnerung|Kennworthinweis|Rappel du mot de passe|Recordatorio de (la )?contraseña|Wachtwoordherinnering)\\s*:");

    private BackUpSecret() {}

    /** Writes the secrets into a file. It is typed with {@link #answering}. */
    public static ToolCommand<SsoAnswer> into(InstallDirectory installed, WindowsPath file) {
        return new ToolCommand<>(installed.ssoconfig() + " -backupSecret " + file.quoted(), SsoOutput::answer);
    }

    /**
     * What to answer to its prompts; each supplier hands out an array that is zeroed once it is typed.
     *
     * @param password is asked for twice
     * @param reminder is echoed in clear and taken out of the transcript
     */
    public static PromptScript answering(Supplier<char[]> password, Supplier<char[]> reminder) {
        return PromptScript.empty()
                .then(PASSWORD, password)
                .then(CONFIRM, password)
                .then(REMINDER, reminder);
    }
}
