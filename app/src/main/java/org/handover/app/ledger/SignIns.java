package org.handover.app.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes sign-ins and failed ones into the chain of the house. A tool signs in with every request: of the same user from the same
 * address one is written in a while, with how many went before it unwritten, so that nobody can fill the ledger by asking. Where
 * it cannot be written the log has it: who has to make room for the ledger has to get in first, and types nothing by that.
 */
@Component
final class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
    private static final Duration SIGNED_IN_AGAIN = Duration.ofHours(1);
    private static final Duration FAILED_AGAIN = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_NAME = 100;

    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final Map<Key, Written> written = new LinkedHashMap<>();

    SignIns(Ledger ledger, TransactionOperations newTransaction, Clock clock) {
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    private record Key(String kind, String user, String address) {}

    /** @param since how many like it were not written since */
    private record Written(Instant at, long since) {}

    /** On the page; every one is written. */
    @EventListener
    void signedIn(InteractiveAuthenticationSuccessEvent event) {
        write(key("sign-in", event.getAuthentication()), 0);
    }

    /** With a request; on the page it comes before the other one, which then says the same. */
    @EventListener
    void signedIn(AuthenticationSuccessEvent event) {
        writeOnceInAWhile(key("sign-in.request", event.getAuthentication()), SIGNED_IN_AGAIN);
    }

    @EventListener
    void failed(AbstractAuthenticationFailureEvent event) {
        writeOnceInAWhile(key("sign-in.failed", event.getAuthentication()), FAILED_AGAIN);
    }

    @EventListener
    void signedOut(LogoutSuccessEvent event) {
        write(key("sign-out", event.getAuthentication()), 0);
    }

    private static Key key(String kind, Authentication who) {
        String name = String.valueOf(who.getName());
        return new Key(
                kind,
                Excerpt.of(name, LONGEST_NAME),
                who.getDetails() instanceof WebAuthenticationDetails details
                        ? String.valueOf(details.getRemoteAddress())
                        : "");
    }

    private void writeOnceInAWhile(Key key, Duration again) {
        long unwritten;
        synchronized (written) {
            Instant now = clock.instant();
            Written before = written.remove(key);
            boolean recently = before != null && now.isBefore(before.at().plus(again));
            unwritten = before == null ? 0 : before.since();
            written.put(key, recently ? new Written(before.at(), unwritten + 1) : new Written(now, 0));
            if (written.size() > REMEMBERED) {
                written.remove(written.keySet().iterator().next());
            }
            if (recently) {
                return;
            }
        }
        write(key, unwritten);
    }

    private void write(Key key, long unwritten) {
        Map<String, Object> data = unwritten == 0
                ? Journal.ordered("address", key.address())
                : Journal.ordered("address", key.address(), "alikeBefore", unwritten);
        try {
            newTransaction.executeWithoutResult(status -> ledger.append(Ledger.HOUSE, key.user(), key.kind(), data));
        } catch (DataAccessException | TransactionException e) {
            LOG.error("Cannot be written into the ledger: {} of {} {}", key.kind(), key.user(), data, e);
        }
    }
}
