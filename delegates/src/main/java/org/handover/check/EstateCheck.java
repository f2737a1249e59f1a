package org.handover.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handover.console.ConsoleException;
import org.handover.console.Consoles;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;

/**
 * Logs on to every server of an inventory, types every command that only looks, and changes nothing: the first thing that a
 * real estate runs. What only a real server can show (docs/windows-consoles.md) is listed with what was seen of it.
 */
public final class EstateCheck {

    /** What came of one probe. */
    public enum Result {
        SEEN("seen"),
        ATTENTION("needs attention"),
        NOT_CHECKED("could not be checked");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** One probe of one server. */
    public record Row(String estate, String ssoSystem, String server, String probe, Result result, String seen) {}

    /**
     * The whole table.
     *
     * @param notKnown what nothing here could know, one sentence each
     */
    public record Report(List<Row> rows, List<String> notKnown) {
        public Report {
            rows = List.copyOf(rows);
            notKnown = List.copyOf(notKnown);
        }

        /** Whether every server could be logged on to and nothing needs attention; what could not be checked does not count. */
        public boolean wellAsFarAsSeen() {
            return rows.stream().noneMatch(row -> row.result() == Result.ATTENTION);
        }

        /** Whether every probe got an answer that could be read. */
        public boolean everythingAnswered() {
            return rows.stream().noneMatch(row -> row.result() == Result.NOT_CHECKED);
        }
    }

    private static final Duration TIME = Duration.ofMinutes(2);

    private final Inventory inventory;
    private final Consoles consoles;

    public EstateCheck(Inventory inventory, Consoles consoles) {
        this.inventory = inventory;
        this.consoles = consoles;
    }

    /** Looks at all servers, each in its own time. */
    public Report look() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        Unknowns unknowns = new Unknowns();
        for (SsoSystem system : inventory.ssoSystems()) {
            Sight sight = new Sight(server -> consoles.on(inventory.address(system.estate(), server)));
            List<TimedLook<Row>> looks = new ArrayList<>();
            for (SsoServerName server : system.ssoServers()) {
                for (ReadOnlyProbe probe : ReadOnlyProbe.all(system)) {
                    looks.add(look(system, server, probe, sight));
                }
            }
            rows.addAll(SideBySide.all(looks));
            for (SsoServerName server : system.ssoServers()) {
                unknowns.lookAt(sight, server, inventory.address(system.estate(), server));
            }
        }
        return new Report(rows, unknowns.sentences());
    }

    private static TimedLook<Row> look(SsoSystem system, SsoServerName server, ReadOnlyProbe probe, Sight sight) {
        return new TimedLook<>() {
            @Override
            public Duration limit() {
                return TIME;
            }

            @Override
            public Row now() throws InterruptedException {
                Optional<ConsoleException> failure = sight.failureOf(server);
                if (failure.isPresent()) {
                    return probe.logsOn()
                            ? row(Result.ATTENTION, String.valueOf(failure.get().getMessage()))
                            : row(Result.NOT_CHECKED, "It cannot be logged on to.");
                }
                try {
                    ReadOnlyProbe.Seen seen = probe.at(sight, server);
                    return row(seen.result(), seen.words());
                } catch (ConsoleException e) {
                    return row(Result.NOT_CHECKED, String.valueOf(e.getMessage()));
                }
            }

            @Override
            public Row notDone(String seen, String whatToDo) {
                return row(Result.NOT_CHECKED, seen);
            }

            private Row row(Result result, String seen) {
                return new Row(
                        system.estate().value(), system.name().value(), server.value(), probe.name(), result, seen);
            }
        };
    }
}
