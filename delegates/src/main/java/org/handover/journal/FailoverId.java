package org.handover.journal;

import java.util.regex.Pattern;

/** Names one failover so that it can be said aloud: {@code FO-000123}. It is the business key of its process. */
public record FailoverId(String value) {

    private static final Pattern FORM = Pattern.compile("FO-[0-9]{6,12}");

    public FailoverId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not the number of a failover; one looks like FO-000123.".formatted(value));
        }
    }

    public static FailoverId ofNumber(long number) {
        return new FailoverId("FO-%06d".formatted(number));
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
