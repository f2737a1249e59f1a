package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How PowerShell makes text, truth and numbers of any value. */
final class Values {
    private Values() {}

    static String text(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) ? Long.toString(number.longValue()) : number.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Values::text).collect(Collectors.joining(" "));
        }
        return value == null ? "" : value.toString();
    }

    static boolean isTrue(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return list.size() > 1 || (list.size() == 1 && isTrue(list.get(0)));
        }
        return value != null;
    }

    static List<@Nullable Object> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        List<@Nullable Object> one = new ArrayList<>();
        if (value != null) {
            one.add(value);
        }
        return one;
    }

    /** One value is itself, none is null, several are a list. */
    static @Nullable Object unwrapped(List<@Nullable Object> values) {
        return values.isEmpty() ? null : values.size() == 1 ? values.get(0) : values;
    }

    /** @throws PsError when it is no number */
    static Number number(@Nullable Object value) throws PsError {
        if (value instanceof Number number) {
            return number;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        String text = text(value).strip();
        try {
            if (text.isEmpty()) {
                return 0;
            }
            if (text.toLowerCase(Locale.ROOT).startsWith("0x")) {
                return Integer.parseUnsignedInt(text.substring(2), 16);
            }
            double number = Double.parseDouble(text);
            return number == (int) number && !text.contains(".") ? (Number) (int) number : (Number) number;
        } catch (NumberFormatException e) {
            throw PsError.of("\"" + text + "\" is no number.", "InvalidCastFromStringToInteger");
        }
    }

    static int whole(@Nullable Object value) throws PsError {
        return (int) Math.rint(number(value).doubleValue());
    }
}
