package org.handover.lab.program.cmd;

import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces {@code %VAR%}, {@code %VAR:a=b%} and {@code %VAR:~from,length%} in a command line, once, before it is parsed. A name
 * that is not defined stays as it stands, with its percent signs.
 */
final class Expansion {
    private Expansion() {}

    static String expand(String line, Function<String, Optional<String>> variables) {
        return expand(line, '%', variables);
    }

    /** @param sign {@code %}, or {@code !} for the delayed expansion that {@code cmd /v:on} switches on */
    static String expand(String line, char sign, Function<String, Optional<String>> variables) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            int end = c == sign ? line.indexOf(sign, at + 1) : -1;
            Optional<String> value = end > at + 1 ? value(line.substring(at + 1, end), variables) : Optional.empty();
            if (value.isPresent()) {
                expanded.append(value.get());
                at = end + 1;
            } else {
                expanded.append(c);
                at++;
            }
        }
        return expanded.toString();
    }

    private static Optional<String> value(String reference, Function<String, Optional<String>> variables) {
        Optional<String> whole = variables.apply(reference);
        int colon = reference.indexOf(':');
        if (whole.isPresent() || colon <= 0) {
            return whole;
        }
        String modifier = reference.substring(colon + 1);
        return variables.apply(reference.substring(0, colon)).map(value -> modified(value, modifier));
    }

    private static String modified(String value, String modifier) {
        if (modifier.startsWith("~")) {
            String[] numbers = modifier.substring(1).split(",", -1);
            int from = number(numbers[0], 0);
            int start = Math.min(from < 0 ? Math.max(0, value.length() + from) : from, value.length());
            int length = numbers.length > 1 ? number(numbers[1], value.length()) : value.length();
            int end = length < 0 ? value.length() + length : (int) Math.min(value.length(), (long) start + length);
            return end <= start ? "" : value.substring(start, end);
        }
        int equals = modifier.indexOf('=');
        if (equals <= 0) {
            return value;
        }
        String what = modifier.substring(0, equals);
        String with = modifier.substring(equals + 1);
        if (what.startsWith("*")) {
            int end = indexOfIgnoringCase(value, what.substring(1));
            return end < 0 ? value : with + value.substring(end);
        }
        return replaceIgnoringCase(value, what, with);
    }

    /** Where the first occurrence ends; -1 where there is none. */
    private static int indexOfIgnoringCase(String value, String what) {
        for (int at = 0; !what.isEmpty() && at + what.length() <= value.length(); at++) {
            if (value.regionMatches(true, at, what, 0, what.length())) {
                return at + what.length();
            }
        }
        return -1;
    }

    private static String replaceIgnoringCase(String value, String what, String with) {
        StringBuilder replaced = new StringBuilder();
        for (int at = 0; at < value.length(); ) {
            if (value.regionMatches(true, at, what, 0, what.length())) {
                replaced.append(with);
                at += what.length();
            } else {
                replaced.append(value.charAt(at++));
            }
        }
        return replaced.toString();
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
