package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.handover.journal.Ledger;
import org.handover.sso.EstateName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A tool's token: made and revoked by an administrator, shown once, good for what it says and no longer. */
@HandoverOnLabTest
class TokensTest {

    @Autowired
    Drive drive;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Ledger ledger;

    @BeforeEach
    void nobodyFailedYet() {
        jdbc.update("delete from handover.sign_in_attempt");
    }

    @Test
    void aTokenIsShownOnceAndKeptAsADigest() {
        JsonNode made = make("watcher", "read");
        String token = made.path("token").asText();

        assertThat(token).startsWith("handover_").hasSizeGreaterThan(40);
        assertThat(drive.call("root", "GET", "/api/tokens", null).body().toString())
                .contains(made.path("id").asText(), "watcher")
                .doesNotContain(token);
        assertThat(String.join("\n", jdbc.queryForList("select t::text from handover.api_token t", String.class)))
                .doesNotContain(token);
    }

    @Test
    void aTokenThatReadsStartsNothingAndAnswersNothing() {
        String token = make("watcher", "read").path("token").asText();

        assertThat(with(token, "GET", "/api/failovers", null).status()).isEqualTo(200);
        assertThat(with(token, "GET", "/api/me", null).body().path("name").asText())
                .isEqualTo("watcher");
        for (String path : List.of("/api/failovers", "/api/failovers/FO-000001/withdraw", "/api/tasks/1/decision")) {
            Drive.Reply refused = with(token, "POST", path, Map.of());
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.detail()).contains("may do nothing but: read");
        }
        assertThat(with(token, "GET", "/api/tokens", null).status()).isEqualTo(403);
        assertThat(with(token, "POST", "/engine-rest/task", Map.of()).status()).isEqualTo(403);
    }

    @Test
    void aTokenThatStartsStartsInTheToolsNameAndReadsNothing() {
        String token = make("starter", "start").path("token").asText();

        Drive.Reply unknownSystem =
                with(token, "POST", "/api/failovers", Drive.request(new EstateName("no-such-estate"), "SSO02"));

        assertThat(unknownSystem.status()).as("looked at").isEqualTo(422);
        assertThat(with(token, "GET", "/api/failovers", null).detail()).contains("may do nothing but: start");
    }

    @Test
    void aRevokedTokenAndOneThatHasExpiredOpenNothing() {
        JsonNode revoked = make("watcher", "read");
        JsonNode expired = make("watcher", "read");
        jdbc.update(
                "update handover.api_token set expires_at = now() - interval '1 second' where id = ?",
                expired.path("id").asText());

        assertThat(drive.call(
                                "root",
                                "DELETE",
                                "/api/tokens/" + revoked.path("id").asText(),
                                null)
                        .status())
                .isEqualTo(204);

        for (JsonNode token : List.of(revoked, expired)) {
            Drive.Reply refused = with(token.path("token").asText(), "GET", "/api/failovers", null);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.detail()).contains("expired or was revoked");
        }
        assertThat(drive.call(
                                "root",
                                "DELETE",
                                "/api/tokens/" + revoked.path("id").asText(),
                                null)
                        .status())
                .as("not twice")
                .isEqualTo(404);
    }

    @Test
    void whenItWasLastUsedIsShown() {
        JsonNode made = make("watcher", "read");
        assertThat(shown(made).has("lastUsedAt")).isFalse();

        with(made.path("token").asText(), "GET", "/api/failovers", null);

        assertThat(shown(made).path("lastUsedAt").asText()).isNotEmpty();
    }

    @Test
    void whoMadeAndWhoRevokedATokenIsInTheLedgerTheTokenIsNot() {
        JsonNode made = make("watcher", "read");
        drive.call("root", "DELETE", "/api/tokens/" + made.path("id").asText(), null);

        List<String> entries = ledger.entries(Ledger.HOUSE).stream()
                .filter(entry ->
                        entry.data().toString().contains(made.path("id").asText()))
                .map(entry -> entry.kind() + " by " + entry.actor())
                .toList();

        assertThat(entries).containsExactly("token.made by root", "token.revoked by root");
        assertThat(ledger.entries(Ledger.HOUSE).toString())
                .doesNotContain(made.path("token").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"olga", "anna", "audrey", "pager"})
    void nobodyButAnAdministratorKeepsTokens(String user) {
        assertThat(drive.call(user, "GET", "/api/tokens", null).status()).isEqualTo(403);
        assertThat(drive.call(user, "POST", "/api/tokens", wanted("mine", "read"))
                        .status())
                .isEqualTo(403);
        assertThat(drive.call(user, "DELETE", "/api/tokens/1", null).status()).isEqualTo(403);
    }

    @Test
    void noTokenActsUnderAPersonsName() {
        Drive.Reply refused = drive.call("root", "POST", "/api/tokens", wanted("anna", "start"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).contains("a person's user name");
    }

    @Test
    void guessedTokensAreMadeToWaitAndAGoodOneIsNot() {
        String good = make("watcher", "read").path("token").asText();
        Drive.Reply last = null;
        for (int i = 0; i < 8; i++) {
            last = with("guess" + i, "GET", "/api/failovers", null);
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.detail()).contains("Try again in");
        assertThat(with(good, "GET", "/api/failovers", null).status()).isEqualTo(200);
        assertThat(drive.call("olga", "GET", "/api/failovers", null).status())
                .as("people at the same address")
                .isEqualTo(200);
    }

    private JsonNode make(String tool, String... scopes) {
        Drive.Reply made = drive.call("root", "POST", "/api/tokens", wanted(tool, scopes));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.body();
    }

    private static Map<String, Object> wanted(String tool, String... scopes) {
        return Map.of("tool", tool, "scopes", List.of(scopes), "days", 7);
    }

    private JsonNode shown(JsonNode made) {
        JsonNode items = drive.call("root", "GET", "/api/tokens", null).body().path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("id").equals(made.path("id")))
                .findFirst()
                .orElseThrow();
    }

    private Drive.Reply with(String token, String method, String path, Object body) {
        return drive.call(null, method, path, body, "Authorization", "Bearer " + token, "Idempotency-Key", "tokens");
    }
}
