package org.handover.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.PromptScript;
import org.handover.console.Transcript;
import org.handover.sso.EntssoError;
import org.handover.sso.LetterCase;
import org.handover.sso.WindowsPath;

/** {@code ssoconfig}, which works on the server it is typed on (docs/entsso.md 3.5). */
public final class SsoConfig {
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(Password|Kennwort|Mot de passe|Contraseña|Wachtwoord)\\s*:");

    private static final Pattern SETTING = Pattern.compile("\\s*+([^:]++):\\s*+(.*)");

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

    /** What the server says of its own state. */
    public ToolCommand<Status> status() {
        return new ToolCommand<>(installed.ssoconfig() + " -status", SsoConfig::readStatus);
    }

    /** What {@code -status} answers; its layout is documented nowhere (docs/entsso.md 0, finding 10). */
    public sealed interface Status {

        /** Labels, in lower case, and values. */
        record Known(Map<String, String> settings) implements Status {
            public Known {
                settings = Map.copyOf(settings);
            }

            /** Whether it says that the server is the secret server; empty where no label that is known here says so. */
            public Optional<Boolean> isSecretServer() {
                String value = LetterCase.lower(settings.getOrDefault("secret server", ""));
                return switch (value) {
                    case "yes", "ja" -> Optional.of(true);
                    case "no", "nein" -> Optional.of(false);
                    default -> Optional.empty();
                };
            }
        }

        record CannotTell(String reason) implements Status {}
    }

    private static Status readStatus(Transcript transcript) {
        Optional<EntssoError> error = EntssoError.in(transcript.output());
        if (error.isPresent()) {
            return new Status.CannotTell(
                    "ssoconfig -status answers " + error.get().code() + ".");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : Texts.lines(transcript)) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.put(
                        LetterCase.lower(setting.group(1).strip()),
                        setting.group(2).strip());
            }
        }
        return settings.isEmpty()
                ? new Status.CannotTell("ssoconfig -status prints no settings" + Texts.exitCode(transcript) + ".")
                : new Status.Known(settings);
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
