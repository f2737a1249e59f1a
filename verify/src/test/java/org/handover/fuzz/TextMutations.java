package org.handover.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens to texts: lines lost and doubled, other code pages and line ends, characters nobody expects, sizes nobody expects. */
public final class TextMutations {
    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_RUN = 200_000;
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern WORD = Pattern.compile("\\S+");

    private static final List<String> STRANGE = List.of(
            "\0",
            "\uFEFF",
            "\uD800",
            "\uDC00",
            "\uD83D\uDE00",
            "\uFFFD",
            "\uFFFF",
            "\u202E",
            "\u00A0",
            "\u3000",
            "\u200B",
            "\u0301",
            "\u0130",
            "\u0131",
            "\u00DF",
            "\u212A",
            "\u017F",
            "\u1E9E",
            "\u0661",
            "\uFF11",
            "\u001B[2J",
            "\u001B",
            "\b",
            "\t",
            "\f",
            "\u000B",
            "\u0085",
            "\u2028",
            "\r",
            "\n",
            "\r\n",
            "\"",
            "'",
            ":",
            "=",
            "*",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "<",
            ">",
            "&",
            "%",
            "\\",
            "/",
            "$",
            "|",
            ";",
            ",",
            ".",
            "-",
            "0x",
            "#",
            "~",
            "`",
            "^",
            "@",
            "!",
            "?",
            " ",
            "  ");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "00000000000000000000000",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "0xFFFFFFFF",
            "0x80000000",
            "1e999",
            "NaN",
            "1.5",
            "1,5",
            "+5",
            "\u0661\u0662",
            "\uFF11\uFF12",
            "999999999",
            "10000000000",
            "0xC0002A1B",
            "-999999999-01-01",
            "+999999999-12-31T23:59:59.999999999Z",
            "2026-02-30",
            "24:00:00",
            "60");

    private static final List<String> LINE_ENDS =
            List.of("\r\n", "\r", "\n\n", "\r\r\n", "\u0085", "\u2028", "\u000B", " \n ", "");

    private static final List<Charset> CODE_PAGES = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.ISO_8859_1,
            Charset.forName("IBM850"),
            Charset.forName("IBM437"),
            Charset.forName("windows-1252"),
            Charset.forName("windows-1251"),
            Charset.forName("Shift_JIS"));

    private TextMutations() {}

    /** @param others texts of which words and halves are taken */
    public static List<Mutation> with(List<String> others) {
        List<Mutation> all = new ArrayList<>();
        for (int often = 0; often < 4; often++) {
            all.addAll(List.of(
                    TextMutations::cutEnd,
                    TextMutations::cutBeginning,
                    TextMutations::dropLine,
                    TextMutations::repeatLine,
                    TextMutations::moveLine,
                    TextMutations::insertStrange,
                    TextMutations::replaceCharacter,
                    TextMutations::changeNumber,
                    (text, chance) -> changeWord(text, others, chance),
                    (text, chance) -> insertLine(text, others, chance)));
        }
        all.addAll(List.of(
                TextMutations::changeLineEnds,
                TextMutations::wrap,
                TextMutations::recode,
                TextMutations::changeCase,
                TextMutations::stretch,
                (text, chance) -> splice(text, others, chance)));
        return List.copyOf(all);
    }

    /** One of these. */
    public static <T> T one(List<T> all, SplittableRandom chance) {
        return all.get(chance.nextInt(all.size()));
    }

    /** Any place in a text, its end included. */
    public static int place(CharSequence text, SplittableRandom chance) {
        return chance.nextInt(text.length() + 1);
    }

    /** Mostly few, sometimes very many. */
    public static int many(SplittableRandom chance) {
        return (int) Math.exp(chance.nextDouble(0, Math.log(LONGEST_RUN)));
    }

    private static void cutEnd(StringBuilder text, SplittableRandom chance) {
        text.setLength(place(text, chance));
    }

    private static void cutBeginning(StringBuilder text, SplittableRandom chance) {
        text.delete(0, place(text, chance));
    }

    private static int lineStart(StringBuilder text, int at) {
        return text.lastIndexOf("\n", at - 1) + 1;
    }

    private static int lineEnd(StringBuilder text, int at) {
        int end = text.indexOf("\n", at);
        return end < 0 ? text.length() : end + 1;
    }

    private static void dropLine(StringBuilder text, SplittableRandom chance) {
        int at = place(text, chance);
        text.delete(lineStart(text, at), lineEnd(text, at));
    }

    private static void repeatLine(StringBuilder text, SplittableRandom chance) {
        int at = place(text, chance);
        int end = lineEnd(text, at);
        text.insert(end, text.substring(lineStart(text, at), end).repeat(1 + chance.nextInt(3)));
    }

    private static void moveLine(StringBuilder text, SplittableRandom chance) {
        int at = place(text, chance);
        int start = lineStart(text, at);
        int end = lineEnd(text, at);
        String line = text.substring(start, end);
        text.delete(start, end);
        text.insert(lineStart(text, place(text, chance)), line);
    }

    private static void insertStrange(StringBuilder text, SplittableRandom chance) {
        text.insert(place(text, chance), one(STRANGE, chance));
    }

    private static void replaceCharacter(StringBuilder text, SplittableRandom chance) {
        if (!text.isEmpty()) {
            text.setCharAt(chance.nextInt(text.length()), (char) chance.nextInt(chance.nextBoolean() ? 0x80 : 0x10000));
        }
    }

    private static void changeNumber(StringBuilder text, SplittableRandom chance) {
        Matcher number = NUMBER.matcher(text);
        if (number.find(place(text, chance)) || number.find(0)) {
            text.replace(number.start(), number.end(), one(NUMBERS, chance));
        }
    }

    private static void changeWord(StringBuilder text, List<String> others, SplittableRandom chance) {
        String other = one(others, chance);
        Matcher replacement = WORD.matcher(other);
        Matcher word = WORD.matcher(text);
        if (replacement.find(place(other, chance)) && word.find(place(text, chance))) {
            text.replace(word.start(), word.end(), replacement.group());
        }
    }

    private static void insertLine(StringBuilder text, List<String> others, SplittableRandom chance) {
        StringBuilder other = new StringBuilder(one(others, chance));
        int at = place(other, chance);
        text.insert(lineStart(text, place(text, chance)), other.substring(lineStart(other, at), lineEnd(other, at)));
    }

    private static void splice(StringBuilder text, List<String> others, SplittableRandom chance) {
        String other = one(others, chance);
        text.setLength(place(text, chance));
        text.append(other, place(other, chance), other.length());
    }

    private static void changeLineEnds(StringBuilder text, SplittableRandom chance) {
        replace(text, text.toString().replace("\n", one(LINE_ENDS, chance)));
    }

    /** As a narrow console does. */
    private static void wrap(StringBuilder text, SplittableRandom chance) {
        int columns = 10 + chance.nextInt(110);
        for (int at = columns; at < text.length() && text.length() < LARGEST; at += columns + 1) {
            text.insert(at, '\n');
        }
    }

    private static void recode(StringBuilder text, SplittableRandom chance) {
        byte[] bytes = text.toString().getBytes(one(CODE_PAGES, chance));
        replace(text, new String(bytes, one(CODE_PAGES, chance)));
    }

    private static void changeCase(StringBuilder text, SplittableRandom chance) {
        Locale locale = chance.nextBoolean() ? Locale.ROOT : Locale.forLanguageTag("tr");
        replace(
                text,
                chance.nextBoolean()
                        ? text.toString().toUpperCase(locale)
                        : text.toString().toLowerCase(locale));
    }

    /** A piece of the text, a blank or a line end, again and again. */
    private static void stretch(StringBuilder text, SplittableRandom chance) {
        int start = place(text, chance);
        int end = Math.min(text.length(), start + 1 + chance.nextInt(6));
        String piece =
                switch (chance.nextInt(4)) {
                    case 0 -> " ";
                    case 1 -> "\n";
                    default -> text.substring(start, end);
                };
        int times = Math.min(many(chance), (LARGEST - Math.min(text.length(), LARGEST)) / Math.max(1, piece.length()));
        text.insert(end, piece.repeat(times));
    }

    private static void replace(StringBuilder text, String by) {
        text.setLength(0);
        text.append(by);
    }
}
