package org.handover.app.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.handover.journal.Ledger;
import org.handover.verify.BrokenException;
import org.handover.verify.Chain;
import org.handover.verify.ChainTip;
import org.handover.verify.Hash;
import org.handover.verify.KeyRing;
import org.handover.verify.SignedHead;
import org.handover.verify.SigningKey;
import org.handover.verify.StoredEntry;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signs heads: at the end of each run, and at least once in every interval. What is new since the head before is checked first,
 * so that nothing that does not follow is ever signed.
 */
public final class HeadSigner {

    private static final int AT_ONCE = 1000;

    private final SigningKeys keys;
    private final SignedHeads heads;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final Clock clock;
    private final Duration interval;
    private final Trouble trouble;

    HeadSigner(
            SigningKeys keys,
            SignedHeads heads,
            Ledger ledger,
            TransactionOperations newTransaction,
            Clock clock,
            Duration interval) {
        this.keys = keys;
        this.heads = heads;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.clock = clock;
        this.interval = interval;
        this.trouble = new Trouble("heads", ledger, newTransaction, clock);
    }

    /** Why nothing is signed here; empty while it is. */
    Optional<Trouble.Since> trouble() {
        return keys.trouble().or(trouble::now);
    }

    public Optional<String> problem() {
        return trouble().map(Trouble.Since::why);
    }

    /** Signs where the last head is older than the interval. */
    void signWhenDue() {
        try {
            boolean due = heads.last()
                    .map(last -> !clock.instant().isBefore(last.at().plus(interval)))
                    .orElse(true);
            if (due) {
                sign();
            }
        } catch (BrokenException e) {
            trouble.begins(e.sentence());
        }
    }

    /**
     * Signs what the ledger is now.
     *
     * @return empty where nothing can be signed; then it was said why
     */
    public Optional<SignedHead> sign() {
        Optional<SigningKey> key = keys.current();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        record Signed(Optional<SignedHead> head, boolean replaced, String problem) {}
        Signed signed = newTransaction.execute(status -> {
            try {
                heads.lock();
                return announced(key.get())
                        ? new Signed(Optional.of(sign(key.get())), false, "")
                        : new Signed(Optional.empty(), true, "");
            } catch (BrokenException e) {
                return new Signed(Optional.empty(), false, e.sentence());
            }
        });
        if (signed != null && signed.replaced()) {
            keys.forget(key.get());
            return sign();
        }
        if (signed == null || signed.head().isEmpty()) {
            trouble.begins("The ledger is not as it was written, and nothing more of it is signed: %s"
                    .formatted(signed == null ? "" : signed.problem()));
            return Optional.empty();
        }
        trouble.isOver();
        return signed.head();
    }

    private boolean announced(SigningKey key) throws BrokenException {
        return heads.keys()
                .map(KeyRing::current)
                .filter(key.fingerprint()::equals)
                .isPresent();
    }

    private SignedHead sign(SigningKey key) throws BrokenException {
        Optional<SignedHead> last = heads.last();
        long number = last.map(SignedHead::number).orElse(0L) + 1;
        SortedMap<String, ChainTip> tips = new TreeMap<>();
        ledger.tips().forEach(tip -> tips.put(tip.chain(), tip));
        List<ChainTip> changed = changed(heads.tipsAt(number - 1), tips);
        SignedHead head = SignedHead.sign(
                number,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                last.map(SignedHead::digest).orElse(Hash.NONE),
                tips.values(),
                key);
        heads.insert(head, changed);
        return head;
    }

    private List<ChainTip> changed(SortedMap<String, ChainTip> before, SortedMap<String, ChainTip> tips)
            throws BrokenException {
        for (ChainTip sealed : before.values()) {
            ChainTip tip = tips.getOrDefault(sealed.chain(), ChainTip.none(sealed.chain()));
            if (tip.seq() < sealed.seq()) {
                throw new BrokenException("The chain %s was cut off: it has %d entries, and %d were signed."
                        .formatted(sealed.chain(), tip.seq(), sealed.seq()));
            }
            if (tip.seq() == sealed.seq() && !tip.equals(sealed)) {
                throw new BrokenException("Entry %d of the chain %s is not the one that was signed."
                        .formatted(sealed.seq(), sealed.chain()));
            }
        }
        List<ChainTip> changed = new ArrayList<>();
        for (ChainTip tip : tips.values()) {
            ChainTip sealed = before.getOrDefault(tip.chain(), ChainTip.none(tip.chain()));
            if (!sealed.equals(tip)) {
                demandFollows(sealed, tip);
                changed.add(tip);
            }
        }
        return changed;
    }

    private void demandFollows(ChainTip sealed, ChainTip tip) throws BrokenException {
        Chain walk = new Chain(sealed);
        while (walk.tip().seq() < tip.seq()) {
            for (StoredEntry entry : ledger.stored(
                    walk.tip(), (int) Math.min(AT_ONCE, tip.seq() - walk.tip().seq()))) {
                walk.follow(entry);
            }
        }
    }
}
