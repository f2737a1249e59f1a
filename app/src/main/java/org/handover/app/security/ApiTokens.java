package org.handover.app.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Bearer tokens of tools. A token is shown once, when it is made; the database keeps its SHA-256. */
@Component
public final class ApiTokens {

    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes the user's one token; an earlier one no longer counts. */
    public String renew(String user) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("delete from handover.api_token where user_id = ?").param(user).update();
        jdbc.sql("insert into handover.api_token values (?, ?, ?)")
                .params(digest(token), user, Timestamp.from(clock.instant()))
                .update();
        return token;
    }

    Optional<String> userOf(String token) {
        return jdbc.sql("select user_id from handover.api_token where token_digest = ?")
                .param(digest(token))
                .query(String.class)
                .optional();
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
