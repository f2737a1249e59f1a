package org.handover.app.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.Certificates;
import org.handover.verify.Hash;
import org.handover.verify.KeyRing;
import org.handover.verify.KeySuccession;
import org.handover.verify.SignedHead;
import org.handover.verify.SigningKey;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The key that signs the ledger. The first one is made and announced; another one follows only where the one before it signs that,
 * or where a person says in words that it is lost. Until then nothing is signed, and runs go on.
 */
public final class SigningKeys {

    private final LedgerSettings settings;
    private final String ownPassword;
    private final SignedHeads heads;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final Trouble trouble;
    private volatile @Nullable SigningKey current;
    private boolean replacedWhileRunning;

    /** @param ownPassword of the keystore that is made here, where none is given */
    SigningKeys(
            LedgerSettings settings,
            String ownPassword,
            SignedHeads heads,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock) {
        this.settings = settings;
        this.ownPassword = ownPassword;
        this.heads = heads;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
        this.trouble = new Trouble("signing", ledger, newTransaction, clock);
    }

    /** Empty where nothing can be signed; {@link #trouble} says why. */
    public synchronized Optional<SigningKey> current() {
        if (current == null) {
            Settled settled = newTransaction.execute(status -> settleAlone());
            if (settled != null && settled.key() != null) {
                current = settled.key();
                trouble.isOver();
            } else {
                trouble.begins(
                        "This node cannot sign the ledger; what it writes is signed by a node that has the key, if there is one. "
                                + (settled == null ? "" : settled.problem()));
            }
        }
        return Optional.ofNullable(current);
    }

    /** Another key was announced since: what the settings say of a succession was said for this one, and holds no more. */
    synchronized void forget(SigningKey replaced) {
        if (replaced.equals(current)) {
            current = null;
            replacedWhileRunning = true;
        }
    }

    private record Settled(@Nullable SigningKey key, String problem) {}

    /** Of nodes that start together one makes the key. */
    private Settled settleAlone() {
        heads.lock();
        try {
            return new Settled(settle(), "");
        } catch (Keystore.UnusableException | BrokenException e) {
            return new Settled(null, String.valueOf(e.getMessage()));
        }
    }

    Optional<Trouble.Since> trouble() {
        return trouble.now();
    }

    private SigningKey settle() throws Keystore.UnusableException, BrokenException {
        Keystore keystore =
                new Keystore(settings.keystore(), settings.passwordOfKeystore().orElse(ownPassword));
        Optional<KeyRing> known = heads.keys();
        if (known.isEmpty()) {
            SigningKey first = keystore.isThere() ? keystore.load() : made(keystore);
            announce(first, null, "key.announced");
            return first;
        }
        Hash until = known.get().current();
        if (replacedWhileRunning) {
            return successor(keystore, until);
        }
        if (!keystore.isThere() && settings.keyLost() == null) {
            throw new Keystore.UnusableException(
                    "The signing key %s is not at %s. Put the keystore there, the same one for every node; or, where it is lost, say why in handover.ledger.key-lost and start again."
                            .formatted(until, keystore.file()));
        }
        SigningKey key = keystore.isThere() ? keystore.load() : made(keystore);
        if (!key.fingerprint().equals(until)) {
            succeed(known.get(), key);
        }
        return key;
    }

    private static SigningKey successor(Keystore keystore, Hash announced) throws Keystore.UnusableException {
        if (keystore.isThere()) {
            SigningKey key = keystore.load();
            if (key.fingerprint().equals(announced)) {
                return key;
            }
        }
        throw new Keystore.UnusableException(
                "The signing key was replaced by %s while this node ran; restart it with the keystore of that one."
                        .formatted(announced));
    }

    private SigningKey made(Keystore keystore) throws Keystore.UnusableException {
        SigningKey made = SigningKey.make("Handover ledger", clock.instant().truncatedTo(ChronoUnit.SECONDS));
        keystore.save(made);
        return made;
    }

    private void succeed(KeyRing known, SigningKey key) throws Keystore.UnusableException, BrokenException {
        boolean retired = known.certificates().stream()
                .anyMatch(one -> Certificates.fingerprint(one).equals(key.fingerprint()));
        if (retired) {
            throw new Keystore.UnusableException("The key in %s was replaced by %s; put that one there."
                    .formatted(settings.keystore(), known.current()));
        }
        long lastHead = heads.last().map(SignedHead::number).orElse(0L);
        Path previous = settings.previousKeystore();
        if (previous != null) {
            SigningKey old =
                    new Keystore(previous, settings.passwordOfPreviousKeystore().orElse(ownPassword)).load();
            if (!old.fingerprint().equals(known.current())) {
                throw new Keystore.UnusableException("The keystore %s does not hold the key that signed until now (%s)."
                        .formatted(previous, known.current()));
            }
            announce(
                    key,
                    KeySuccession.handedOver(clock.instant(), old, key, lastHead, "The key was replaced."),
                    "key.handedOver");
            return;
        }
        String why = settings.keyLost();
        if (why == null || why.isBlank()) {
            throw new Keystore.UnusableException(
                    "The key in %s is another one than signed until now (%s). Give the old one as handover.ledger.previous-keystore; or, where it is lost, say why in handover.ledger.key-lost; and start again."
                            .formatted(settings.keystore(), known.current()));
        }
        announce(
                key,
                KeySuccession.afterLoss(
                        clock.instant(),
                        known.current(),
                        key,
                        lastHead,
                        why.strip().replaceAll("\\s+", " ")),
                "key.lost");
    }

    private void announce(SigningKey key, @Nullable KeySuccession succession, String kind) {
        Map<String, Object> data = succession == null
                ? Journal.ordered("key", key.fingerprint().hex())
                : Journal.ordered(
                        "key", key.fingerprint().hex(),
                        "before", succession.from().hex(),
                        "lastHead", succession.lastHead(),
                        "words", succession.words());
        heads.announce(key.certificate(), succession);
        ledger.append(Ledger.HOUSE, Ledger.ENGINE, kind, data);
    }
}
