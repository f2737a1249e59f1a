package org.handover.lab.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a request carries: a JSON object, or nothing, which is an empty one. */
record Body(JsonNode json) {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_COMMANDS = 1_000_000;

    static Body of(InputStream stream) throws IOException, Refused {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Refused(400, "The body is too large.");
        }
        if (bytes.length == 0) {
            return new Body(LabFolder.JSON.createObjectNode());
        }
        try {
            JsonNode json = LabFolder.JSON.readTree(bytes);
            if (!json.isObject()) {
                throw new Refused(400, "The body has to be a JSON object.");
            }
            return new Body(json);
        } catch (JsonProcessingException notJson) {
            throw new Refused(400, "The body is no JSON.");
        }
    }

    boolean bool(String name) throws Refused {
        if (!json.path(name).isBoolean()) {
            throw new Refused(400, "\"" + name + "\" has to be true or false.");
        }
        return json.path(name).booleanValue();
    }

    String text(String name) throws Refused {
        if (!json.path(name).isTextual() || json.path(name).textValue().isBlank()) {
            throw new Refused(400, "\"" + name + "\" has to be a text.");
        }
        return json.path(name).textValue();
    }

    Optional<String> optionalText(String name) throws Refused {
        return json.path(name).isMissingNode() ? Optional.empty() : Optional.of(text(name));
    }

    Duration seconds() throws Refused {
        double seconds = json.path("seconds").asDouble(-1);
        if (!json.path("seconds").isNumber() || seconds < 0 || seconds > 86_400) {
            throw new Refused(400, "\"seconds\" has to be a number from 0 to 86400.");
        }
        return Duration.ofMillis((long) (seconds * 1000));
    }

    /** Empty where the fault is to be on at once. */
    Optional<Integer> atCommand() throws Refused {
        JsonNode number = json.path("atCommand");
        if (number.isMissingNode() || number.isNull()) {
            return Optional.empty();
        }
        if (!number.isInt() || number.intValue() < 0 || number.intValue() > MOST_COMMANDS) {
            throw new Refused(400, "\"atCommand\" has to be a whole number from 0 to " + MOST_COMMANDS + ".");
        }
        return number.intValue() == 0 ? Optional.empty() : Optional.of(number.intValue());
    }

    Map<String, String> settings() throws Refused {
        JsonNode given = json.path("settings");
        Map<String, String> settings = new LinkedHashMap<>();
        if (given.isMissingNode() || given.isNull()) {
            return settings;
        }
        if (!given.isObject()) {
            throw new Refused(400, "\"settings\" has to be an object of names and values.");
        }
        for (Map.Entry<String, JsonNode> setting : given.properties()) {
            if (!setting.getValue().isValueNode()) {
                throw new Refused(400, "The setting " + setting.getKey() + " has to have a single value.");
            }
            settings.put(setting.getKey(), setting.getValue().asText());
        }
        return settings;
    }
}
