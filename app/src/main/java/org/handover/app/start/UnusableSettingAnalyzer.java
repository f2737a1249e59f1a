package org.handover.app.start;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** A sentence instead of a stack trace, where a setting has a value that cannot be used. */
final class UnusableSettingAnalyzer implements FailureAnalyzer {

    private static final Pattern OURS = Pattern.compile("(?<![\\w.])handover\\.[a-z]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)[:}]");

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Optional<String> setting = Optional.empty();
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            String said = String.valueOf(at.getMessage());
            if (at instanceof UnsatisfiedDependencyException dependency) {
                setting = setting(dependency);
            } else if (at instanceof TypeMismatchException mismatch && setting.isPresent()) {
                return analysis(
                        "%s is '%s', which it cannot be: %s."
                                .formatted(
                                        setting.get(),
                                        mismatch.getValue(),
                                        mismatch.getMostSpecificCause().getMessage()),
                        failure);
            } else if (at instanceof IllegalArgumentException
                    && OURS.matcher(said).find()) {
                return analysis(said, failure);
            } else if (at instanceof NoSuchSslBundleException none) {
                return analysis(
                        "server.ssl.bundle names '%s', and there is no spring.ssl.bundle.pem.%s.…"
                                .formatted(none.getBundleName(), none.getBundleName()),
                        failure);
            }
        }
        return null;
    }

    private static Optional<String> setting(UnsatisfiedDependencyException dependency) {
        return Optional.ofNullable(dependency.getInjectionPoint())
                .map(point -> point.getAnnotation(Value.class))
                .map(value -> PLACEHOLDER.matcher(value.value()))
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    private static FailureAnalysis analysis(String sentence, Throwable failure) {
        return new FailureAnalysis(
                sentence,
                "Correct this setting; README.md lists them under Configuration, docs/operations.md explains them.",
                failure);
    }
}
