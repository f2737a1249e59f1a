package org.handover.app.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.handover.check.EstateCheck;

/** What {@code check} saw, as a table for the terminal: one block a server, and behind them what could not be known. */
final class CheckReport {

    private static final int WIDTH = 110;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final EstateCheck.Report report;

    CheckReport(EstateCheck.Report report) {
        this.report = report;
    }

    void print(PrintStream terminal) {
        int probe = width(report.rows().stream().map(EstateCheck.Row::probe).toList());
        int result =
                width(report.rows().stream().map(row -> row.result().word()).toList());
        Set<String> headings = new LinkedHashSet<>();
        for (EstateCheck.Row row : report.rows()) {
            String heading = "%s, SSO system %s of estate %s".formatted(row.server(), row.ssoSystem(), row.estate());
            if (headings.add(heading)) {
                terminal.println();
                terminal.println(heading);
            }
            String before = "  %s  %s  "
                    .formatted(padded(row.probe(), probe), padded(row.result().word(), result));
            boolean first = true;
            for (String line : wrapped(row.seen(), Math.max(30, WIDTH - before.length()))) {
                terminal.println((first ? before : " ".repeat(before.length())) + line);
                first = false;
            }
        }
        terminal.println();
        terminal.println("What this could not know:");
        report.notKnown().forEach(one -> {
            boolean first = true;
            for (String line : wrapped(one, WIDTH - 4)) {
                terminal.println((first ? "  - " : "    ") + line);
                first = false;
            }
        });
        terminal.println();
        terminal.println(conclusion());
        terminal.flush();
    }

    private String conclusion() {
        long attention = report.rows().stream()
                .filter(row -> row.result() == EstateCheck.Result.ATTENTION)
                .count();
        String seen = report.wellAsFarAsSeen()
                ? "Nothing of what could be seen needs attention."
                : "%d of %d probes need attention."
                        .formatted(attention, report.rows().size());
        return seen
                + (report.everythingAnswered() ? "" : " Some of it could not be checked.")
                + " Nothing was changed.";
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** At blanks; a word that is longer than the line stands alone. */
    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : BLANKS.split(text.strip(), -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
