package org.handover.app.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.handover.sso.LetterCase;
import org.handover.sso.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes guessing passwords slow, on every node alike: after wrong ones the next attempt has to wait, longer each time.
 *
 * <p>Whom it must not lock out is the one operator at three in the morning. So a wait is always counted from the last wrong
 * password <em>of the same address</em>: nobody can make somebody elsewhere wait who has not failed there. And whoever signed
 * in from an address in the last month waits there for failures of that account from that address only, a minute at most,
 * whatever else comes from the same address.
 */
@Component
final class SignInBrake {

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Duration AT_HOME = Duration.ofDays(30);
    private static final Duration SUCCESS_IS_WRITTEN_EVERY = Duration.ofDays(1);

    private static final int FREE_AT_HOME = 3;
    private static final int FREE_BY_ADDRESS = 5;
    private static final int FREE_OF_ACCOUNT = 10;
    private static final Duration LONGEST_AT_HOME = Duration.ofMinutes(1);
    private static final Duration LONGEST_BY_ADDRESS = Duration.ofMinutes(15);
    private static final Duration LONGEST_OF_ACCOUNT = Duration.ofSeconds(30);

    /**
     * From so many failures of an address on, at home of the account there, an attempt counts as failed before it is looked at:
     * many at once gain nothing.
     */
    private static final int COUNTED_BEFOREHAND = 3;

    private final JdbcClient jdbc;
    private final TransactionOperations newTransaction;
    private final Clock clock;

    SignInBrake(JdbcClient jdbc, TransactionOperations newTransaction, Clock clock) {
        this.jdbc = jdbc;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    /** What was tried; a tool with an old token does not keep the people at the same address waiting. */
    enum Door {
        PASSWORD,
        TOKEN
    }

    /** An attempt that may be looked at; its outcome has to be reported. */
    record Attempt(byte[] account, String address, boolean counted, boolean worthWriting) {}

    /**
     * @param address of the caller; nothing else is known of somebody who is not signed in
     * @throws TooManyAttemptsException when it is too soon for another attempt
     */
    Attempt begin(Door door, String account, @Nullable String address) {
        byte[] digest = HexFormat.of()
                .parseHex(Sha256.ofContent(LetterCase.lower(account).getBytes(StandardCharsets.UTF_8))
                        .value());
        String network = network(address) + (door == Door.TOKEN ? " (tokens)" : "");
        Seen seen = look(digest, network);
        refuse(seen);
        if ((seen.atHome ? seen.ofBoth : seen.byAddress) < COUNTED_BEFOREHAND) {
            return new Attempt(digest, network, false, seen.worthWriting(clock.instant()));
        }
        newTransaction.executeWithoutResult(own -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 6))")
                    .param(network)
                    .query(rows -> {});
            refuse(look(digest, network));
            count(digest, network);
        });
        return new Attempt(digest, network, true, true);
    }

    void failed(Attempt attempt) {
        if (!attempt.counted) {
            newTransaction.executeWithoutResult(own -> count(attempt.account, attempt.address));
        }
    }

    void succeeded(Attempt attempt) {
        if (attempt.worthWriting) {
            newTransaction.executeWithoutResult(own -> jdbc.sql(
                            """
                            insert into handover.sign_in_attempt (account, address, failures, succeeded_at) values (?, ?, 0, ?)
                            on conflict (account, address) do update set failures = 0, failed_at = null, succeeded_at = excluded.succeeded_at""")
                    .params(attempt.account, attempt.address, Timestamp.from(clock.instant()))
                    .update());
        }
    }

    private record Seen(
            int byAddress,
            @Nullable Instant lastByAddress,
            int ofAccount,
            int ofBoth,
            @Nullable Instant lastOfBoth,
            boolean atHome,
            @Nullable Instant succeeded) {

        boolean worthWriting(Instant now) {
            return lastOfBoth != null
                    || succeeded == null
                    || succeeded.plus(SUCCESS_IS_WRITTEN_EVERY).isBefore(now);
        }
    }

    private Seen look(byte[] account, String address) {
        Instant now = clock.instant();
        return jdbc.sql(
                        """
                        select coalesce(sum(failures) filter (where address = :address and failed_at > :since), 0) as by_address,
                               max(failed_at) filter (where address = :address and failed_at > :since) as last_by_address,
                               coalesce(sum(failures) filter (where account = :account and failed_at > :since), 0) as of_account,
                               coalesce(sum(failures) filter (where account = :account and address = :address and failed_at > :since), 0) as of_both,
                               max(failed_at) filter (where account = :account and address = :address) as last_of_both,
                               max(succeeded_at) filter (where account = :account and address = :address) as succeeded
                        from handover.sign_in_attempt where address = :address or account = :account""")
                .param("address", address)
                .param("account", account)
                .param("since", Timestamp.from(now.minus(REMEMBERED)))
                .query((row, number) -> {
                    Instant succeeded = instant(row.getTimestamp("succeeded"));
                    return new Seen(
                            row.getInt("by_address"),
                            instant(row.getTimestamp("last_by_address")),
                            row.getInt("of_account"),
                            row.getInt("of_both"),
                            instant(row.getTimestamp("last_of_both")),
                            succeeded != null && succeeded.plus(AT_HOME).isAfter(now),
                            succeeded);
                })
                .single();
    }

    private void refuse(Seen seen) {
        Duration wait = seen.atHome
                ? remaining(seen.lastOfBoth, growing(seen.ofBoth - FREE_AT_HOME, LONGEST_AT_HOME))
                : remaining(seen.lastByAddress, elsewhere(seen));
        if (wait.compareTo(Duration.ZERO) > 0) {
            throw new TooManyAttemptsException(wait);
        }
    }

    private static Duration elsewhere(Seen seen) {
        Duration address = growing(seen.byAddress - FREE_BY_ADDRESS, LONGEST_BY_ADDRESS);
        Duration account = growing(seen.ofAccount - FREE_OF_ACCOUNT, LONGEST_OF_ACCOUNT);
        return address.compareTo(account) > 0 ? address : account;
    }

    /** One second after the first failure too many, and twice as long after each further one. */
    private static Duration growing(int tooMany, Duration longest) {
        if (tooMany < 0) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(tooMany, 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    private Duration remaining(@Nullable Instant from, Duration wait) {
        return from == null ? Duration.ZERO : Duration.between(clock.instant(), from.plus(wait));
    }

    private void count(byte[] account, String address) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp forgotten = Timestamp.from(clock.instant().minus(REMEMBERED));
        jdbc.sql("delete from handover.sign_in_attempt where failed_at < ? and succeeded_at is null")
                .param(forgotten)
                .update();
        jdbc.sql(
                        """
                        insert into handover.sign_in_attempt as known (account, address, failures, failed_at) values (:account, :address, 1, :now)
                        on conflict (account, address) do update
                            set failures = case when known.failed_at > :forgotten then known.failures + 1 else 1 end, failed_at = :now""")
                .param("account", account)
                .param("address", address)
                .param("now", now)
                .param("forgotten", forgotten)
                .update();
    }

    /** An address of version 6 counts by its network of 64 bits, of which one customer has all the rest. */
    private static String network(@Nullable String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address == null ? "" : address);
            if (parsed instanceof Inet6Address) {
                return HexFormat.ofDelimiter(":").formatHex(parsed.getAddress(), 0, 8) + "::/64";
            }
            return parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
