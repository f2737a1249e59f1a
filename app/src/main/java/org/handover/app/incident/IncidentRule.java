package org.handover.app.incident;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.handover.app.failover.FailoverRequest;
import org.handover.sso.Excerpt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which incidents ask for which failover. In what it asks for, {@code {field}} stands for what the incident has there; an
 * incident without that field does not match.
 *
 * @param source the tool; every one where it is not given
 * @param when all of them have to hold
 * @param requestedFor a person who does not approve it either, by user id
 */
record IncidentRule(
        @Nullable String source,
        @DefaultValue List<Condition> when,
        @Nullable String estate,
        String ssoSystem,
        String newMaster,
        @DefaultValue("master-lost") String situation,
        @Nullable String path,
        @Nullable String requestedFor) {

    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");
    private static final int LONGEST_TITLE = 500;

    /**
     * @param field as the tool names it, with dots into objects
     * @param matches a regular expression that the whole of it matches
     */
    record Condition(String field, String matches) {

        Condition {
            if (field == null || matches == null) {
                throw new IllegalArgumentException("A condition of handover.incidents.rules needs field and matches.");
            }
            try {
                Pattern.compile(matches);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "In handover.incidents.rules '%s' is no regular expression: %s"
                                .formatted(matches, e.getDescription()),
                        e);
            }
        }

        boolean holds(Map<String, String> fields) {
            String found = fields.get(field);
            return found != null && Pattern.matches(matches, found);
        }
    }

    IncidentRule {
        if (ssoSystem == null || newMaster == null) {
            throw new IllegalArgumentException("A rule of handover.incidents.rules needs sso-system and new-master.");
        }
        if (!situation.equals("master-lost") && !situation.equals("planned")) {
            throw new IllegalArgumentException(
                    "situation of a rule of handover.incidents.rules is master-lost or planned, not '%s'."
                            .formatted(situation));
        }
    }

    /** @return what it asks for; empty where it is not about this incident */
    Optional<FailoverRequest> ask(ReportedIncident incident) {
        Map<String, String> fields = incident.fields();
        if ((source != null && !source.equals(incident.told().source()))
                || !when.stream().allMatch(condition -> condition.holds(fields))) {
            return Optional.empty();
        }
        Optional<String> system = filled(ssoSystem, fields);
        Optional<String> master = filled(newMaster, fields);
        Optional<String> inEstate = filled(estate == null ? "" : estate, fields);
        Optional<String> person = filled(requestedFor == null ? "" : requestedFor, fields);
        if (system.isEmpty() || master.isEmpty() || inEstate.isEmpty() || person.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FailoverRequest(
                emptyIsAbsent(inEstate.get()),
                system.get(),
                master.get(),
                situation,
                path,
                false,
                null,
                "Incident %s of %s: %s"
                        .formatted(
                                incident.told().id(),
                                incident.told().source(),
                                Excerpt.of(incident.told().title(), LONGEST_TITLE)),
                emptyIsAbsent(person.get()),
                new FailoverRequest.Incident(
                        incident.told().source(),
                        incident.told().id(),
                        incident.told().url())));
    }

    private static @Nullable String emptyIsAbsent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Optional<String> filled(String template, Map<String, String> fields) {
        Matcher names = FIELD.matcher(template);
        StringBuilder text = new StringBuilder();
        while (names.find()) {
            String value = fields.get(names.group(1));
            if (value == null || value.isBlank()) {
                return Optional.empty();
            }
            names.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return Optional.of(names.appendTail(text).toString());
    }
}
