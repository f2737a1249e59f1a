package org.handover.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody who wants to see a stack trace puts into JSON. */
public final class JsonMutations {
    private static final Pattern VALUE = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|-?\\d++|true|false|null");
    private static final Pattern FIELD = Pattern.compile("\"[^\"]*+\"\\s*+:");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "0",
            "-1",
            "1e999999999",
            "1E-999999999",
            "99999999999999999999999999999999",
            "0.1",
            "NaN",
            "[]",
            "{}",
            "[null]",
            "{\"a\":null}",
            "[[]]",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uFEFF\"",
            "\"\\u202E\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59.999999999Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"2026-11-23T03:00:00+18:00\"",
            "\"javascript:alert(1)\"",
            "\"http://[::1\"",
            "\"http://%zz\"",
            "\"${7*7}\"",
            "\"#{1}\"",
            "\"'; drop table x; --\"",
            "\"\\\\\"",
            "\"\\n\"",
            "\"%s%n\"",
            "\"..\\\\..\\\\x\"",
            "\"<script>\"",
            "\"&#0;\"");

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "//",
            "/*",
            "\\u00",
            "\\x",
            "null",
            "\"a\":1,",
            "\"a\":1,\"a\":2,",
            "\u0000",
            "\uFEFF");

    private JsonMutations() {}

    /** @param originals whole bodies */
    public static List<Mutation> with(List<String> originals) {
        List<Mutation> all = new ArrayList<>(TextMutations.with(originals));
        for (int often = 0; often < 12; often++) {
            all.add(JsonMutations::changeValue);
            all.add(JsonMutations::renameField);
            all.add((text, chance) ->
                    text.insert(TextMutations.place(text, chance), TextMutations.one(PIECES, chance)));
        }
        all.add(JsonMutations::nest);
        all.add(JsonMutations::lengthen);
        return List.copyOf(all);
    }

    private static void changeValue(StringBuilder text, SplittableRandom chance) {
        Matcher value = VALUE.matcher(text);
        if (value.find(TextMutations.place(text, chance))) {
            text.replace(value.start(), value.end(), TextMutations.one(VALUES, chance));
        }
    }

    private static void renameField(StringBuilder text, SplittableRandom chance) {
        Matcher field = FIELD.matcher(text);
        if (field.find(TextMutations.place(text, chance))) {
            text.replace(
                    field.start(),
                    field.end() - 1,
                    TextMutations.one(List.of("\"a\"", "\"\"", "\"\\u0000\"", "\"type\"", "a"), chance));
        }
    }

    private static void nest(StringBuilder text, SplittableRandom chance) {
        int depth = Math.min(20_000, TextMutations.many(chance));
        boolean lists = chance.nextBoolean();
        Matcher value = VALUE.matcher(text);
        if (value.find(TextMutations.place(text, chance))) {
            text.replace(
                    value.start(),
                    value.end(),
                    (lists ? "[" : "{\"a\":").repeat(depth) + "1" + (lists ? "]" : "}").repeat(depth));
        }
    }

    private static void lengthen(StringBuilder text, SplittableRandom chance) {
        Matcher value = VALUE.matcher(text);
        if (value.find(TextMutations.place(text, chance)) && value.end() - value.start() > 2) {
            String more = text.substring(value.start() + 1, value.start() + 2).repeat(TextMutations.many(chance));
            text.insert(value.start() + 1, more);
        }
    }
}
