package org.handover.lab.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.handover.lab.windows.EventLog.Event;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Program;

/**
 * {@code wevtutil el}, {@code wevtutil gli Application} and {@code wevtutil qe Application [/q:XPATH] [/f:XML|RenderedXml|Text] [/c:N] [/rd:true] [/e:ROOT]}: an event a line, oldest
 * first unless told. Source: docs/windows-consoles.md, Language and files.
 */
final class Wevtutil implements Program {
    private static final int INVALID_QUERY = 15001;
    private static final int NO_SUCH_LOG = 15007;
    private static final int INVALID_PARAMETER = 87;

    @Override
    public int run(Invocation invocation) {
        Options options = new Options(invocation.arguments(), Set.of());
        String verb = options.word(0).orElse("").toLowerCase(Locale.ROOT);
        if (verb.equals("el") || verb.equals("enum-logs")) {
            List.of("Application", "Security", "System").forEach(invocation.console()::outLine);
            return 0;
        }
        if (verb.equals("gli") || verb.equals("get-log-info")) {
            return information(invocation, options.word(1).orElse(""));
        }
        if (!verb.equals("qe") && !verb.equals("query-events")) {
            return failed(
                    invocation,
                    "The lab's wevtutil knows: el, gli Application, qe Application /q: /f: /c: /rd: /e:",
                    INVALID_PARAMETER);
        }
        if (!options.word(1).orElse("").equalsIgnoreCase("Application")) {
            return failed(invocation, Phrases.say(invocation, "There is no such event log."), NO_SUCH_LOG);
        }
        String count = option(options, "c", "count", "2147483647");
        String format = option(options, "f", "format", "XML").toLowerCase(Locale.ROOT);
        if (!count.matches("\\d{1,10}") || !Set.of("xml", "renderedxml", "text").contains(format)) {
            return failed(invocation, Phrases.say(invocation, "An option cannot be understood."), INVALID_PARAMETER);
        }
        List<Event> found;
        try {
            found = new ArrayList<>(EventQuery.select(
                    invocation.server().applicationLog().events(),
                    invocation.server().name(),
                    option(options, "q", "query", "*"),
                    invocation.server().clock().instant()));
        } catch (EventQuery.InvalidQueryException e) {
            return failed(
                    invocation,
                    Phrases.say(invocation, "The query is invalid: %s", String.valueOf(e.getMessage())),
                    INVALID_QUERY);
        }
        if (option(options, "rd", "reversedirection", "false").equalsIgnoreCase("true")) {
            Collections.reverse(found);
        }
        print(
                invocation,
                found.stream().limit(Long.parseLong(count)).toList(),
                format,
                option(options, "e", "element", ""));
        return 0;
    }

    private static int information(Invocation invocation, String log) {
        if (!log.equalsIgnoreCase("Application")) {
            return failed(invocation, Phrases.say(invocation, "There is no such event log."), NO_SUCH_LOG);
        }
        List<Event> events = invocation.server().applicationLog().events();
        invocation
                .console()
                .outLine("lastWriteTime: "
                        + (events.isEmpty() ? "" : EventXml.systemTime(events.get(events.size() - 1))));
        invocation.console().outLine("numberOfLogRecords: " + events.size());
        invocation
                .console()
                .outLine("oldestRecordNumber: "
                        + (events.isEmpty() ? 0 : events.get(0).recordId()));
        return 0;
    }

    private static void print(Invocation invocation, List<Event> events, String format, String root) {
        if (!root.isEmpty()) {
            invocation.console().outLine("<" + root + ">");
        }
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            invocation
                    .console()
                    .outLine(
                            format.equals("text")
                                    ? text(i, event, invocation)
                                    : EventXml.of(
                                            event,
                                            invocation.server().name(),
                                            format.equals("renderedxml"),
                                            invocation.server().language()));
        }
        if (!root.isEmpty()) {
            invocation.console().outLine("</" + root + ">");
        }
    }

    private static String text(int index, Event event, Invocation invocation) {
        return String.join(
                "\r\n",
                "Event[" + index + "]:",
                "  Log Name: Application",
                "  Source: " + event.source(),
                "  Date: " + EventXml.systemTime(event),
                "  Event ID: " + event.id(),
                "  Task: N/A",
                "  "
                        + Phrases.say(
                                invocation,
                                "Level: %s",
                                EventXml.levelName(
                                        event.level(), invocation.server().language())),
                "  Opcode: N/A",
                "  Keyword: Classic",
                "  User: N/A",
                "  User Name: N/A",
                "  Computer: " + invocation.server().name(),
                "  Description: ",
                event.message(),
                "");
    }

    private static String option(Options options, String name, String longName, String otherwise) {
        return options.value(name).or(() -> options.value(longName)).orElse(otherwise);
    }

    private static int failed(Invocation invocation, String message, int code) {
        invocation.console().errLine(message);
        return code;
    }
}
