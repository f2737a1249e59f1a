package org.handover.app.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.handover.journal.Failover;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.journal.Plan;
import org.handover.journal.PlannedStep;
import org.handover.journal.Plans;
import org.handover.verify.SignedHead;

/** The evidence for reading: one XHTML page without script that prints well. All times are UTC. */
final class Report {

    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:72rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;break-after:avoid}
            table{border-collapse:collapse;width:100%}th,td{border:1px solid #c8ced6;padding:.3rem .5rem;text-align:left;vertical-align:top}
            th{background:#f0f3f6}tr{break-inside:avoid}td,code{overflow-wrap:anywhere}code{font:13px ui-monospace,monospace;white-space:pre-wrap}
            img{max-width:100%;break-inside:avoid}
            @media(max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}td{border-top:0}}
            @media print{body{margin:0;max-width:none;font-size:10pt}a{color:inherit;text-decoration:none}}
            """;

    private static final Set<String> TOO_LONG_FOR_A_LINE =
            Set.of("answer", "plan", "request", "findings", "beliefs", "settings", "pointers", "proofs");

    private final Failover failover;
    private final List<LedgerEntry> entries;
    private final List<Plans.Stored> plans;
    private final List<Transcripts.Typed> typed;
    private final Collection<String> pictures;
    private final SignedHead head;
    private final StringBuilder html = new StringBuilder();

    Report(
            Failover failover,
            List<LedgerEntry> entries,
            List<Plans.Stored> plans,
            List<Transcripts.Typed> typed,
            Collection<String> pictures,
            SignedHead head) {
        this.failover = failover;
        this.entries = entries;
        this.plans = plans;
        this.typed = typed;
        this.pictures = pictures;
        this.head = head;
    }

    String html() {
        html.append("<!DOCTYPE html>\n")
                .append("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><meta charset=\"utf-8\"/>")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .append("<title>Evidence of ")
                .append(text(failover.id()))
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Evidence of ")
                .append(text(failover.id()))
                .append("</h1>\n");
        summary();
        people();
        plans.forEach(this::plan);
        commands();
        pictures();
        everything();
        return html.append("</body></html>\n").toString();
    }

    private void summary() {
        LedgerEntry last = entries.get(entries.size() - 1);
        String end = entries.stream()
                .filter(entry -> entry.kind().equals("failover.ended"))
                .reduce((first, second) -> second)
                .map(entry -> "%s, %s: %s %s"
                        .formatted(
                                entry.at(),
                                Transcripts.value(entry.data(), "state"),
                                Transcripts.value(entry.data(), "outcome"),
                                Transcripts.value(entry.data(), "known")))
                .orElse("This run has not ended.");
        table(
                List.of("", ""),
                List.of(
                        List.of("SSO system", text(failover.ssoSystem() + " of the estate " + failover.estate())),
                        List.of("Situation", text(failover.situation())),
                        List.of("Former master secret server", text(failover.formerMaster())),
                        List.of("New master secret server", text(failover.newMaster())),
                        List.of("Requested by", text(failover.requestedBy() + ", " + failover.requestedAt())),
                        List.of("Reason", text(failover.reason())),
                        List.of("End", text(end)),
                        List.of("Record", text("%d entries, the last one of %s".formatted(entries.size(), last.at()))),
                        List.of(
                                "Signed head",
                                text("%d of %s, key %s".formatted(head.number(), head.at(), head.key())))));
        paragraph(
                "All times are UTC. Whether this package is as it was written, handover-verify.jar says; how, is in the README of Handover. This page and the transcripts were made from the chain in ledger/run.jsonl.");
    }

    private void people() {
        heading("What people and tools did");
        rowsOr(
                List.of("At", "Who", "What", "How"),
                entries.stream()
                        .filter(Report::isByPeople)
                        .map(entry -> List.of(
                                text(entry.at()), text(entry.actor()), text(entry.kind()), text(line(entry.data()))))
                        .toList(),
                "Nobody has done anything in this run.");
    }

    static boolean isByPeople(LedgerEntry entry) {
        return !entry.actor().equals(Ledger.ENGINE);
    }

    private void plan(Plans.Stored made) {
        Plan plan = made.plan();
        heading("Plan " + plan.revision());
        paragraph("Digest %s. Update file %s, %s. Restore file %s, %s."
                .formatted(
                        made.digest().value(),
                        plan.updateFile().path(),
                        plan.updateFile().sha256(),
                        plan.restoreFile().path(),
                        plan.restoreFile().sha256()));
        List<List<String>> rows = plan.steps().stream().map(Report::row).toList();
        rowsOr(List.of("Part", "Step", "Server", "Command"), rows, "This plan has no step.");
    }

    private static List<String> row(PlannedStep step) {
        return List.of(
                text(step.branch().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
                text(step.name()),
                text(step.server()),
                code(step.command()));
    }

    private void commands() {
        heading("What was typed");
        List<List<String>> rows = new ArrayList<>();
        for (Transcripts.Typed one : typed) {
            rows.add(List.of(
                    "<a href=\"%s\">%s</a>"
                            .formatted(text(one.file()), text(one.entry().at())),
                    text(one.value("step")),
                    text(one.value("server")),
                    text(one.value("account")),
                    code(one.value("command")),
                    text(one.value("exitCode")),
                    text(events(one.entry()))));
        }
        rowsOr(
                List.of("At", "Step", "Server", "Account", "Command", "Exit code", "Windows events (record)"),
                rows,
                "Nothing was typed on any server in this run.");
    }

    private static String events(LedgerEntry entry) {
        return entry.data().get("events") instanceof List<?> events
                ? events.stream()
                        .filter(Map.class::isInstance)
                        .map(event ->
                                "%s (%s)".formatted(((Map<?, ?>) event).get("id"), ((Map<?, ?>) event).get("recordId")))
                        .collect(Collectors.joining(", "))
                : "";
    }

    private void pictures() {
        heading("The path that was taken");
        if (pictures.isEmpty()) {
            paragraph("The engine keeps no history of this run.");
        }
        pictures.forEach(picture -> html.append("<p><img src=\"%s\" alt=\"%s\"/></p>\n"
                .formatted(text(picture), text(picture.replaceAll(".*/|\\.svg", "")))));
    }

    private void everything() {
        heading("Every entry");
        rowsOr(
                List.of("No.", "At", "Who", "What", ""),
                entries.stream()
                        .map(entry -> List.of(
                                Long.toString(entry.seq()),
                                text(entry.at()),
                                text(entry.actor()),
                                text(entry.kind()),
                                text(line(entry.data()))))
                        .toList(),
                "There is no entry.");
    }

    /** On one line; what is long stands in the chain and in the files. */
    private static String line(Map<String, Object> data) {
        return data.entrySet().stream()
                .filter(field -> !TOO_LONG_FOR_A_LINE.contains(field.getKey()))
                .filter(field -> !String.valueOf(field.getValue()).isEmpty())
                .map(field -> field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining("; "));
    }

    private void heading(String words) {
        html.append("<h2>").append(text(words)).append("</h2>\n");
    }

    private void paragraph(String words) {
        html.append("<p>").append(text(words)).append("</p>\n");
    }

    private void rowsOr(List<String> head, List<List<String>> rows, String whyEmpty) {
        if (rows.isEmpty()) {
            paragraph(whyEmpty);
        } else {
            table(head, rows);
        }
    }

    /** @param rows of cells that are escaped already */
    private void table(List<String> head, List<List<String>> rows) {
        html.append("<table>");
        if (head.stream().anyMatch(cell -> !cell.isEmpty())) {
            html.append("<thead><tr>");
            head.forEach(cell -> html.append("<th>").append(text(cell)).append("</th>"));
            html.append("</tr></thead>");
        }
        html.append("<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(cell).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    private static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    /** What a server answers may be anything; what XML cannot hold becomes a question mark in a diamond. */
    static String text(Object value) {
        StringBuilder escaped = new StringBuilder();
        value.toString().codePoints().forEach(one -> {
            switch (one) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(one) ? one : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
