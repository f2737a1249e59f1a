package org.handover.app.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end: what was interrupted, and what became of it. */
final class Tally {

    /** One fault's row. A trial is a step that was under way when the fault came. */
    static final class Row {
        private int faults;
        private int trials;
        private int unsettled;
        private int resumed;
        private int parked;
        private int stuck;
        private int runs;
        private int repeated;
        private int lost;
        private int fenced;
        private int askedPeople;
        private Duration slowest = Duration.ZERO;
        private Duration slowestSinceFault = Duration.ZERO;
        private final List<String> what = new ArrayList<>();

        synchronized void fault(int interrupted, int unsettledOnes) {
            faults++;
            trials += interrupted;
            unsettled += unsettledOnes;
        }

        synchronized void resumed(Duration after, Duration sinceFault) {
            resumed++;
            slow(after, sinceFault);
        }

        synchronized void parked(Duration after, Duration sinceFault) {
            parked++;
            slow(after, sinceFault);
        }

        private void slow(Duration after, Duration sinceFault) {
            slowest = after.compareTo(slowest) > 0 ? after : slowest;
            slowestSinceFault = sinceFault.compareTo(slowestSinceFault) > 0 ? sinceFault : slowestSinceFault;
        }

        synchronized void stuck(String sentence) {
            stuck++;
            what.add(sentence);
        }

        /** @param asked how often a person was asked for help in it */
        synchronized void ended(String run, LabCount.Verdict verdict, int asked) {
            runs++;
            askedPeople += asked;
            repeated += verdict.repeated().size();
            lost += verdict.lost().size();
            fenced += verdict.fenced();
            verdict.repeated().forEach(sentence -> what.add(run + " repeated: " + sentence));
            verdict.lost().forEach(sentence -> what.add(run + " lost: " + sentence));
        }

        synchronized void note(String sentence) {
            what.add(sentence);
        }

        synchronized int trials() {
            return trials;
        }

        synchronized int askedPeople() {
            return askedPeople;
        }

        synchronized int accountedFor() {
            return resumed + parked;
        }

        synchronized int repeatedOrLost() {
            return repeated + lost + stuck;
        }

        synchronized List<String> what() {
            return List.copyOf(what);
        }

        private synchronized String line(String fault) {
            return "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s | %s |"
                    .formatted(
                            fault,
                            faults,
                            trials,
                            unsettled,
                            resumed,
                            parked,
                            repeated,
                            lost + stuck,
                            fenced,
                            runs,
                            seconds(slowest),
                            seconds(slowestSinceFault));
        }

        private static String seconds(Duration duration) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    synchronized Row row(String fault) {
        return rows.computeIfAbsent(fault, name -> new Row());
    }

    synchronized String table(Seed seed) {
        StringBuilder table = new StringBuilder("Seed %d, at most %d minutes\n\n"
                        .formatted(seed.value(), seed.time().toMinutes()))
                .append(
                        "| fault | how often | trials | done, not committed | resumed | parked | repeated | lost | fenced | runs | slowest | since the fault |\n")
                .append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        rows.forEach((fault, row) -> table.append(row.line(fault)).append('\n'));
        rows.forEach((fault, row) -> row.what()
                .forEach(sentence ->
                        table.append('\n').append(fault).append(": ").append(sentence)));
        return table.append('\n').toString();
    }
}
