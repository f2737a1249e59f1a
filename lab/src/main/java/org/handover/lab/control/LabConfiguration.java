package org.handover.lab.control;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.handover.lab.entsso.EntssoSettings;
import org.handover.lab.entsso.EntssoSettings.Inventions;
import org.handover.lab.entsso.EntssoSettings.RestoreOffTheMaster;
import org.handover.lab.entsso.EntssoSettings.RunningService;
import org.handover.lab.entsso.EntssoSettings.SwitchesWithoutSyntax;
import org.handover.lab.entsso.EntssoSettings.UnknownElements;
import org.handover.lab.entsso.EntssoSettings.UnrelatedSecret;

/** What the environment says a lab is to be like; lab/README.md lists the variables. Its text shows no secret. */
public final class LabConfiguration {

    private static final String PREFIX = "HANDOVER_LAB_";
    private static final Duration KEY_PATIENCE = Duration.ofMinutes(2);
    private static final String REMINDER = "The sentence on the back page of the CONTOSO run book, with its full stop";

    private final Map<String, String> environment;

    private LabConfiguration(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads the environment's variables that begin with {@code HANDOVER_LAB_}.
     *
     * @throws IllegalArgumentException with a sentence that says which variable is missing or cannot be used
     */
    public static LabConfiguration from(Map<String, String> environment) {
        LabConfiguration configuration = new LabConfiguration(Map.copyOf(environment));
        configuration.home();
        configuration.database();
        configuration.restorePassword();
        configuration.settings();
        configuration.basePort();
        return configuration;
    }

    /** The lab's folder; without a variable it is {@code lab-data} where the lab was started. */
    Path home() {
        return path("HOME", optional("HOME").orElse("lab-data"));
    }

    /** A topology file; without one the lab is what it was, or CONTOSO. */
    Optional<Path> topology() {
        return optional("TOPOLOGY").map(file -> path("TOPOLOGY", file));
    }

    /** Empty when the lab is to bring its own PostgreSQL. */
    Optional<DatabaseAddress> database() {
        Optional<String> url = optional("DB_URL");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.get().startsWith("jdbc:postgresql:")) {
            throw unusable("DB_URL", "it has to begin with jdbc:postgresql:");
        }
        return Optional.of(new DatabaseAddress(
                url.get(),
                required("DB_USER", "the database user"),
                optional("DB_PASSWORD").orElse("")));
    }

    /** Whether a person started it, who is told everything; a program that did brought a key, and reads the ready file. */
    public boolean isByItself() {
        boolean noKey = optional("CONSOLE_PUBLIC_KEY").isEmpty()
                && optional("CONSOLE_PUBLIC_KEY_FILE").isEmpty();
        return optional("HAND_OVER").isEmpty() && (noKey || optional("DB_URL").isEmpty());
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException unusable) {
            throw unusable(name, "it has to be a path");
        }
    }

    Optional<String> restorePassword() {
        Optional<String> password = optional("RESTORE_PASSWORD");
        if (password.isPresent()
                && (password.get().length() < 7 || password.get().length() > 256)) {
            throw unusable("RESTORE_PASSWORD", "it has to have 7 to 256 characters");
        }
        return password;
    }

    String reminder() {
        String reminder = optional("REMINDER").orElse(REMINDER);
        if (reminder.length() > 512) {
            throw unusable("REMINDER", "it may have 512 characters at most");
        }
        return reminder;
    }

    /** The key as it stands in the environment, or in a file that somebody else is still to write. */
    Optional<String> consolePublicKey() {
        Optional<String> file = optional("CONSOLE_PUBLIC_KEY_FILE");
        return file.isPresent() ? Optional.of(awaitLine(Path.of(file.get()))) : optional("CONSOLE_PUBLIC_KEY");
    }

    private static String awaitLine(Path file) {
        long deadline = System.nanoTime() + KEY_PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                String line = Files.exists(file) ? Files.readString(file).strip() : "";
                if (!line.isEmpty()) {
                    return line;
                }
            } catch (IOException notYet) {
                // it is being written
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw unusable("CONSOLE_PUBLIC_KEY_FILE", "nobody wrote a key into " + file + " in time");
    }

    /** Where the ready file is to be written as well, for somebody who cannot see the lab's folder. */
    Optional<Path> handOver() {
        return optional("HAND_OVER").map(Path::of);
    }

    Optional<String> consolePassword() {
        return optional("CONSOLE_PASSWORD");
    }

    Optional<String> token() {
        return optional("TOKEN");
    }

    String bind() {
        return optional("BIND").orElse("127.0.0.1");
    }

    /** The address under which others reach the lab, where it is not the one that it binds to. */
    String advertised() {
        return optional("ADVERTISE").orElse(bind().equals("0.0.0.0") ? "127.0.0.1" : bind());
    }

    Optional<Integer> basePort() {
        Optional<Integer> port =
                optional("PORTS").map(text -> (int) number("PORTS", text).longValue());
        if (port.isPresent() && (port.get() < 1 || port.get() > 65_000)) {
            throw unusable("PORTS", "it has to be a port");
        }
        return port;
    }

    EntssoSettings settings() {
        EntssoSettings settings = EntssoSettings.asDocumented();
        Optional<String> poll = optional("POLL_SECONDS");
        if (poll.isPresent()) {
            settings = settings.withPoll(seconds("POLL_SECONDS", poll.get(), Duration.ofMillis(20)));
        }
        Optional<String> start = optional("START_SECONDS");
        if (start.isPresent()) {
            settings = settings.withStartDuration(seconds("START_SECONDS", start.get(), Duration.ZERO));
        }
        settings = settings.with(inventions());
        Optional<String> outage = optional("OUTAGE_SECONDS");
        if (outage.isPresent()) {
            settings = settings.withImpatience(
                    settings.databaseAttempts(),
                    settings.databaseAttemptPause(),
                    seconds("OUTAGE_SECONDS", outage.get(), Duration.ZERO));
        }
        return settings;
    }

    /** What no document says, decided otherwise than the lab does. */
    private Inventions inventions() {
        Inventions inventions = Inventions.DEFAULT;
        if (decision("UNRELATED_SECRET", "refuse", "accept")) {
            inventions = inventions.with(UnrelatedSecret.ACCEPT);
        }
        if (decision("RESTORE_OFF_MASTER", "refuse", "store")) {
            inventions = inventions.with(RestoreOffTheMaster.STORE);
        }
        if (decision("RUNNING_SERVICE", "keep", "follow")) {
            inventions = inventions.with(RunningService.FOLLOWS_THE_DATABASE);
        }
        if (decision("UNKNOWN_ELEMENTS", "refuse", "ignore")) {
            inventions = inventions.with(UnknownElements.IGNORE);
        }
        if (decision("SWITCHES_WITHOUT_SYNTAX", "yes-no", "refuse")) {
            inventions = inventions.with(SwitchesWithoutSyntax.REFUSE);
        }
        inventions = inventions.withSecretAge(
                optional("SECRET_AGE_DAYS")
                        .map(text ->
                                Duration.ofDays(number("SECRET_AGE_DAYS", text).longValue()))
                        .orElse(inventions.secretAge()),
                optional("SECRET_AGE_EVENT")
                        .map(text -> number("SECRET_AGE_EVENT", text).intValue())
                        .orElse(inventions.secretAgeEvent()));
        Optional<String> reminder = optional("BACKUP_REMINDER_SECONDS");
        return reminder.isPresent()
                ? inventions.withBackupReminder(
                        seconds("BACKUP_REMINDER_SECONDS", reminder.get(), Duration.ofSeconds(1)))
                : inventions;
    }

    private boolean decision(String name, String usual, String other) {
        String given = optional(name).orElse(usual);
        if (!given.equals(usual) && !given.equals(other)) {
            throw unusable(name, "it has to be " + other + " or " + usual);
        }
        return given.equals(other);
    }

    private static Duration seconds(String name, String text, Duration least) {
        Duration duration =
                Duration.ofMillis(number(name, text).movePointRight(3).longValue());
        if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw unusable(name, "it has to be between " + least.toMillis() + " ms and a day");
        }
        return duration;
    }

    private static BigDecimal number(String name, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            throw unusable(name, "it has to be a number");
        }
    }

    private String required(String name, String what) {
        return optional(name)
                .orElseThrow(() -> new IllegalArgumentException("Set " + PREFIX + name + ": " + what + "."));
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(PREFIX + name)).filter(value -> !value.isBlank());
    }

    private static IllegalArgumentException unusable(String name, String why) {
        return new IllegalArgumentException(PREFIX + name + " cannot be used: " + why + ".");
    }

    @Override
    public String toString() {
        return "LabConfiguration[" + environment.getOrDefault(PREFIX + "HOME", "") + "]";
    }
}
