package org.handover.app.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Something of the record that stands still: said in log and ledger once when it begins and once when it is over. */
final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private final String what;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private @Nullable Since since;

    /** @param what stands still, as part of an entry's kind, such as {@code copy} */
    Trouble(String what, Ledger ledger, TransactionOperations newTransaction, Clock clock) {
        this.what = what;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
    }

    /** @param why a sentence that says what to do */
    record Since(Instant since, String why) {}

    synchronized Optional<Since> now() {
        return Optional.ofNullable(since);
    }

    synchronized void begins(String why) {
        Since before = since;
        if (before != null && before.why().equals(why)) {
            return;
        }
        since = new Since(before == null ? clock.instant() : before.since(), why);
        LOG.error("{}", why);
        note(what + ".behind", Journal.ordered("why", why));
    }

    synchronized void isOver() {
        Since before = since;
        if (before == null) {
            return;
        }
        since = null;
        LOG.info("{}: it goes on after it had stood still since {}.", what, before.since());
        note(what + ".caughtUp", Journal.ordered("since", before.since().toString()));
    }

    private void note(String kind, Map<String, Object> data) {
        try {
            newTransaction.executeWithoutResult(status -> ledger.append(Ledger.HOUSE, Ledger.ENGINE, kind, data));
        } catch (RuntimeException e) {
            LOG.error("It cannot be written into the ledger either: {}", e.toString());
        }
    }
}
