package org.handover.app.evidence;

import java.util.List;
import java.util.Map;
import org.handover.journal.LedgerEntry;

/** Every command of a run with its whole answer, one file for each; the answers of wevtutil are the events' own XML. */
final class Transcripts {

    private static final List<String> ABOVE_THE_ANSWER = List.of(
            "step", "server", "account", "command", "exitCode", "startedAt", "tookMillis", "failure", "mayHaveRun");

    private Transcripts() {}

    /** @param file its name in the evidence */
    record Typed(LedgerEntry entry, String file, String text) {

        String value(String name) {
            return Transcripts.value(entry.data(), name);
        }
    }

    static List<Typed> in(List<LedgerEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.data().get("answer") instanceof String)
                .map(entry -> new Typed(entry, file(entry), text(entry)))
                .toList();
    }

    private static String file(LedgerEntry entry) {
        return "transcripts/%05d-%s-%s.txt"
                .formatted(entry.seq(), plain(value(entry.data(), "server")), plain(value(entry.data(), "step")));
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9-]", "-");
        return plain.isEmpty() ? "none" : plain;
    }

    private static String text(LedgerEntry entry) {
        StringBuilder text = new StringBuilder("entry: %d of %s\nat: %s (UTC)\nby: %s\n"
                .formatted(entry.seq(), entry.chain(), entry.at(), entry.actor()));
        for (String name : ABOVE_THE_ANSWER) {
            if (entry.data().containsKey(name)) {
                text.append(name).append(": ").append(entry.data().get(name)).append('\n');
            }
        }
        return text.append('\n')
                .append(value(entry.data(), "answer"))
                .append('\n')
                .toString();
    }

    static String value(Map<String, Object> data, String name) {
        Object value = data.get(name);
        return value == null ? "" : value.toString();
    }
}
