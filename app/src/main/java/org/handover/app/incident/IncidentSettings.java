package org.handover.app.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code handover.incidents.*}.
 *
 * @param pagerduty what PagerDuty signs with
 * @param generic what every other tool that signs does so with
 * @param clockDifference how far the time stamp of a generic message may be from the clock here
 * @param longestBody more than this is not read
 * @param rules which incident means which SSO system; the first that matches counts
 */
@ConfigurationProperties("handover.incidents")
record IncidentSettings(
        @DefaultValue Signed pagerduty,
        @DefaultValue Signed generic,
        @DefaultValue("PT5M") Duration clockDifference,
        @DefaultValue("256KB") DataSize longestBody,
        @DefaultValue List<IncidentRule> rules) {

    /**
     * What messages are signed with; nothing where the door stays shut.
     *
     * @param secretFile one secret a line: while one follows another, both hold
     */
    record Signed(@Nullable String secret, @Nullable Path secretFile) {

        List<String> secrets() {
            return Stream.concat(Optional.ofNullable(secret).stream(), read())
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        }

        private Stream<String> read() {
            if (secretFile == null) {
                return Stream.empty();
            }
            try {
                return Files.readAllLines(secretFile).stream();
            } catch (IOException e) {
                throw new UncheckedIOException("The file %s with a secret cannot be read.".formatted(secretFile), e);
            }
        }

        @Override
        public String toString() {
            return "a secret";
        }
    }
}
