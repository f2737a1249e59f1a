package org.handover.lab.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of a Windows program, options put aside: {@code /y}, {@code /c:10}, {@code /v NAME}. */
final class Options {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final List<String> filters = new ArrayList<>();

    /**
     * @param withValue names, without the slash, of the options that take the argument after them; {@code fi} may stand more
     *     than once
     */
    Options(List<String> arguments, Set<String> withValue) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("/")) {
                words.add(argument);
                continue;
            }
            int colon = argument.indexOf(':');
            String name =
                    argument.substring(1, colon < 0 ? argument.length() : colon).toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : argument.substring(colon + 1);
            if (withValue.contains(name) && colon < 0 && i + 1 < arguments.size()) {
                value = arguments.get(++i);
            }
            options.put(name, value);
            if (name.equals("fi")) {
                filters.add(value);
            }
        }
    }

    List<String> words() {
        return words;
    }

    Optional<String> word(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(options.get(name));
    }

    List<String> filters() {
        return filters;
    }

    Set<String> names() {
        return options.keySet();
    }
}
