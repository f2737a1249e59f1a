package org.handover.lab.program.cmd;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in quotes behind {@code for /f}.
 *
 * @param wanted numbers of the tokens, from 1
 * @param rest whether what follows the last of them is one more
 */
record LineOptions(List<Integer> wanted, boolean rest, String delimiters, String eol, int skip, boolean useBackQuotes) {
    private static final Pattern OPTION = Pattern.compile(
            "(?i)\\s*(usebackq|tokens=([^\\s\"]*)|skip=(\\d+)|eol=(.?)|delims=((?:(?!\\s+(?:tokens|skip|eol|usebackq)\\b).)*))");

    private static final BigInteger ALL_LINES = BigInteger.valueOf(Integer.MAX_VALUE);

    static LineOptions of(String quoted) {
        String text = quoted.length() > 1 && quoted.startsWith("\"") && quoted.endsWith("\"")
                ? quoted.substring(1, quoted.length() - 1)
                : quoted;
        List<Integer> wanted = List.of(1);
        boolean rest = false;
        String delimiters = " \t";
        String eol = ";";
        int skip = 0;
        boolean backQuotes = false;
        Matcher matcher = OPTION.matcher(text);
        while (matcher.find()) {
            String option = matcher.group(1).toLowerCase(Locale.ROOT);
            if (option.startsWith("usebackq")) {
                backQuotes = true;
            } else if (option.startsWith("tokens")) {
                String tokens = matcher.group(2);
                rest = tokens.endsWith("*");
                wanted = numbers(tokens.replace("*", ""));
            } else if (option.startsWith("skip")) {
                skip = new BigInteger(matcher.group(3)).min(ALL_LINES).intValue();
            } else if (option.startsWith("eol")) {
                eol = matcher.group(4);
            } else {
                delimiters = matcher.group(5);
            }
        }
        return new LineOptions(wanted, rest, delimiters, eol, skip, backQuotes);
    }

    private static List<Integer> numbers(String tokens) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : tokens.split(",", -1)) {
            String[] ends = part.split("-", -1);
            if (part.matches("\\d{1,2}(-\\d{1,2})?")) {
                int to = Integer.parseInt(ends[ends.length - 1]);
                for (int i = Integer.parseInt(ends[0]); i <= to; i++) {
                    numbers.add(i);
                }
            }
        }
        return List.copyOf(numbers);
    }

    /** The tokens of a line that were asked for; nothing where there is not even the first of them. */
    Optional<List<String>> tokens(String line) {
        List<String> found = new ArrayList<>();
        int last = wanted.isEmpty() ? 0 : wanted.get(wanted.size() - 1);
        int at = skipDelimiters(line, 0);
        int number = 0;
        while (at < line.length() && number < last) {
            int end = at;
            while (end < line.length() && delimiters.indexOf(line.charAt(end)) < 0) {
                end++;
            }
            number++;
            if (wanted.contains(number)) {
                found.add(line.substring(at, end));
            }
            at = skipDelimiters(line, end);
        }
        if (found.isEmpty() && !(wanted.isEmpty() && rest && at < line.length())) {
            return Optional.empty();
        }
        while (found.size() < wanted.size()) {
            found.add("");
        }
        if (rest) {
            found.add(line.substring(Math.min(at, line.length())));
        }
        return Optional.of(found);
    }

    private int skipDelimiters(String line, int from) {
        int at = from;
        while (at < line.length() && delimiters.indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
