package org.handover.app.rest;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.handover.sso.Excerpt;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What is said of input that comes as far as to an exception. */
public final class BadInput {

    public static final String CHARACTER_ZERO =
            "A text holds the character with the number zero, which cannot be kept. Take it out.";

    /** What PostgreSQL says of a text with a character that it cannot keep: the one with the number zero. */
    private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

    private static final int DEEPEST_CAUSE = 20;
    private static final int LONGEST_VALUE = 100;

    private BadInput() {}

    /** A sentence that says what was asked for, and what came. */
    public static String ofAnotherType(TypeMismatchException mismatch) {
        String name = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(mismatch.getPropertyName());
        return "%s is %s, not '%s'."
                .formatted(
                        name,
                        values(mismatch.getRequiredType()),
                        Excerpt.of(String.valueOf(mismatch.getValue()), LONGEST_VALUE));
    }

    private static String values(@Nullable Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type))
                ? "a whole number"
                : "something else";
    }

    /** A sentence where the input is at fault, and not the application. */
    public static Optional<String> sentence(RuntimeException failed) {
        if (failed instanceof RequestRejectedException) {
            return Optional.of("The name of a field, or a header, holds characters that nothing here uses.");
        }
        if (failed instanceof HttpMessageConversionException && !(failed instanceof HttpMessageNotWritableException)) {
            return Optional.of("The body is not the JSON that this needs; /v3/api-docs describes it.");
        }
        return causes(failed)
                .filter(cause ->
                        cause instanceof SQLException sql && CHARACTER_NOT_IN_REPERTOIRE.equals(sql.getSQLState()))
                .map(cause -> CHARACTER_ZERO)
                .findFirst();
    }

    /** What failed, and what made it fail. */
    public static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause).limit(DEEPEST_CAUSE);
    }
}
