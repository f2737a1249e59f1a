package org.handover.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What somebody who wants to see a stack trace puts into the fields of a form. */
public final class FormMutations {
    private static final List<String> PIECES = List.of(
            "%",
            "%0",
            "%00",
            "%0A",
            "%0D%0A",
            "%zz",
            "%C3",
            "%ED%A0%80",
            "%F0%9F%98%80",
            "%FF%FE",
            "%25",
            "%2500",
            "%26",
            "%3D",
            "%22%3E%3Cscript%3E",
            "%27",
            "%24%7B7*7%7D",
            "%23%7B1%7D",
            "__%24%7B1%7D__",
            "+",
            "&",
            "&&",
            "=",
            "==",
            ";",
            "#",
            "?",
            "[0]",
            "[]",
            "[99999999999]",
            "['x']",
            ".x",
            "..",
            "_",
            "!",
            "on",
            "true",
            "false",
            "null",
            "-1",
            "99999999999999999999",
            "1e9",
            "NaN",
            "class.module.classLoader=x&",
            "_method=DELETE&");

    private FormMutations() {}

    /** @param originals the fields of forms, as a browser sends them */
    public static List<Mutation> with(List<String> originals) {
        List<Mutation> all = new ArrayList<>(TextMutations.with(originals));
        for (int often = 0; often < 40; often++) {
            all.add((text, chance) ->
                    text.insert(TextMutations.place(text, chance), TextMutations.one(PIECES, chance)));
            all.add((text, chance) -> {
                int value = text.indexOf("=", TextMutations.place(text, chance)) + 1;
                int end = text.indexOf("&", value);
                if (value > 0) {
                    text.replace(value, end < 0 ? text.length() : end, TextMutations.one(PIECES, chance));
                }
            });
        }
        return List.copyOf(all);
    }
}
