package org.handover.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text of lines {@code name value} in a fixed order, which can be written in exactly one way. */
final class Fields {

    private final Map<String, String> values = new LinkedHashMap<>();

    static Fields of(String... namesAndValues) {
        Fields fields = new Fields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (value.isEmpty() || value.contains("\n") || value.contains("\r")) {
                throw new IllegalArgumentException("The field %s takes one line.".formatted(namesAndValues[i]));
            }
            fields.values.put(namesAndValues[i], value);
        }
        return fields;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString();
    }

    /** @param what to say what it should be where it is not */
    static Fields parse(String text, String what, List<String> names) throws BrokenException {
        String[] lines = text.split("\n", -1);
        if (lines.length != names.size() + 1 || !lines[names.size()].isEmpty()) {
            throw new BrokenException("This is not %s: it has other lines.".formatted(what));
        }
        Fields fields = new Fields();
        for (int i = 0; i < names.size(); i++) {
            String beginning = names.get(i) + " ";
            if (!lines[i].startsWith(beginning) || lines[i].length() == beginning.length()) {
                throw new BrokenException("This is not %s: line %d should be %s.".formatted(what, i + 1, names.get(i)));
            }
            fields.values.put(names.get(i), lines[i].substring(beginning.length()));
        }
        return fields;
    }

    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no field %s.".formatted(name));
        }
        return value;
    }
}
