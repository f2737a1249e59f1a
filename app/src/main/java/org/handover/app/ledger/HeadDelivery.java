package org.handover.app.ledger;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.SignedHead;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Sends every head to one place, in their order, each until the place has taken it. */
final class HeadDelivery {

    private static final int AT_ONCE = 100;

    private final HeadTarget target;
    private final SignedHeads heads;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Trouble trouble;

    HeadDelivery(
            HeadTarget target,
            SignedHeads heads,
            JdbcClient jdbc,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        this.target = target;
        this.heads = heads;
        this.jdbc = jdbc;
        this.clock = clock;
        this.trouble = new Trouble("heads.sent", ledger, newTransaction, clock);
    }

    String name() {
        return target.name();
    }

    Optional<Trouble.Since> trouble() {
        return trouble.now();
    }

    /** The number of the last head that the place has taken; 0 where it has none. */
    long sent() {
        return jdbc.sql("select coalesce(max(head_number), 0) from handover.head_sent where target = ?")
                .param(target.name())
                .query(Long.class)
                .single();
    }

    synchronized void deliver() {
        try {
            for (List<SignedHead> next = heads.after(sent(), AT_ONCE);
                    !next.isEmpty();
                    next = heads.after(sent(), AT_ONCE)) {
                for (SignedHead head : next) {
                    target.send(head);
                    jdbc.sql("insert into handover.head_sent values (?, ?, ?) on conflict do nothing")
                            .params(target.name(), head.number(), Timestamp.from(clock.instant()))
                            .update();
                }
            }
            trouble.isOver();
        } catch (IOException e) {
            trouble.begins("Signed heads do not arrive at %s (%s); it is tried again.".formatted(target.name(), e));
        } catch (BrokenException e) {
            trouble.begins("Signed heads do not arrive at %s: %s".formatted(target.name(), e.sentence()));
        }
    }
}
