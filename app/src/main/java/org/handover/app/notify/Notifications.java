package org.handover.app.notify;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.handover.journal.FailoverId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What became of what was to be told, for whoever looks. */
@Component
public final class Notifications {

    public static final String UNDELIVERED = word(Outbox.State.UNDELIVERED);
    public static final String WAITING = word(Outbox.State.WAITING);
    public static final String SENT = word(Outbox.State.SENT);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int PAGE_SIZE = 50;

    private final Targets targets;
    private final Outbox outbox;

    Notifications(Targets targets, Outbox outbox) {
        this.targets = targets;
        this.outbox = outbox;
    }

    /**
     * What one target was to be told.
     *
     * @param failover the run that it is about
     * @param estate with the SSO system, where it is about that one and no run
     * @param kind what happened, such as {@code task.waiting}
     * @param nextAttemptAt while it is tried
     * @param lastError why the last attempt failed
     */
    public record NotificationView(
            UUID id,
            @Nullable String failover,
            @Nullable String estate,
            @Nullable String ssoSystem,
            String target,
            String kind,
            String sentence,
            Instant at,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant sentAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError) {

        static NotificationView of(Notification notification) {
            Subject.OfRun run = notification.subject() instanceof Subject.OfRun one ? one : null;
            Subject.OfSystem system = notification.subject() instanceof Subject.OfSystem one ? one : null;
            return new NotificationView(
                    notification.id(),
                    run == null ? null : run.failover().value(),
                    system == null ? null : system.estate().value(),
                    system == null ? null : system.ssoSystem().value(),
                    notification.target(),
                    notification.occasion().word(),
                    notification.happening().sentence(),
                    notification.at(),
                    notification.attempts(),
                    notification.dueAt(),
                    notification.sentAt(),
                    notification.givenUpAt(),
                    notification.lastError());
        }
    }

    /**
     * A page of them, the newest first.
     *
     * @param targets who is told at all, by name
     * @param whyEmpty why there is none
     */
    public record NotificationPage(
            List<NotificationView> items, int page, long total, List<String> targets, @Nullable String whyEmpty) {}

    public static List<String> states() {
        return Arrays.stream(Outbox.State.values()).map(Notifications::word).toList();
    }

    /**
     * @param state one of {@link #states()}
     * @param failover whose they are; every run's where it is null
     * @param page from 0
     */
    public NotificationPage page(String state, @Nullable FailoverId failover, int page) {
        Outbox.State asked = Outbox.State.valueOf(state.toUpperCase(Locale.ROOT));
        List<NotificationView> items = outbox.list(asked, failover, PAGE_SIZE, page * PAGE_SIZE).stream()
                .map(NotificationView::of)
                .toList();
        return new NotificationPage(
                items,
                page,
                outbox.count(asked, failover),
                targets.all().stream().map(Target::name).toList(),
                items.isEmpty() ? whyEmpty(asked, failover) : null);
    }

    private String whyEmpty(Outbox.State state, @Nullable FailoverId failover) {
        if (targets.all().isEmpty()) {
            return "Nobody is told of anything: no target is configured under handover.notifications.targets.";
        }
        return switch (state) {
            case UNDELIVERED -> "Whatever was to be told was delivered, or is still being tried.";
            case WAITING -> "Nothing waits to be delivered.";
            case SENT ->
                outbox.count(Outbox.State.WAITING, failover) + outbox.count(Outbox.State.UNDELIVERED, failover) == 0
                        ? "Nothing has happened yet of which somebody is to be told."
                        : "Nothing has been delivered yet: what was to be told waits, or could not be delivered.";
        };
    }

    /** Tries one again that was not delivered; false where there is none of this id, or it was delivered. */
    public boolean tryAgain(String id, String actor) {
        return ID.matcher(id).matches() && outbox.tryAgain(UUID.fromString(id), actor);
    }

    private static String word(Outbox.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
