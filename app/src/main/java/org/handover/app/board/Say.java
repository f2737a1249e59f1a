package org.handover.app.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.handover.app.rest.Utc;
import org.jspecify.annotations.Nullable;

/** Times, durations and ids as people write them. A page shows times in UTC until its script adds the viewer's own. */
final class Say {

    public String time(Instant at) {
        return Utc.inWords(at);
    }

    public String took(@Nullable Duration took) {
        if (took == null) {
            return "";
        }
        long seconds = took.toSeconds();
        if (seconds < 1) {
            return "under 1 s";
        }
        if (seconds < 60) {
            return "%d s".formatted(seconds);
        }
        if (seconds < 3600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        }
        return seconds < 86_400
                ? "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60)
                : "%d d %d h".formatted(seconds / 86_400, seconds % 86_400 / 3600);
    }

    public String between(Instant from, Instant to) {
        return took(Duration.between(from, to));
    }

    /** A state such as {@code awaiting-approval} as words. */
    public String state(String word) {
        return word.replace('-', ' ');
    }

    /** The id of a step or a task, such as {@code confirmResult}, as words. */
    public static String words(Object id) {
        return id.toString()
                .replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT)
                .strip();
    }
}
