package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** Where one sees what did not reach anybody. Nobody sends here: no target is configured. */
@HandoverOnLabTest
class NotificationsShownTest {

    private static final String OF_NO_RUN = "FO-999999000001";

    @Autowired
    Drive drive;

    @Autowired
    Environment environment;

    @Autowired
    JdbcTemplate jdbc;

    @ParameterizedTest
    @CsvSource({"audrey, 200", "root, 200", "olga, 200", "pager, 403"})
    void whatWasNotDeliveredIsForPeople(String user, int status) {
        assertThat(drive.call(user, "GET", "/api/notifications", null).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"state=lost, undelivered", "page=-1, greater than or equal to 0", "failover=7, FO-000123"})
    void aQuestionThatIsNoneIsAnsweredByHowToAsk(String query, String sentence) {
        Drive.Reply reply = drive.call("audrey", "GET", "/api/notifications?" + query, null);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).contains(sentence);
    }

    @Test
    void anEmptyListSaysWhyItIsEmpty() {
        JsonNode empty = drive.call("audrey", "GET", "/api/notifications?state=sent&failover=FO-999999000000", null)
                .body();

        assertThat(empty.path("total").asInt()).isZero();
        assertThat(empty.path("whyEmpty").asText()).contains("no target is configured");
    }

    @Test
    void thePageSaysOnceThatNobodyIsTold() throws Exception {
        assertThat(page("audrey")).containsOnlyOnce("no target is configured");
    }

    @Test
    void whatWasNotDeliveredIsShownWithItsReasonAndIsTriedAgainByWhoeverMay() throws Exception {
        UUID id = UUID.randomUUID();
        jdbc.update(
                """
                insert into handover.notification
                    (id, failover_id, thread, target, kind, happening, at, attempts, give_up_at, last_error, given_up_at)
                values (?, ?, 'a run', 'mail', 'failover.succeeded', ?, now(), 3, now(), 'The mail server is <away>.', now())""",
                id,
                OF_NO_RUN,
                "{\"sentence\":\"SSO02 is master of %s.\",\"groups\":[],\"people\":[]}".formatted(id));

        assertThat(listed(id).path("lastError").asText()).isEqualTo("The mail server is <away>.");
        assertThat(page("audrey"))
                .contains("SSO02 is master of " + id, "The mail server is &lt;away&gt;. (3 attempts)")
                .doesNotContain("/board/notifications/" + id + "/retry");
        assertThat(page("root")).contains("/board/notifications/" + id + "/retry");

        String retry = "/api/notifications/" + id + "/retry";
        assertThat(drive.call("audrey", "POST", retry, null).status()).isEqualTo(403);
        assertThat(drive.call("root", "POST", retry, null).status()).isEqualTo(202);
        assertThat(drive.call("root", "POST", retry, null).status()).isEqualTo(404);
        assertThat(drive.call("root", "POST", "/api/notifications/7/retry", null)
                        .status())
                .isEqualTo(404);
        assertThat(listed(id).isMissingNode()).isTrue();
        jdbc.update("update handover.notification set due_at = null, sent_at = now() where id = ?", id);
    }

    private JsonNode listed(UUID id) {
        JsonNode items = drive.call("audrey", "GET", "/api/notifications?failover=" + OF_NO_RUN, null)
                .body()
                .path("items");
        for (JsonNode item : items) {
            if (item.path("id").asText().equals(id.toString())) {
                return item;
            }
        }
        return items.path("none of this id");
    }

    private String page(String user) throws Exception {
        HttpClient browser = Browser.signedIn(environment, user);
        HttpRequest request = Browser.page(environment, "/board/notifications").build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
