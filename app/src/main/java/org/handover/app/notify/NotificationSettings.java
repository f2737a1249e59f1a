package org.handover.app.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code handover.notifications.*}.
 *
 * @param attemptLimit how long an attempt may wait for the other side
 * @param longestPause between two attempts; the first pause is five seconds, each next one twice as long
 * @param giveUpAfter how long it is tried before it counts as not delivered
 * @param targets who is told, by a name of your own
 */
@ConfigurationProperties("handover.notifications")
record NotificationSettings(
        @DefaultValue("PT10S") Duration attemptLimit,
        @DefaultValue("PT5M") Duration longestPause,
        @DefaultValue("P1D") Duration giveUpAfter,
        @Nullable Map<String, Recipient> targets) {

    enum Type {
        MAIL,
        WEBHOOK,
        TEAMS,
        SLACK,
        PAGERDUTY
    }

    /**
     * One of the targets.
     *
     * @param about the occasions it wants; all where none is named
     * @param unreal whether it is told of rehearsals and demonstrations too
     * @param from who a mail is from, or the user in whose name PagerDuty takes a note
     * @param to where mails go, whoever they concern; where none is given, to those whom they concern
     * @param operators where mails for this group go; where none is given, to its members
     * @param url of a webhook; who knows it may post there
     * @param urlFile a file that holds it
     * @param secret of the signature, or PagerDuty's key
     * @param secretFile a file that holds it
     * @param resolve whether PagerDuty's incident is resolved when the run has succeeded
     */
    record Recipient(
            @Nullable Type type,
            @Nullable Set<String> about,
            @DefaultValue("false") boolean unreal,
            @Nullable String from,
            @Nullable List<String> to,
            @Nullable List<String> operators,
            @Nullable List<String> approvers,
            @Nullable List<String> auditors,
            @Nullable List<String> administrators,
            @Nullable String url,
            @Nullable Path urlFile,
            @Nullable String secret,
            @Nullable Path secretFile,
            @DefaultValue("true") boolean resolve) {

        @Override
        public String toString() {
            return "a target of notifications";
        }
    }

    /** In the order of their names. */
    Map<String, Recipient> recipients() {
        return new TreeMap<>(Objects.requireNonNullElse(targets, Map.of()));
    }

    @Override
    public String toString() {
        return "settings of the notifications";
    }
}
