package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command of PowerShell itself. */
interface Cmdlet {

    void run(Call call) throws PsError, InterruptedException;

    /**
     * One call.
     *
     * @param name as it was typed
     * @param input what came through the pipe
     */
    record Call(Interpreter interpreter, String name, List<Node.Word> words, List<@Nullable Object> input, Output out) {

        /**
         * What the words mean.
         *
         * @param known names of parameters in the order in which values without a name are theirs; {@code -} before a name says
         *     that it has to be typed, {@code !} behind it that it is a switch
         */
        Parameters parameters(String... known) throws PsError, InterruptedException {
            Map<String, List<@Nullable Object>> given = new LinkedHashMap<>();
            List<String> unnamed = new ArrayList<>(List.of(known));
            unnamed.removeIf(each -> each.endsWith("!") || each.startsWith("-"));
            String last = "";
            for (int i = 0; i < words.size(); i++) {
                Object value = interpreter.expressions().value(words.get(i).value());
                if (words.get(i).parameter()) {
                    String named = named(Values.text(value).substring(1), known);
                    if (named.endsWith("!")) {
                        given.put(named, List.of());
                        continue;
                    }
                    i++;
                    if (i >= words.size()) {
                        throw PsError.of(name + " : -" + named + " lacks its value.", "MissingArgument," + name);
                    }
                    given.put(
                            named,
                            Values.list(
                                    interpreter.expressions().value(words.get(i).value())));
                    unnamed.remove(named);
                } else if (!unnamed.isEmpty()) {
                    last = unnamed.remove(0);
                    given.put(last, Values.list(value));
                } else if (given.containsKey(last)) {
                    given.get(last).addAll(Values.list(value));
                } else {
                    throw PsError.of(
                            name + " : nothing takes '" + Values.text(value) + "'.",
                            "PositionalParameterNotFound," + name);
                }
            }
            return new Parameters(given);
        }

        private String named(String word, String... known) throws PsError {
            String folded = word.toLowerCase(Locale.ROOT);
            for (String each : known) {
                String bare = each.startsWith("-") ? each.substring(1) : each;
                if (bare.toLowerCase(Locale.ROOT).startsWith(folded)) {
                    return bare;
                }
            }
            throw PsError.of(name + " : no parameter is named " + word + ".", "NamedParameterNotFound," + name);
        }
    }

    /** What a cmdlet was given. */
    record Parameters(Map<String, List<@Nullable Object>> given) {
        boolean has(String name) {
            return given.containsKey(name) || given.containsKey(name + "!");
        }

        Optional<Object> value(String name) {
            List<@Nullable Object> values = given.get(name);
            return values == null ? Optional.empty() : Optional.ofNullable(Values.unwrapped(values));
        }

        String text(String name) {
            return value(name).map(Values::text).orElse("");
        }

        List<@Nullable Object> values(String name) {
            return given.getOrDefault(name, List.of());
        }

        /** Names, which may have been typed with commas between them. */
        List<String> names(String name) {
            return values(name).stream()
                    .flatMap(each -> List.of(Values.text(each).split(",", -1)).stream())
                    .filter(each -> !each.isBlank())
                    .toList();
        }
    }
}
