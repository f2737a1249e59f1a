package org.handover.app.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.handover.verify.BrokenException;
import org.handover.verify.SignedHead;
import org.jspecify.annotations.Nullable;

/** Signing on a database of a test, started again with other settings as often as it takes. */
final class SignedLedger {

    static final String PASSWORD = "of-the-keystore";

    final LedgerDatabase database;
    final SigningKeys keys;
    final HeadSigner signer;

    SignedLedger(LedgerDatabase database, Path keystore) {
        this(database, keystore, null, null);
    }

    SignedLedger(LedgerDatabase database, Path keystore, @Nullable Path previous, @Nullable String lost) {
        this(
                database,
                new LedgerSettings(
                        keystore.resolveSibling("entries.jsonl"),
                        Duration.ofHours(1),
                        keystore,
                        PASSWORD,
                        null,
                        previous,
                        PASSWORD,
                        null,
                        lost,
                        null));
    }

    /** @param word the file with the keystore's password */
    SignedLedger(LedgerDatabase database, Path keystore, Path word) {
        this(
                database,
                new LedgerSettings(
                        keystore.resolveSibling("entries.jsonl"),
                        Duration.ofHours(1),
                        keystore,
                        null,
                        word,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private SignedLedger(LedgerDatabase database, LedgerSettings settings) {
        this.database = database;
        this.keys = new SigningKeys(
                settings, "unused", database.heads, database.ledger, database.newTransaction, LedgerDatabase.CLOCK);
        this.signer = new HeadSigner(
                keys,
                database.heads,
                database.ledger,
                database.newTransaction,
                LedgerDatabase.CLOCK,
                settings.headInterval());
    }

    SignedHead sign() {
        return signer.sign().orElseThrow(() -> new AssertionError(keys.trouble() + " " + signer.trouble()));
    }

    Sealing sealing() {
        return new Sealing(database.ledger, database.heads, keys, signer);
    }

    List<SignedHead> heads() {
        try {
            return database.heads.after(0, 1000);
        } catch (BrokenException e) {
            throw new AssertionError(e);
        }
    }

    LedgerVerification.Result verify() {
        return new LedgerVerification(database.pool, database.heads, database.manager).verify();
    }
}
