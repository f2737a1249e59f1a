package org.handover.app.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.handover.journal.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a run's chain as one line; what is long is folded.
 *
 * @param server on which it was; empty where on none
 * @param text a sentence; empty where the command says it all
 * @param command what is or was typed; empty where nothing
 * @param trouble whether something was refused or failed
 * @param foldedUnder what the folded part is; empty where there is none
 */
record JournalLine(
        long seq,
        Instant at,
        String who,
        String server,
        String text,
        String command,
        boolean trouble,
        String foldedUnder,
        String folded) {

    private static final ObjectWriter JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writer();

    static JournalLine of(LedgerEntry entry) {
        return new Telling(entry).line();
    }

    /** Reads one entry. */
    private static final class Telling {

        private final LedgerEntry entry;
        private String text = "";
        private String command = "";
        private boolean trouble;
        private String foldedUnder = "";
        private String folded = "";

        Telling(LedgerEntry entry) {
            this.entry = entry;
        }

        JournalLine line() {
            switch (entry.kind()) {
                case "failover.requested" -> {
                    text = "The failover was asked for: "
                            + (entry.data().get("request") instanceof Map<?, ?> request ? request.get("reason") : "");
                    fold("the request", entry.data().get("request"));
                }
                case "failover.withdrawn" -> text = "The failover was withdrawn.";
                case "failover.ended" ->
                    text = "The failover ended: %s, outcome %s. %s"
                            .formatted(value("state"), value("outcome"), value("known"));
                case "estate.looked", "preflight.checked" -> checked();
                case "step.begun" -> text = step() + ": begins.";
                case "step.intent" -> {
                    text = "%s, attempt %s: about to type".formatted(step(), value("attempt"));
                    command = value("command");
                    fold("noted before", entry.data().get("noted"));
                }
                case "step.typed" -> {
                    command = value("command");
                    foldText(
                            "answer (exit code %s, %s ms, as %s)"
                                    .formatted(value("exitCode"), value("tookMillis"), value("account")),
                            value("answer"));
                }
                case "step.console" -> {
                    command = value("command");
                    text = value("failure");
                    trouble = true;
                    foldText("answer so far", value("answer"));
                }
                case "step.typedByHand" -> {
                    text = "Typed by hand:";
                    command = value("command");
                    foldText("answer", value("answer"));
                }
                case "step.outcome" -> {
                    text = "%s, attempt %s: %s.%s".formatted(step(), value("attempt"), value("outcome"), events());
                    foldText("what was seen", value("seen"));
                }
                case "step.proven" -> {
                    text = "%s: proven (%s).".formatted(step(), value("how"));
                    foldText("what was seen", value("seen"));
                }
                case "step.failed" -> {
                    trouble("%s: %s".formatted(step(), value("failure")));
                    foldText("what was seen", value("seen"));
                }
                case "step.stuck" -> trouble("%s is stuck: %s".formatted(sentenceOf(value("activity")), value("why")));
                case "step.retried" ->
                    text = "Had it tried again: %s."
                            .formatted(Say.words(value("steps").replaceAll("[\\[\\]]", "")));
                case "wall.refused" -> trouble("%s was not typed: %s".formatted(step(), value("why")));
                case "decision.refused" ->
                    trouble("%s: the answer was refused. %s".formatted(sentenceOf(value("task")), value("why")));
                case "decision" ->
                    text = "%s: %s.%s".formatted(sentenceOf(value("task")), Say.words(value("decision")), said());
                case "approval" ->
                    text = "%s the plan %s…%s"
                            .formatted(
                                    value("decision").equals("approve") ? "Approved" : "Rejected",
                                    value("plan")
                                            .substring(
                                                    0,
                                                    Math.min(12, value("plan").length())),
                                    said());
                case "glass.broken" -> text = "Broke the glass: not enough people had approved.%s".formatted(said());
                case "glass.reviewed" -> text = "Reviewed the broken glass: %s.%s".formatted(value("decision"), said());
                case "comment" -> text = "On %s:%s".formatted(Say.words(value("task")), said());
                case "task.claimed" -> text = "Took the task: %s.".formatted(Say.words(value("task")));
                case "task.unclaimed" -> text = "Gave the task back: %s.".formatted(Say.words(value("task")));
                case "plan" -> {
                    text = "The plan was made, with the digest %s…"
                            .formatted(value("digest")
                                    .substring(0, Math.min(12, value("digest").length())));
                    fold("the plan", entry.data().get("plan"));
                }
                case "verification" -> {
                    text = value("agreed").equals("true")
                            ? "Every SSO server but the former master has the secret."
                            : "Not every SSO server is proven to have the secret.";
                    fold("what each server believes", entry.data().get("beliefs"));
                }
                case "backup.recorded" ->
                    text = "A backup of the master secret was recorded: %s on %s."
                            .formatted(value("path"), value("server"));
                case "way-back" -> text = "The way back was looked at. " + value("seen");
                case "settlement.asked" -> text = "Asked for the settlement.%s".formatted(said());
                case "failover.settled" -> text = "Settled it: %s%s".formatted(value("known"), said());
                case "enabling.asked" -> text = "Asked that the former master is enabled again.%s".formatted(said());
                case "enabling.confirmed" ->
                    text = "Confirmed that the former master is enabled again.%s".formatted(said());
                case "former.settled" -> text = "Said that %s is settled.%s".formatted(value("server"), said());
                case "failover.acknowledged" -> text = "Acknowledged what a tool had started.%s".formatted(said());
                case "incident.attached" ->
                    text = "The incident %s of %s belongs to this run: %s"
                            .formatted(value("id"), value("source"), value("title"));
                case "incident.changed" ->
                    text = "The incident %s of %s is %s now.".formatted(value("id"), value("source"), value("status"));
                case "incident.more" ->
                    text = "%s incidents were entered here; those after them stand on the run's page only."
                            .formatted(value("entered"));
                case "notification.sent" ->
                    text = "%s was told (%s): %s.".formatted(value("target"), value("about"), value("to"));
                case "notification.undelivered" ->
                    trouble("%s was not told (%s): %s".formatted(value("target"), value("about"), value("why")));
                case "run.path" -> {
                    text = "The path through the pictures was recorded.";
                    fold("what was passed", entry.data());
                }
                default -> {
                    text = "%s.".formatted(sentenceOf(entry.kind().replace('.', ' ')));
                    fold("details", entry.data());
                }
            }
            return new JournalLine(
                    entry.seq(),
                    entry.at(),
                    entry.actor(),
                    value("server"),
                    text.strip(),
                    command,
                    trouble,
                    folded.isEmpty() ? "" : foldedUnder,
                    folded);
        }

        private void checked() {
            boolean blocking = value("blocking").equals("true");
            text = blocking
                    ? "The servers were checked: something forbids the change."
                    : "The servers were checked: nothing forbids the change.";
            trouble = blocking;
            if (entry.data().get("findings") instanceof List<?> findings) {
                foldText(
                        "what was checked",
                        findings.stream()
                                .filter(Map.class::isInstance)
                                .map(one -> (Map<?, ?>) one)
                                .map(finding -> "%s: %s%n    %s %s"
                                        .formatted(
                                                finding.get("check"),
                                                finding.get("result"),
                                                finding.get("seen"),
                                                finding.get("whatToDo")))
                                .collect(Collectors.joining("\n")));
            }
        }

        private void trouble(String sentence) {
            text = sentence;
            trouble = true;
        }

        private String events() {
            return entry.data().get("events") instanceof Collection<?> events && !events.isEmpty()
                    ? events.stream()
                            .filter(Map.class::isInstance)
                            .map(one -> (Map<?, ?>) one)
                            .map(event -> "%s (record %s)".formatted(event.get("id"), event.get("recordId")))
                            .collect(Collectors.joining(", ", " Windows answered with ", "."))
                    : "";
        }

        private String said() {
            for (String field : List.of("comment", "justification", "words", "reason")) {
                if (!value(field).isBlank()) {
                    return " “%s”".formatted(value(field));
                }
            }
            return "";
        }

        private String step() {
            return sentenceOf(value("step"));
        }

        private static String sentenceOf(String id) {
            String words = Say.words(id);
            return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }

        private void fold(String under, @Nullable Object value) {
            if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
                try {
                    foldText(under, JSON.writeValueAsString(value));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void foldText(String under, String what) {
            foldedUnder = under;
            folded = what.strip();
        }

        private String value(String name) {
            Object value = entry.data().get(name);
            return value == null ? "" : value.toString();
        }
    }
}
