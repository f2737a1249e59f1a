package org.handover.app.ledger;

import java.util.Optional;
import java.util.SortedMap;
import org.handover.journal.Ledger;
import org.handover.verify.AuditPath;
import org.handover.verify.BrokenException;
import org.handover.verify.ChainTip;
import org.handover.verify.KeyRing;
import org.handover.verify.SignedHead;
import org.handover.verify.SigningKey;
import org.springframework.stereotype.Component;

/** Finds, or signs, the head that covers a chain as it is now, with the key that signs now. */
@Component
public final class Sealing {

    private final Ledger ledger;
    private final SignedHeads heads;
    private final SigningKeys keys;
    private final HeadSigner signer;

    Sealing(Ledger ledger, SignedHeads heads, SigningKeys keys, HeadSigner signer) {
        this.ledger = ledger;
        this.heads = heads;
        this.keys = keys;
        this.signer = signer;
    }

    /**
     * A chain under a head. For a chain that does not grow any more it is always the same one.
     *
     * @param path from the tip that the head has to its root
     */
    public record Sealed(SignedHead head, AuditPath path, KeyRing keys, SigningKey key) {}

    /** @throws BrokenException where nothing can be signed, or what was signed is not there as it was written */
    public Sealed seal(String chain) throws BrokenException {
        Optional<SigningKey> key = keys.current();
        if (key.isEmpty()) {
            throw new BrokenException(keys.trouble().map(Trouble.Since::why).orElse("There is no signing key."));
        }
        Optional<SignedHead> before = before(ledger.tip(chain), key.get());
        SignedHead head = before.isPresent()
                ? before.get()
                : signer.sign()
                        .orElseThrow(() -> new BrokenException(signer.problem().orElse("No head can be signed now.")));
        KeyRing ring = heads.keys().orElseThrow(() -> new BrokenException("No signing key was announced yet."));
        if (!ring.current().equals(key.get().fingerprint())) {
            keys.forget(key.get());
            return seal(chain);
        }
        SortedMap<String, ChainTip> tips = heads.tipsAt(head.number());
        return new Sealed(head, head.pathTo(chain, tips.values()), ring, key.get());
    }

    private Optional<SignedHead> before(ChainTip tip, SigningKey key) throws BrokenException {
        Optional<SignedHead> first = heads.firstOver(tip);
        if (first.isEmpty() || first.get().key().equals(key.fingerprint())) {
            return first;
        }
        // Signed by a key before this one; the first head of this key covers the same tip.
        return heads.firstOf(key.fingerprint());
    }
}
