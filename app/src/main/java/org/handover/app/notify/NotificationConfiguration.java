package org.handover.app.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.handover.app.engine.Groups;
import org.handover.app.engine.MailAddresses;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Makes the targets of the settings, or says which setting cannot be used. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationSettings.class)
class NotificationConfiguration {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int SHORTEST_SECRET = 16;

    @Bean
    Targets notificationTargets(
            NotificationSettings settings,
            @Value("${handover.url:}") String url,
            ObjectProvider<JavaMailSender> mail,
            MailAddresses users,
            ObjectMapper json,
            Clock clock) {
        Map<String, NotificationSettings.Recipient> recipients = settings.recipients();
        if (recipients.isEmpty()) {
            return new Targets(List.of());
        }
        if (url.isBlank()) {
            throw new UnusableNotificationsException(
                    "handover.url is missing: the address under which people reach Handover, for the links in notifications.");
        }
        longerThanNothing("attempt-limit", settings.attemptLimit());
        longerThanNothing("longest-pause", settings.longestPause());
        longerThanNothing("give-up-after", settings.giveUpAfter());
        String host = address("handover.url", url, any -> true).getHost();
        HttpCalls http = new HttpCalls(settings.attemptLimit());
        return new Targets(recipients.entrySet().stream()
                .map(entry -> new One(entry.getKey(), entry.getValue()).target(mail, users, host, http, json, clock))
                .toList());
    }

    private static void longerThanNothing(String setting, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new UnusableNotificationsException(
                    "handover.notifications.%s has to be longer than nothing.".formatted(setting));
        }
    }

    /**
     * An address may be as good as a password: it is never quoted.
     *
     * @param allowed which hosts may be spoken to without TLS
     */
    private static URI address(String setting, String given, Predicate<String> allowed) {
        try {
            URI address = new URI(given.strip());
            String host = address.getHost();
            boolean http = "http".equals(address.getScheme());
            if (host != null && ("https".equals(address.getScheme()) || (http && allowed.test(host)))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new UnusableNotificationsException(
                "%s is not an address that begins with https:// (or http:// on this computer).".formatted(setting));
    }

    /** One target as it is configured. */
    private record One(String name, NotificationSettings.Recipient given) {

        private Target target(
                ObjectProvider<JavaMailSender> mail,
                MailAddresses users,
                String host,
                HttpCalls http,
                ObjectMapper json,
                Clock clock) {
            if (!NAME.matcher(name).matches()) {
                throw new UnusableNotificationsException(
                        "'%s' is no name for a target of notifications: take small letters, digits and hyphens."
                                .formatted(name));
            }
            NotificationSettings.Type type = given.type();
            if (type == null) {
                throw bad("type is missing: mail, webhook, teams, slack or pagerduty");
            }
            Channel channel =
                    switch (type) {
                        case MAIL -> mail(mail.getIfAvailable(), users, host);
                        case WEBHOOK -> webhook(http, Optional.of(key()), WebhookBody::generic, json, clock);
                        case TEAMS -> webhook(http, Optional.empty(), ChatBodies::teams, json, clock);
                        case SLACK -> webhook(http, Optional.empty(), ChatBodies::slack, json, clock);
                        case PAGERDUTY -> pagerDuty(http, json);
                    };
            return new Target(
                    name,
                    about(),
                    given.unreal(),
                    type == NotificationSettings.Type.PAGERDUTY ? PagerDutyChannel.SOURCE : null,
                    channel);
        }

        private Channel mail(@Nullable JavaMailSender sender, MailAddresses users, String host) {
            if (sender == null) {
                throw bad("type is mail, and that needs spring.mail.host");
            }
            if (given.from() == null) {
                throw bad("from is missing: the address that its mails come from");
            }
            return new MailChannel(
                    sender,
                    users,
                    given.from(),
                    host,
                    list(given.to()),
                    Map.of(
                            Groups.OPERATORS, list(given.operators()),
                            Groups.APPROVERS, list(given.approvers()),
                            Groups.AUDITORS, list(given.auditors()),
                            Groups.ADMINISTRATORS, list(given.administrators())));
        }

        private Channel webhook(
                HttpCalls http, Optional<SecretKeySpec> key, WebhookBody body, ObjectMapper json, Clock clock) {
            String url = oneOf("url", given.url(), given.urlFile())
                    .orElseThrow(() -> bad("url or url-file is missing: where it is posted"));
            return new WebhookChannel(
                    http, address(setting("url"), url, THIS_COMPUTER::contains), key, body, json, clock);
        }

        private Channel pagerDuty(HttpCalls http, ObjectMapper json) {
            if (given.from() == null) {
                throw bad("from is missing: the mail address of the PagerDuty user in whose name notes are written");
            }
            String url = oneOf("url", given.url(), given.urlFile()).orElse(PagerDutyChannel.ADDRESS);
            return new PagerDutyChannel(
                    http,
                    address(setting("url"), url, THIS_COMPUTER::contains),
                    secret("an API key of PagerDuty that may write incidents"),
                    given.from(),
                    given.resolve(),
                    json);
        }

        private SecretKeySpec key() {
            String secret = secret("the key of the signature, which its receiver knows too");
            if (secret.length() < SHORTEST_SECRET) {
                throw bad("secret is too short: at least %d characters".formatted(SHORTEST_SECRET));
            }
            try {
                return WebhookChannel.key(secret);
            } catch (IllegalArgumentException e) {
                throw bad("secret begins with whsec_, and what follows is not base64");
            }
        }

        private String secret(String what) {
            return oneOf("secret", given.secret(), given.secretFile())
                    .orElseThrow(() -> bad("secret or secret-file is missing: " + what));
        }

        private Optional<String> oneOf(String what, @Nullable String text, @Nullable Path file) {
            if (text != null && !text.isBlank()) {
                return Optional.of(text.strip());
            }
            if (file == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readString(file).strip());
            } catch (IOException e) {
                throw bad("%s-file cannot be read: %s".formatted(what, file));
            }
        }

        private Set<Occasion> about() {
            Set<String> words = Objects.requireNonNullElse(given.about(), Set.of());
            if (words.isEmpty()) {
                return EnumSet.allOf(Occasion.class);
            }
            return words.stream()
                    .map(word -> Occasion.of(word)
                            .orElseThrow(() -> bad("about knows no '%s'; there are: %s"
                                    .formatted(
                                            word,
                                            Arrays.stream(Occasion.values())
                                                    .map(Occasion::word)
                                                    .collect(Collectors.joining(", "))))))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Occasion.class)));
        }

        private static List<String> list(@Nullable List<String> given) {
            return given == null ? List.of() : given.stream().map(String::strip).toList();
        }

        private String setting(String part) {
            return "handover.notifications.targets.%s.%s".formatted(name, part);
        }

        private UnusableNotificationsException bad(String what) {
            return new UnusableNotificationsException(setting(what) + ".");
        }
    }
}
