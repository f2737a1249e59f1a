package org.handover.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SettingsTest {

    @Test
    void whereNotificationsGoIsRecordedAndWhatOpensTheDoorThereIsNot() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "given",
                        Map.of(
                                "handover.notifications.targets.chat.url",
                                        "https://hooks.example:8443/services/CANARY?x=CANARY",
                                "handover.notifications.targets.odd.url", "https://user:CANARY@hooks.example/in",
                                "HANDOVER_NOTIFICATIONS_TARGETS_ROOM_URL", "https://prod.example?sig=CANARY",
                                "handover.notifications.targets.hook.secret", "CANARY",
                                "handover.notifications.targets.chat.type", "slack")));

        Map<String, String> settings = new Settings(environment).all();

        assertThat(settings)
                .containsEntry("handover.notifications.targets.chat.url", "https://hooks.example:8443/[masked]")
                .containsEntry("handover.notifications.targets.odd.url", "[masked]")
                .containsEntry("handover.notifications.targets.room.url", "https://prod.example/[masked]")
                .containsEntry("handover.notifications.targets.chat.type", "slack")
                .doesNotContainKey("handover.notifications.targets.hook.secret");
        assertThat(settings.toString()).doesNotContain("CANARY");
    }

    @Test
    void ofADatabasesAddressNoPasswordIsRecorded() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "given",
                                Map.of(
                                        "SPRING_DATASOURCE_URL",
                                        "jdbc:postgresql://db/handover?sslmode=verify-full&password=CANARY&sslpassword=CANARY")));

        assertThat(new Settings(environment).all())
                .containsEntry(
                        "spring.datasource.url",
                        "jdbc:postgresql://db/handover?sslmode=verify-full&password=[masked]&sslpassword=[masked]");
    }
}
