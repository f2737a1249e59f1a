package org.handover.tool;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.handover.console.Transcript;

/**
 * {@code wevtutil qe} on the Application log, read as XML: ids and parameters, never sentences. What is new is told by the
 * record id, never by a clock (docs/entsso.md 5.2 to 5.4).
 */
public final class EventQuery {
    private static final String SOURCE = "ENTSSO";

    /** As many of the newest as a query brings home; a log can hold years. */
    private static final int NEWEST = 256;

    private EventQuery() {}

    /** The number of the newest entry. */
    public sealed interface Latest {

        /** 0 where the log is empty. */
        record Known(long recordId) implements Latest {}

        record CannotTell(String reason) implements Latest {}
    }

    /** The entries that were asked for. */
    public sealed interface Events {

        /** Oldest first; empty where there are none. */
        record Known(List<EventRecord> events) implements Events {
            public Known {
                events = List.copyOf(events);
            }

            /** Those with this event id, oldest first. */
            public List<EventRecord> withId(int id) {
                return events.stream().filter(event -> event.id() == id).toList();
            }
        }

        record CannotTell(String reason) implements Events {}
    }

    /** The record id of the newest entry of the Application log, whoever wrote it. */
    public static ToolCommand<Latest> latest() {
        return new ToolCommand<>("wevtutil qe Application /c:1 /rd:true /f:XML", EventQuery::readLatest);
    }

    /** The entries of ENTSSO with these ids that are newer than a record id. */
    public static ToolCommand<Events> newerThan(long recordId, int... eventIds) {
        if (eventIds.length == 0) {
            throw new IllegalArgumentException("A query for events names at least one id.");
        }
        String ids = Arrays.stream(eventIds).mapToObj(id -> "EventID=" + id).collect(Collectors.joining(" or "));
        String query =
                "*[System[Provider[@Name='" + SOURCE + "'] and (" + ids + ") and EventRecordID>" + recordId + "]]";
        return new ToolCommand<>(
                "wevtutil qe Application /q:\"" + query + "\" /c:" + NEWEST + " /rd:true /f:XML", transcript -> {
                    // The log itself need not be trusted to filter.
                    Events events = readEvents(transcript);
                    return events instanceof Events.Known known
                            ? new Events.Known(known.events().stream()
                                    .filter(event -> event.recordId() > recordId)
                                    .filter(event -> event.source().equalsIgnoreCase(SOURCE))
                                    .filter(event -> Arrays.stream(eventIds).anyMatch(id -> id == event.id()))
                                    .toList())
                            : events;
                });
    }

    /** The entries that an answer consists of; none where it is not the answer to a query for events. */
    public static List<EventRecord> eventsIn(Transcript transcript) {
        return transcript.commandLine().startsWith("wevtutil qe ")
                        && readEvents(transcript) instanceof Events.Known known
                ? known.events()
                : List.of();
    }

    private static Latest readLatest(Transcript transcript) {
        Events events = readEvents(transcript);
        if (events instanceof Events.CannotTell unknown) {
            return new Latest.CannotTell(unknown.reason());
        }
        return new Latest.Known(((Events.Known) events)
                .events().stream().mapToLong(EventRecord::recordId).max().orElse(0));
    }

    private static Events readEvents(Transcript transcript) {
        if (transcript.exitCode() != null && transcript.exitCode() != 0) {
            return new Events.CannotTell("wevtutil reports error " + transcript.exitCode() + ".");
        }
        if (transcript.exitCode() == null && transcript.output().isBlank()) {
            return new Events.CannotTell(
                    "Nothing was pasted, and there is no exit code to say that nothing is the answer.");
        }
        return EventXml.read(transcript.output())
                .<Events>map(events -> new Events.Known(events.stream()
                        .sorted(Comparator.comparingLong(EventRecord::recordId))
                        .toList()))
                .orElseGet(
                        () -> new Events.CannotTell("wevtutil does not print events in the XML that is known here."));
    }
}
