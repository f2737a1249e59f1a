package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** What stands between two values. */
final class Operators {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,4})(?:,(-?\\d{1,4}))?(?::([A-Za-z])(\\d{0,2}))?}");

    private static final int LONGEST_RANGE = 1_000_000;

    private Operators() {}

    static @Nullable Object apply(String operator, @Nullable Object left, @Nullable Object right) throws PsError {
        return switch (operator) {
            case "+" -> plus(left, right);
            case "-", "*", "/", "%" -> arithmetic(operator, left, right);
            case "f" -> format(Values.text(left), Values.list(right));
            case ".." -> range(Values.whole(left), Values.whole(right));
            case "xor" -> Values.isTrue(left) != Values.isTrue(right);
            case "join" ->
                String.join(
                        Values.text(right),
                        Values.list(left).stream().map(Values::text).toList());
            case "split" ->
                new ArrayList<Object>(List.of(regex(Values.text(right)).split(Values.text(left), -1)));
            case "replace" -> replace(Values.text(left), Values.list(right));
            case "contains", "in", "notcontains", "notin" -> contains(operator, left, right);
            case "as" -> left;
            default -> filtered(operator, left, right);
        };
    }

    /** A list on the left answers with what of it compares. */
    private static Object filtered(String operator, @Nullable Object left, @Nullable Object right) throws PsError {
        if (!(left instanceof List<?> list)) {
            return compares(operator, left, right);
        }
        List<@Nullable Object> found = new ArrayList<>();
        for (Object each : list) {
            if (compares(operator, each, right)) {
                found.add(each);
            }
        }
        return found;
    }

    private static boolean compares(String operator, @Nullable Object left, @Nullable Object right) throws PsError {
        return switch (operator) {
            case "eq" -> same(left, right);
            case "ne" -> !same(left, right);
            case "gt" -> order(left, right) > 0;
            case "ge" -> order(left, right) >= 0;
            case "lt" -> order(left, right) < 0;
            case "le" -> order(left, right) <= 0;
            case "like" ->
                wildcard(Values.text(right)).matcher(Values.text(left)).matches();
            case "notlike" ->
                !wildcard(Values.text(right)).matcher(Values.text(left)).matches();
            case "match" -> regex(Values.text(right)).matcher(Values.text(left)).find();
            case "notmatch" ->
                !regex(Values.text(right)).matcher(Values.text(left)).find();
            case "is" ->
                left instanceof DotNetObject object
                        && right instanceof DotNetType type
                        && object.type().is(type);
            case "isnot" -> !compares("is", left, right);
            default -> throw PsError.of("The lab's PowerShell does not know -" + operator + ".", "UnexpectedToken");
        };
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) throws PsError {
        if (left instanceof Number number && (right instanceof Number || right instanceof String)) {
            return number.doubleValue() == Values.number(right).doubleValue();
        }
        if (left instanceof Boolean truth) {
            return truth == Values.isTrue(right);
        }
        if (left instanceof String text) {
            return right != null && text.equalsIgnoreCase(Values.text(right));
        }
        return Objects.equals(left, right);
    }

    private static int order(@Nullable Object left, @Nullable Object right) throws PsError {
        if (left instanceof ClockTime one && right instanceof ClockTime other) {
            return one.instant().compareTo(other.instant());
        }
        return left instanceof String text
                ? text.compareToIgnoreCase(Values.text(right))
                : Double.compare(
                        Values.number(left).doubleValue(), Values.number(right).doubleValue());
    }

    private static @Nullable Object plus(@Nullable Object left, @Nullable Object right) throws PsError {
        if (left instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>(list);
            all.addAll(Values.list(right));
            return all;
        }
        if (left == null) {
            return right;
        }
        return left instanceof Number ? arithmetic("+", left, right) : Values.text(left) + Values.text(right);
    }

    private static Object arithmetic(String operator, @Nullable Object left, @Nullable Object right) throws PsError {
        double one = Values.number(left).doubleValue();
        double two = Values.number(right).doubleValue();
        if (two == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw PsError.of("Nothing divides by zero.", "RuntimeException");
        }
        double result =
                switch (operator) {
                    case "+" -> one + two;
                    case "-" -> one - two;
                    case "*" -> one * two;
                    case "/" -> one / two;
                    default -> one % two;
                };
        return result == (int) result ? (Object) (int) result : (Object) result;
    }

    private static List<@Nullable Object> range(int from, int to) throws PsError {
        if (Math.abs((long) to - from) > LONGEST_RANGE) {
            throw PsError.of("The lab's PowerShell makes no list of that length.", "RuntimeException");
        }
        List<@Nullable Object> numbers = new ArrayList<>();
        int step = from <= to ? 1 : -1;
        for (int number = from; number != to + step; number += step) {
            numbers.add(number);
        }
        return numbers;
    }

    private static boolean contains(String operator, @Nullable Object left, @Nullable Object right) throws PsError {
        boolean isIn = operator.endsWith("in");
        boolean found = false;
        for (Object each : Values.list(isIn ? right : left)) {
            found |= same(each, isIn ? left : right);
        }
        return found != operator.startsWith("not");
    }

    private static String replace(String text, List<@Nullable Object> by) throws PsError {
        String pattern = by.isEmpty() ? "" : Values.text(by.get(0));
        String with = by.size() > 1 ? Values.text(by.get(1)) : "";
        try {
            return regex(pattern).matcher(text).replaceAll(with);
        } catch (IllegalArgumentException | IndexOutOfBoundsException noSuchGroup) {
            return regex(pattern).matcher(text).replaceAll(Matcher.quoteReplacement(with));
        }
    }

    private static Pattern regex(String pattern) throws PsError {
        try {
            return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw PsError.of("\"" + pattern + "\" is no pattern.", "InvalidRegularExpression");
        }
    }

    static Pattern wildcard(String pattern) {
        StringBuilder made = new StringBuilder();
        pattern.replaceAll("\\*+", "*").chars().forEach(c -> {
            switch (c) {
                case '*' -> made.append(".*");
                case '?' -> made.append('.');
                default -> made.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(made.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String format(String text, List<@Nullable Object> values) throws PsError {
        StringBuilder made = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            int number = Integer.parseInt(place.group(1));
            if (number >= values.size()) {
                throw PsError.of("There is no value for {" + number + "}.", "FormatError");
            }
            made.append(text, from, place.start())
                    .append(padded(shown(values.get(number), place.group(3), place.group(4)), place.group(2)));
            from = place.end();
        }
        return made.append(text.substring(from)).toString().replace("{{", "{").replace("}}", "}");
    }

    private static String shown(@Nullable Object value, @Nullable String kind, @Nullable String digits) throws PsError {
        if (kind == null) {
            return Values.text(value);
        }
        int least = digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
        String width = least == 0 ? "" : "0" + least;
        return switch (kind) {
            case "X" ->
                String.format(
                        Locale.ROOT, "%" + width + "X", Values.number(value).intValue());
            case "x" ->
                String.format(
                        Locale.ROOT, "%" + width + "x", Values.number(value).intValue());
            case "D", "d" ->
                String.format(
                        Locale.ROOT, "%" + width + "d", Values.number(value).intValue());
            case "N", "F" ->
                String.format(
                        Locale.ROOT,
                        "%." + (digits == null || digits.isEmpty() ? "2" : least) + "f",
                        Values.number(value).doubleValue());
            default -> Values.text(value);
        };
    }

    private static String padded(String text, @Nullable String width) {
        int columns = width == null ? 0 : Integer.parseInt(width);
        return columns == 0 ? text : String.format(Locale.ROOT, "%" + columns + "s", text);
    }
}
