package org.handover.app.incident;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.handover.app.failover.AttachedIncidents;
import org.jspecify.annotations.Nullable;

/** What each tool's webhook says, read from the format that it has. */
final class Webhooks {

    static final String PAGERDUTY = "pagerduty";
    static final String ALERTMANAGER = "alertmanager";

    private static final Set<String> PAGERDUTY_SAYS_WRONG = Set.of("incident.triggered", "incident.reopened");
    private static final String RESOLVED = "resolved";

    private Webhooks() {}

    /** PagerDuty's webhooks of version 3: one event a message. What is not about an incident itself, such as a note, says nothing. */
    static List<ReportedIncident> pagerDuty(byte[] body) {
        Message event = Message.read(body).object("event");
        String type = event.text("event_type");
        Message data = event.object("data");
        if (!type.startsWith("incident.") || !"incident".equals(data.optional("type"))) {
            return List.of();
        }
        Map<String, String> fields = new LinkedHashMap<>(data.fields());
        fields.put("event_type", type);
        return List.of(new ReportedIncident(
                new AttachedIncidents.Told(
                        PAGERDUTY,
                        data.id("id"),
                        data.url("html_url"),
                        Objects.requireNonNullElse(data.optional("title"), ""),
                        data.text("status").equals(RESOLVED),
                        event.instant("occurred_at")),
                PAGERDUTY_SAYS_WRONG.contains(type),
                fields));
    }

    /** Alertmanager's webhook of version 4: a group of alerts a message, each of them an incident from when it began. */
    static List<ReportedIncident> alertmanager(byte[] body) {
        Message message = Message.read(body);
        if (!"4".equals(message.optional("version"))) {
            throw Message.malformed("The field version has to be 4, as Alertmanager's webhook has it.");
        }
        JsonNode alerts = message.json().path("alerts");
        if (!alerts.isArray()) {
            throw Message.malformed("The field alerts has to be a list.");
        }
        List<ReportedIncident> incidents = new ArrayList<>();
        for (int i = 0; i < alerts.size(); i++) {
            incidents.add(alert(new Message("alerts.%d".formatted(i), alerts.get(i)), message));
        }
        return incidents;
    }

    private static ReportedIncident alert(Message alert, Message group) {
        boolean resolved = alert.text("status").equals(RESOLVED);
        Instant began = alert.instant("startsAt");
        Message labels = alert.object("labels");
        Map<String, String> fields = new LinkedHashMap<>(alert.fields());
        String receiver = group.optional("receiver");
        if (receiver != null) {
            fields.put("receiver", receiver);
        }
        String summary = fields.get("annotations.summary");
        String generator = alert.url("generatorURL");
        return new ReportedIncident(
                new AttachedIncidents.Told(
                        ALERTMANAGER,
                        "%s@%s".formatted(alert.id("fingerprint"), began),
                        generator == null ? group.url("externalURL") : generator,
                        summary == null ? Objects.requireNonNullElse(labels.optional("alertname"), "") : summary,
                        resolved,
                        resolved ? alert.instant("endsAt") : began),
                !resolved,
                fields);
    }

    /**
     * Any other tool's: {@code id}, {@code status} ({@code open} or {@code resolved}), {@code title}, and where it has them
     * {@code source}, {@code url} and {@code labels}.
     *
     * @param at when it was signed
     */
    static List<ReportedIncident> generic(byte[] body, Instant at) {
        Message message = Message.read(body);
        String status = message.text("status");
        if (!status.equals("open") && !status.equals(RESOLVED)) {
            throw Message.malformed("The field status has to be open or resolved.");
        }
        return List.of(new ReportedIncident(
                new AttachedIncidents.Told(
                        source(message.optional("source")),
                        message.id("id"),
                        message.url("url"),
                        message.text("title"),
                        status.equals(RESOLVED),
                        at),
                status.equals("open"),
                message.fields()));
    }

    private static String source(@Nullable String given) {
        if (given == null) {
            return "generic";
        }
        if (!given.matches("[a-z0-9-]{1,32}") || given.equals(PAGERDUTY) || given.equals(ALERTMANAGER)) {
            throw Message.malformed(
                    "The field source has 1 to 32 small letters, digits and hyphens, and is not the name of a tool with a door of its own.");
        }
        return given;
    }
}
