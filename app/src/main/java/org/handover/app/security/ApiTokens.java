package org.handover.app.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Bearer tokens of tools. A token is shown once, when it is made; the database keeps its SHA-256. It says who the tool is, what
 * it may, and until when; an administrator can revoke it.
 */
@Component
public final class ApiTokens {

    /** Recognised by whoever searches a repository for secrets that slipped into it. */
    static final String PREFIX = "handover_";

    private static final int BYTES = 32;
    private static final Duration LAST_USE_IS_WRITTEN_EVERY = Duration.ofMinutes(1);
    private static final Duration A_YEAR = Duration.ofDays(365);

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Ledger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiTokens(JdbcClient jdbc, TransactionOperations newTransaction, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What a token may. */
    public enum Scope {
        /** Start failovers. */
        START,
        /** See them. */
        READ;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Scope of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What is known of a token without being able to use it.
     *
     * @param id the first digits of its SHA-256
     */
    public record Known(
            String id,
            String tool,
            Set<Scope> scopes,
            String madeBy,
            Instant madeAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy) {}

    /** @param token to be shown once, and to nobody else */
    public record Made(String token, Known known) {}

    public Made make(String tool, Set<Scope> scopes, Duration validity, String by) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        return newTransaction.execute(own -> {
            jdbc.sql(
                            """
                            insert into handover.api_token (token_digest, user_id, made_at, scopes, made_by, expires_at)
                            values (?, ?, ?, ?, ?, ?)""")
                    .params(
                            digest(token),
                            tool,
                            Timestamp.from(now),
                            scopes.stream().map(Scope::word).toArray(String[]::new),
                            by,
                            Timestamp.from(now.plus(validity)))
                    .update();
            Known known = valid(token).orElseThrow();
            ledger.append(
                    Ledger.HOUSE,
                    by,
                    "token.made",
                    Journal.ordered(
                            "token",
                            known.id(),
                            "tool",
                            tool,
                            "scopes",
                            words(scopes),
                            "expiresAt",
                            known.expiresAt().toString()));
            return new Made(token, known);
        });
    }

    /** Makes the tool's one token, for all that a tool may; earlier ones no longer count. */
    public String renew(String tool, String by) {
        all().stream()
                .filter(known -> known.tool().equals(tool) && known.revokedAt() == null)
                .forEach(known -> revoke(known.id(), by));
        return make(tool, EnumSet.allOf(Scope.class), A_YEAR, by).token();
    }

    /** Newest first. */
    public List<Known> all() {
        return jdbc.sql("select * from handover.api_token order by made_at desc, id")
                .query((row, number) -> known(row))
                .list();
    }

    /** @return whether there was such a token that had not been revoked */
    public boolean revoke(String id, String by) {
        return Boolean.TRUE.equals(newTransaction.execute(own -> {
            List<String> tool = jdbc.sql(
                            """
                            update handover.api_token set revoked_at = ?, revoked_by = ?
                            where id = ? and revoked_at is null returning user_id""")
                    .params(Timestamp.from(clock.instant()), by, id)
                    .query(String.class)
                    .list();
            tool.forEach(name -> ledger.append(Ledger.HOUSE, by, "token.revoked", Map.of("token", id, "tool", name)));
            return !tool.isEmpty();
        }));
    }

    boolean namesTool(String user) {
        return jdbc.sql("select count(*) from handover.api_token where user_id = ?")
                        .param(user)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The token, when it may be used now; that it was is written down. */
    Optional<Known> use(String token) {
        Optional<Known> known = valid(token);
        known.filter(this::isWorthWriting)
                .ifPresent(one -> jdbc.sql("update handover.api_token set last_used_at = ? where id = ?")
                        .params(Timestamp.from(clock.instant()), one.id())
                        .update());
        return known;
    }

    private boolean isWorthWriting(Known known) {
        return known.lastUsedAt() == null
                || known.lastUsedAt().plus(LAST_USE_IS_WRITTEN_EVERY).isBefore(clock.instant());
    }

    private Optional<Known> valid(String token) {
        return jdbc.sql(
                        "select * from handover.api_token where token_digest = ? and revoked_at is null and expires_at > ?")
                .params(digest(token), Timestamp.from(clock.instant()))
                .query((row, number) -> known(row))
                .optional();
    }

    private static Known known(ResultSet row) throws SQLException {
        String[] scopes = (String[]) row.getArray("scopes").getArray();
        return new Known(
                row.getString("id"),
                row.getString("user_id"),
                EnumSet.copyOf(Arrays.stream(scopes).map(Scope::of).toList()),
                row.getString("made_by"),
                row.getTimestamp("made_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row.getTimestamp("last_used_at")),
                instant(row.getTimestamp("revoked_at")),
                row.getString("revoked_by"));
    }

    static List<String> words(Set<Scope> scopes) {
        return scopes.stream().map(Scope::word).sorted().toList();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static String digest(String token) {
        return Sha256.ofContent(token.getBytes(StandardCharsets.UTF_8)).value();
    }
}
