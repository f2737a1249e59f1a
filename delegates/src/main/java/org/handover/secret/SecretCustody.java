package org.handover.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.handover.sso.RefusedValueException;

/**
 * Keeps passwords from the moment they are given until the step that types them. Each is sealed on arrival to a key that
 * lives in the memory of this process only, and opened for the length of one call. When the process ends they are gone, and
 * the model asks again. Thread-safe.
 */
public final class SecretCustody {
    /** What ENTSSO accepts (docs/entsso.md 7). */
    private static final int SHORTEST = 7;

    private static final int LONGEST = 256;
    private static final int LONGEST_REMINDER = 512;

    private final Clock clock;
    private final Duration keptAtMost;
    private final Envelope envelope = new Envelope();
    private final Map<Key, Sealed> passwords = new ConcurrentHashMap<>();
    private final Map<String, Reminder> reminders = new ConcurrentHashMap<>();

    /**
     * A custody that holds nothing yet.
     *
     * @param keptAtMost after which age a password or reminder is discarded, whether it was used or not
     */
    public SecretCustody(Clock clock, Duration keptAtMost) {
        this.clock = clock;
        this.keptAtMost = keptAtMost;
    }

    /**
     * Takes a password into custody, in the place of an earlier one for the same purpose. The array is zeroed in any case.
     *
     * @throws RefusedValueException when ENTSSO would not accept it, or it could not be typed at a prompt
     */
    public void seal(String failoverId, Purpose purpose, char[] password) {
        try {
            check(password);
            byte[] kept = envelope.seal(password);
            passwords.put(new Key(failoverId, purpose), new Sealed(kept, clock.instant()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /**
     * Takes the password and the reminder of a backup that is going to be made, in the place of earlier ones. Both arrays are
     * zeroed in any case.
     *
     * @throws RefusedValueException when ENTSSO would not accept one of them, it could not be typed, or the reminder tells the
     *     password
     */
    public void sealBackup(String failoverId, char[] password, char[] reminder) {
        try {
            check(password);
            checkReminder(password, reminder);
            Instant now = clock.instant();
            byte[] keptPassword = envelope.seal(password);
            byte[] keptReminder = envelope.seal(reminder);
            passwords.put(new Key(failoverId, Purpose.BACKUP), new Sealed(keptPassword, now));
            passwords.put(new Key(failoverId, Purpose.BACKUP_REMINDER), new Sealed(keptReminder, now));
        } finally {
            Arrays.fill(password, '\0');
            Arrays.fill(reminder, '\0');
        }
    }

    private static void check(char[] password) {
        if (password.length < SHORTEST || password.length > LONGEST) {
            throw new RefusedValueException("The password must have 7 to 256 characters.");
        }
        checkCanBeTyped(password, "The password");
    }

    private static void checkReminder(char[] password, char[] reminder) {
        if (reminder.length == 0 || reminder.length > LONGEST_REMINDER) {
            throw new RefusedValueException("The reminder must have 1 to 512 characters.");
        }
        checkCanBeTyped(reminder, "The reminder");
        if (contains(reminder, password)) {
            throw new RefusedValueException(
                    "The reminder contains the password: whoever holds the file can read it without one.");
        }
    }

    private static boolean contains(char[] text, char[] part) {
        for (int at = 0; at + part.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static void checkCanBeTyped(char[] typed, String what) {
        for (int i = 0; i < typed.length; i++) {
            char c = typed[i];
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < typed.length && Character.isLowSurrogate(typed[i + 1]);
            if (Character.isISOControl(c) || (Character.isSurrogate(c) && !pair)) {
                throw new RefusedValueException(what + " contains a character that cannot be typed at a prompt.");
            }
            i += pair ? 1 : 0;
        }
    }

    /**
     * Lends the password to one call. The array is zeroed when the call returns; who needs it longer takes a copy and
     * zeroes that.
     *
     * @return what {@code use} returns; empty where no password is held
     */
    public <T> Optional<T> open(String failoverId, Purpose purpose, Function<char[], T> use) {
        discardOld();
        Sealed kept = passwords.get(new Key(failoverId, purpose));
        if (kept == null) {
            return Optional.empty();
        }
        char[] password = envelope.open(kept.content);
        try {
            return Optional.of(use.apply(password));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Whether a password is held for this purpose. */
    public boolean holds(String failoverId, Purpose purpose) {
        discardOld();
        return passwords.containsKey(new Key(failoverId, purpose));
    }

    /** Forgets the password for this purpose; the reminder of a backup goes with its password. */
    public void discard(String failoverId, Purpose purpose) {
        passwords.remove(new Key(failoverId, purpose));
        if (purpose == Purpose.BACKUP) {
            passwords.remove(new Key(failoverId, Purpose.BACKUP_REMINDER));
        }
    }

    /** Whether both the password and the reminder of a new backup are held. */
    public boolean holdsBackup(String failoverId) {
        return holds(failoverId, Purpose.BACKUP) && holds(failoverId, Purpose.BACKUP_REMINDER);
    }

    /** Forgets every password and the reminder of a failover. */
    public void discard(String failoverId) {
        passwords.keySet().removeIf(key -> key.failoverId.equals(failoverId));
        reminders.remove(failoverId);
    }

    /** Keeps the reminder that a restore file carries, for the form that asks for the password again. */
    public void remember(String failoverId, String reminder) {
        reminders.put(failoverId, new Reminder(reminder, clock.instant()));
    }

    /** The reminder of the restore file, where one has been seen. */
    public Optional<String> reminder(String failoverId) {
        discardOld();
        return Optional.ofNullable(reminders.get(failoverId)).map(Reminder::text);
    }

    /** Forgets what is older than the limit. Every other method does so first. */
    public void discardOld() {
        Instant oldest = clock.instant().minus(keptAtMost);
        passwords.values().removeIf(kept -> kept.since.isBefore(oldest));
        reminders.values().removeIf(reminder -> reminder.since.isBefore(oldest));
    }

    /** How many passwords are held, and nothing about them. */
    @Override
    public String toString() {
        return "SecretCustody[" + passwords.size() + " held]";
    }

    private record Key(String failoverId, Purpose purpose) {}

    /** A password under the envelope. */
    private static final class Sealed {
        private final byte[] content;
        private final Instant since;

        Sealed(byte[] content, Instant since) {
            this.content = content;
            this.since = since;
        }
    }

    private record Reminder(String text, Instant since) {
        @Override
        public String toString() {
            return "Reminder[masked]";
        }
    }
}
