package org.handover.app.notify;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.handover.sso.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Sends what is due for one target. */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(1);
    private static final int LONGEST_ERROR = 300;

    /** The longest attempts make several calls, each of which may wait. */
    private static final int CALLS = 6;

    private final Target target;
    private final Outbox outbox;
    private final Messages messages;
    private final Clock clock;
    private final Duration lease;
    private final Duration longestPause;

    Delivery(Target target, Outbox outbox, Messages messages, Clock clock, NotificationSettings settings) {
        this.target = target;
        this.outbox = outbox;
        this.messages = messages;
        this.clock = clock;
        Duration attempt = settings.attemptLimit().multipliedBy(CALLS);
        this.lease = attempt.compareTo(SHORTEST_LEASE) > 0 ? attempt : SHORTEST_LEASE;
        this.longestPause = settings.longestPause();
    }

    Target target() {
        return target;
    }

    /** @return whether there was one to be sent, whatever came of it */
    boolean next() throws InterruptedException {
        Optional<Notification> taken = outbox.take(target.name(), lease);
        if (taken.isEmpty()) {
            return false;
        }
        if (taken.get().subject() instanceof Subject.OfRun run) {
            MDC.put("failover", run.failover().value());
        }
        try {
            outbox.sent(taken.get(), target.channel().deliver(messages.of(taken.get())));
        } catch (UndeliveredException e) {
            putOff(taken.get(), e.sentence(), e.isForGood());
        } catch (RuntimeException e) {
            LOG.error(
                    "What {} is to be told of {} could not be sent",
                    target.name(),
                    taken.get().subject(),
                    e);
            putOff(taken.get(), "Something is wrong here; the application's log says what.", false);
        } finally {
            MDC.remove("failover");
        }
        return true;
    }

    private void putOff(Notification taken, String words, boolean forGood) {
        String why = Excerpt.of(words, LONGEST_ERROR);
        if (forGood || clock.instant().isAfter(taken.giveUpAt())) {
            LOG.error(
                    "{} was not told of {} ({}): {}",
                    target.name(),
                    taken.subject(),
                    taken.occasion().word(),
                    why);
            outbox.notDelivered(taken, why);
        } else {
            LOG.warn("{} could not be told of {} and is tried again: {}", target.name(), taken.subject(), why);
            outbox.tryLater(taken, why, pause(taken.attempts()));
        }
    }

    private Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 20));
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
