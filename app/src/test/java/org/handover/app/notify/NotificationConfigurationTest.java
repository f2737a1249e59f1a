package org.handover.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.handover.app.engine.MailAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class NotificationConfigurationTest {

    private static final String ONE = "handover.notifications.targets.one.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(NotificationConfiguration.class)
            .withBean(ObjectMapper.class, ObjectMapper::new)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MailAddresses.class, () -> new MailAddresses(new IdentityServiceImpl()));

    @Test
    void nobodyIsToldUntilSomebodyIsNamed() {
        application.run(
                context -> assertThat(context.getBean(Targets.class).all()).isEmpty());
    }

    @Test
    void eachKindOfTargetIsMadeOfItsSettings(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        Path url = Files.writeString(folder.resolve("url"), "https://hooks.slack.example/services/T0/B0/x\n");
        application
                .withBean(JavaMailSender.class, JavaMailSenderImpl::new)
                .withPropertyValues(
                        "handover.url=http://handover.contoso.example:8080",
                        "handover.notifications.targets.mail.type=mail",
                        "handover.notifications.targets.mail.from=handover@contoso.example",
                        "handover.notifications.targets.mail.about=task.waiting, failover.left-open",
                        "handover.notifications.targets.hook.type=webhook",
                        "handover.notifications.targets.hook.url=https://hook.contoso.example/in",
                        "handover.notifications.targets.hook.secretFile=" + secret,
                        "handover.notifications.targets.chat.type=slack",
                        "handover.notifications.targets.chat.url-file=" + url,
                        "handover.notifications.targets.chat.unreal=true",
                        "handover.notifications.targets.rooms.type=teams",
                        "handover.notifications.targets.rooms.url=https://prod.logic.example/workflows/x",
                        "handover.notifications.targets.pd.type=pagerduty",
                        "handover.notifications.targets.pd.from=oncall@contoso.example",
                        "handover.notifications.targets.pd.secret=a-key-of-pagerduty")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Targets.class).all())
                            .extracting(Target::name)
                            .containsExactly("chat", "hook", "mail", "pd", "rooms");
                    assertThat(context.getBean(Targets.class).all())
                            .extracting(Target::about)
                            .contains(
                                    EnumSet.of(Occasion.TASK_WAITING, Occasion.LEFT_OPEN),
                                    EnumSet.allOf(Occasion.class));
                    assertThat(context.getBean(Targets.class).all())
                            .extracting(Target::unreal)
                            .containsExactly(true, false, false, false, false);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=handover@contoso.example                    | type is missing",
                "type=mail                                        | needs spring.mail.host",
                "type=webhook                                     | secret or secret-file is missing",
                "type=webhook secret=short                        | secret is too short",
                "type=webhook secret=whsec_this-is-no-base64      | is not base64",
                "type=webhook secret=long-enough-for-this         | url or url-file is missing",
                "type=slack                                       | url or url-file is missing",
                "type=slack url=http://hooks.example/SECRET       | begins with https://",
                "type=slack url=https://hooks.example/a^SECRET    | begins with https://",
                "type=slack url-file=nowhere                      | url-file cannot be read",
                "type=pagerduty                                   | from is missing",
                "type=pagerduty from=a@b                          | secret or secret-file is missing",
                "type=teams url=https://x.example about=something | about knows no 'something'"
            })
    void whatCannotBeUsedIsSaidByItsNameAndNoSecretIsQuoted(String settings, String sentence) {
        String[] given = settings.strip().split(" ", -1);
        for (int i = 0; i < given.length; i++) {
            given[i] = ONE + given[i];
        }
        application
                .withPropertyValues("handover.url=https://handover.contoso.example")
                .withPropertyValues(given)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnusableNotificationsException.class)
                        .hasMessageContaining(sentence)
                        .message()
                        .startsWith(ONE)
                        .doesNotContain("SECRET"));
    }

    @Test
    void linksNeedTheAddressUnderWhichPeopleReachIt() {
        application
                .withPropertyValues(ONE + "type=slack")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageStartingWith("handover.url is missing"));
    }
}
