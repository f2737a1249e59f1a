package org.handover.app.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.KeyRing;
import org.handover.verify.LedgerCheck;
import org.handover.verify.SignedHead;
import org.handover.verify.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks the whole ledger in the database, as it is at one moment: every entry of every chain, and every head. */
@Component
public final class LedgerVerification {

    private static final int AT_ONCE = 1000;

    private final JdbcTemplate jdbc;
    private final SignedHeads heads;
    private final TransactionTemplate oneMoment;

    LedgerVerification(DataSource dataSource, SignedHeads heads, PlatformTransactionManager transactions) {
        this.jdbc = new JdbcTemplate(dataSource);
        jdbc.setFetchSize(AT_ONCE);
        this.heads = heads;
        this.oneMoment = new TransactionTemplate(transactions);
        oneMoment.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneMoment.setReadOnly(true);
    }

    /**
     * @param whole whether nothing was altered, removed, reordered or cut off
     * @param problem names the first thing that was
     * @param unsealed how many entries are not under a signed head yet
     */
    @Schema(name = "LedgerVerified")
    public record Result(
            boolean whole, @Nullable String problem, long chains, long entries, long heads, long unsealed) {}

    Result verify() {
        Result result = oneMoment.execute(status -> {
            try {
                LedgerCheck.Whole whole = check();
                return new Result(true, null, whole.chains(), whole.entries(), whole.heads(), whole.unsealed());
            } catch (BrokenException e) {
                return new Result(false, e.sentence(), 0, 0, 0, 0);
            }
        });
        if (result == null) {
            throw new IllegalStateException("The check of the ledger gave no answer.");
        }
        return result;
    }

    private LedgerCheck.Whole check() throws BrokenException {
        Optional<KeyRing> keys = heads.keys();
        if (keys.isEmpty()) {
            throw new BrokenException("No signing key was announced yet.");
        }
        LedgerCheck check = new LedgerCheck(keys.get());
        long last = 0;
        for (List<SignedHead> some = heads.after(last, AT_ONCE); !some.isEmpty(); some = heads.after(last, AT_ONCE)) {
            for (SignedHead head : some) {
                check.head(head, heads.changedIn(head.number()));
                last = head.number();
            }
        }
        try (Stream<StoredEntry> entries =
                jdbc.queryForStream("select * from handover.ledger order by chain, seq", Ledger::stored)) {
            for (StoredEntry entry : (Iterable<StoredEntry>) entries::iterator) {
                check.entry(entry);
            }
        }
        return check.end();
    }
}
