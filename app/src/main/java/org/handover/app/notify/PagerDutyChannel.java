package org.handover.app.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the incidents of PagerDuty that belong to a run, and resolves them when the run has succeeded. By PagerDuty's REST
 * API, version 2 (<em>Create a note on an incident</em>, <em>Update an incident</em>).
 */
final class PagerDutyChannel implements Channel {

    static final String ADDRESS = "https://api.pagerduty.com";

    /** What an incident's source is called that came from there. */
    static final String SOURCE = "pagerduty";

    private static final Pattern INCIDENT = Pattern.compile("[A-Za-z0-9]{1,40}");

    private final HttpCalls http;
    private final String address;
    private final String key;
    private final String from;
    private final boolean resolves;
    private final ObjectMapper json;

    /** @param from mail address of a user of PagerDuty */
    PagerDutyChannel(HttpCalls http, URI address, String key, String from, boolean resolves, ObjectMapper json) {
        this.http = http;
        this.address = address.toString().replaceFirst("/+$", "");
        this.key = key;
        this.from = from;
        this.resolves = resolves;
        this.json = json;
    }

    @Override
    public String deliver(Message message) throws UndeliveredException, InterruptedException {
        String incident = "/incidents/" + incident(message);
        note(incident + "/notes", message);
        if (resolves && message.occasion() == Occasion.SUCCEEDED && !isResolved(incident)) {
            call("PUT", incident, Map.of("incident", Map.of("type", "incident_reference", "status", "resolved")));
        }
        return "incident " + incident(message);
    }

    /** One that is there already came with an earlier attempt, whose answer was lost. */
    private void note(String notes, Message message) throws UndeliveredException, InterruptedException {
        String mark = "(notification %s)".formatted(message.id());
        if (!call("GET", notes, null).findValuesAsText("content").stream().anyMatch(note -> note.contains(mark))) {
            String content = "%s%n%n%s%n%s".formatted(message.title(), message.text(), mark);
            call("POST", notes, Map.of("note", Map.of("content", content)));
        }
    }

    private boolean isResolved(String incident) throws UndeliveredException, InterruptedException {
        return call("GET", incident, null)
                .path("incident")
                .path("status")
                .asText()
                .equals("resolved");
    }

    private String incident(Message message) throws UndeliveredException {
        return message.context()
                .incidentToTell()
                .filter(id -> INCIDENT.matcher(id).matches())
                .orElseThrow(() -> UndeliveredException.forGood("The incident has no id as PagerDuty gives them."));
    }

    private JsonNode call(String method, String path, @Nullable Object body)
            throws UndeliveredException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Authorization", "Token token=" + key)
                .header("Accept", "application/vnd.pagerduty+json;version=2")
                .header("Content-Type", "application/json")
                .header("From", from)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(written(body)));
        return parsed(http.call(request, URI.create(address + path)));
    }

    private String written(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A note cannot be written as JSON.", e);
        }
    }

    private JsonNode parsed(String text) throws UndeliveredException {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw UndeliveredException.forNow("PagerDuty's answer is not JSON.");
        }
    }
}
