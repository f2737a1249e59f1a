package org.handover.app.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.handover.app.restraint.HeldStarts;
import org.handover.app.restraint.Refusal;
import org.handover.app.restraint.Restraint;
import org.handover.journal.FailoverId;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.sso.SsoSystem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Holds a tool's start back where it is too much: it waits for its turn, or is refused and recorded. */
@Component
final class HeldBack {

    private static final String WAITS =
            "As many failovers that tools have started are open as are allowed. This one starts by itself when its turn comes; an operator can withdraw it until then, and a person can start one at once.";

    private final Restraint restraint;
    private final HeldStarts held;
    private final IdempotencyKeys keys;
    private final Ledger ledger;
    private final TransactionOperations newTransaction;
    private final ObjectMapper json;

    HeldBack(
            Restraint restraint,
            HeldStarts held,
            IdempotencyKeys keys,
            Ledger ledger,
            TransactionOperations newTransaction,
            ObjectMapper json) {
        this.restraint = restraint;
        this.held = held;
        this.keys = keys;
        this.ledger = ledger;
        this.newTransaction = newTransaction;
        this.json = json;
    }

    /** In the start's transaction. */
    void demandMayStart(SsoSystem system, boolean rehearsal, boolean itsTurn) {
        Restraint.Verdict verdict = restraint.of(system, rehearsal, itsTurn);
        if (verdict instanceof Restraint.Verdict.Refused refused) {
            Refusal refusal = refused.refusal();
            throw ProblemException.restrained(
                    refusal, refusal.until() == null ? Duration.ZERO : restraint.from(refusal.until()));
        }
        if (verdict instanceof Restraint.Verdict.MustWait) {
            throw new MustWaitException(system);
        }
    }

    /** In the start's transaction. */
    void takePlace(FailoverId id, SsoSystem system) {
        if (!restraint.takePlace(id, system)) {
            throw new MustWaitException(system);
        }
    }

    /**
     * Refused where tools were switched off since the start had to wait.
     *
     * @return the number of the start that waits
     */
    long queue(FailoverRequest request, SsoSystem system, String caller, @Nullable String key, String digest) {
        Long number = newTransaction.execute(own -> {
            restraint.keepSwitch().ifPresent(off -> {
                throw ProblemException.restrained(off, Duration.ZERO);
            });
            HeldStarts.Queued waiting = held.wait(
                    new HeldStarts.Asked(
                            system.estate().value(),
                            system.name().value(),
                            request.newMasterSecretServer(),
                            caller,
                            system.priority()),
                    WAITS,
                    write(request),
                    key);
            if (key != null) {
                keys.waits(caller, key, digest, waiting.number());
            }
            if (waiting.first()) {
                ledger.append(
                        Ledger.HOUSE,
                        caller,
                        "start.waits",
                        Journal.ordered("start", waiting.number(), "priority", system.priority(), "request", request));
            }
            return waiting.number();
        });
        if (number == null) {
            throw new IllegalStateException("The start was not put into the queue.");
        }
        return number;
    }

    /** What is refused again within the hour is counted. */
    void recordRefusal(FailoverRequest request, String caller, ProblemException refused) {
        newTransaction.executeWithoutResult(own -> {
            HeldStarts.Asked asked = new HeldStarts.Asked(
                    request.estate() == null ? "" : request.estate(),
                    request.ssoSystem(),
                    request.newMasterSecretServer(),
                    caller,
                    SsoSystem.USUAL_PRIORITY);
            if (held.refused(asked, refused.reason(), refused.sentence(), refused.until())) {
                ledger.append(
                        Ledger.HOUSE,
                        caller,
                        "start.refused",
                        Journal.ordered(
                                "ssoSystem", request.ssoSystem(),
                                "newMasterSecretServer", request.newMasterSecretServer(),
                                "reason", refused.reason(),
                                "why", refused.sentence()));
            }
        });
    }

    private String write(FailoverRequest request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
