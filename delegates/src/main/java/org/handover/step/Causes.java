package org.handover.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handover.console.ConsoleException;
import org.handover.console.RemoteConsole;
import org.handover.sso.EntssoError;
import org.handover.sso.EntssoEvent;
import org.handover.tool.EventQuery;
import org.handover.tool.EventRecord;

/** Why something did not work, as ENTSSO itself says it in the event log, and what can be done about it (docs/entsso.md 5.4). */
public final class Causes {

    private static final int NOT_STARTED = 10503;
    private static final int CALL_FAILED = 10536;
    private static final int[] OF_A_START = {NOT_STARTED, 10511, 10513, 10517, 10550, 10728};

    private Causes() {}

    /** Why ENTSSO did not start since its log stood there; empty where it does not say. */
    static String ofAStart(RemoteConsole console, long eventsAfter) throws ConsoleException, InterruptedException {
        return in(Looks.eventsSince(console, eventsAfter, OF_A_START));
    }

    /** Why ENTSSO refused what was asked of it since its log stood there; empty where it does not say. */
    static String ofRefusedCalls(RemoteConsole console, long eventsAfter)
            throws ConsoleException, InterruptedException {
        return in(Looks.eventsSince(console, eventsAfter, CALL_FAILED));
    }

    private static String in(EventQuery.Events events) {
        return events instanceof EventQuery.Events.Known known ? of(known.events()) : "";
    }

    /** The newest of each kind, those that name a cause before the one that says only that there is one. */
    static String of(List<EventRecord> events) {
        Map<Integer, EventRecord> newest = new TreeMap<>(
                Comparator.<Integer, Boolean>comparing(id -> id == NOT_STARTED).thenComparing(id -> id));
        events.stream()
                .filter(event -> EntssoEvent.of(event.id()).isPresent())
                .forEach(event -> newest.merge(
                        event.id(), event, (one, other) -> one.recordId() > other.recordId() ? one : other));
        if (newest.size() > 1) {
            newest.remove(NOT_STARTED);
        }
        List<String> sentences = new ArrayList<>();
        newest.values().forEach(event -> sentences.add(sentence(event)));
        return String.join(" ", sentences);
    }

    /** What an event of trouble means; where it carries an error code, what that means. Empty for any other event. */
    public static String sentence(EventRecord event) {
        Optional<EntssoEvent> known = EntssoEvent.of(event.id());
        if (known.isEmpty()) {
            return "";
        }
        String means = "Event %d: %s".formatted(event.id(), known.get().means());
        return event.data().stream()
                .flatMap(text -> EntssoError.in(text).stream())
                .findFirst()
                .map(error ->
                        "%s Its code is %s: %s %s".formatted(means, error.code(), error.means(), error.whatToDo()))
                .orElseGet(() -> means + " " + known.get().whatToDo());
    }
}
