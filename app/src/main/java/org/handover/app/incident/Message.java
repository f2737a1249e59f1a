package org.handover.app.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.handover.app.failover.ProblemException;
import org.handover.sso.Excerpt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The JSON of a webhook. What is not as it has to be is refused with the name of the field; what was in it is not said. */
record Message(String where, JsonNode json) {

    private static final ObjectReader READER = new ObjectMapper().reader();
    private static final Pattern FOUR_DIGITS_FIRST = Pattern.compile("\\d{4}-");
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_URL = 2000;
    private static final int MOST_FIELDS = 300;
    private static final int DEEPEST = 8;

    static Message read(byte[] body) {
        try {
            JsonNode read = READER.readTree(body);
            if (read instanceof ObjectNode object) {
                return new Message("", object);
            }
        } catch (IOException notJson) {
            throw malformed("The body is not JSON.");
        }
        throw malformed("The body is not a JSON object.");
    }

    static ProblemException malformed(String sentence) {
        return new ProblemException(HttpStatus.BAD_REQUEST, sentence);
    }

    Message object(String field) {
        if (json.path(field) instanceof ObjectNode object) {
            return new Message(path(field), object);
        }
        throw malformed("The field %s has to be an object.".formatted(path(field)));
    }

    /** Text that has to be there. */
    String text(String field) {
        String text = optional(field);
        if (text == null || text.isBlank()) {
            throw malformed("The field %s has to be a text.".formatted(path(field)));
        }
        return text;
    }

    /** Text that names something in the tool. */
    String id(String field) {
        String id = text(field);
        if (id.length() > LONGEST_ID) {
            throw malformed("The field %s has at most %d characters.".formatted(path(field), LONGEST_ID));
        }
        return id;
    }

    @Nullable
    String optional(String field) {
        JsonNode value = json.path(field);
        return value.isValueNode() && !value.isNull() ? cut(value.asText()) : null;
    }

    /** An address that a person may follow; nothing where it is none. */
    @Nullable
    String url(String field) {
        String url = whole(json.path(field).asText(""));
        return url.length() <= LONGEST_URL && url.matches("https?://[^\\s\\p{Cntrl}\"<>]+") ? url : null;
    }

    /** A time of a year with four digits: the database keeps no time that is much further away. */
    Instant instant(String field) {
        String text = text(field);
        try {
            if (FOUR_DIGITS_FIRST.matcher(text).lookingAt()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException notATime) {
            // Refused below, as a text is that does not begin as a time.
        }
        throw malformed("The field %s has to be a time such as 2026-11-23T03:00:00Z.".formatted(path(field)));
    }

    private String path(String field) {
        return where.isEmpty() ? field : where + "." + field;
    }

    /** Everything in it that is a single value, by its path. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        collect("", json, fields, 0);
        return fields;
    }

    private static void collect(String path, JsonNode node, Map<String, String> fields, int depth) {
        if (node.isValueNode()) {
            if (!node.isNull() && fields.size() < MOST_FIELDS) {
                fields.put(path, cut(node.asText()));
            }
            return;
        }
        if (depth == DEEPEST) {
            return;
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties().forEach(field -> collect(prefix + field.getKey(), field.getValue(), fields, depth + 1));
        } else {
            for (int i = 0; i < node.size(); i++) {
                collect(prefix + i, node.get(i), fields, depth + 1);
            }
        }
    }

    private static String cut(String text) {
        // A character number zero can stand in JSON and not in the database.
        return Excerpt.of(whole(text.replace("\0", "")), LONGEST_TEXT);
    }

    /** Half a character can be read from JSON and not be written; a question mark stands for it. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
