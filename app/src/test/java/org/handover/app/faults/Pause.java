package org.handover.app.faults;

import java.time.Duration;
import org.awaitility.Awaitility;

/** How long a fault lasts. */
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        Awaitility.await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
    }
}
