package org.handover.app.security;

import java.time.Duration;
import org.springframework.security.authentication.LockedException;

/** Somebody has to wait before the next attempt to sign in; what was given now was not looked at. */
final class TooManyAttemptsException extends LockedException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttemptsException(Duration wait) {
        super(sentence(wait));
        this.wait = wait;
    }

    String sentence() {
        return sentence(wait);
    }

    private static String sentence(Duration wait) {
        return "Too many wrong passwords came from here. Try again in %s.".formatted(words(wait));
    }

    /** @return whole seconds, at least one */
    long seconds() {
        return seconds(wait);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    private static String words(Duration wait) {
        long seconds = seconds(wait);
        if (seconds == 1) {
            return "a second";
        }
        return seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
