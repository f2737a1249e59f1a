package org.handover.app.failover;

import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.handover.app.engine.Groups;
import org.handover.journal.Failover;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.FormerEnablings;
import org.handover.journal.Journal;
import org.handover.step.DisableFormerDelegate;
import org.handover.step.EnableFormerDelegate;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Enables a former master again that a run has stopped and disabled: an operator asks, an approver who is somebody else confirms,
 * and the process {@code enable-former-master} starts ENTSSO there as it was. The plan that was approved has every command of it.
 */
@Component
public final class Enablings {

    private static final String PROCESS = "enable-former-master";

    private final FormerEnablings enablings;
    private final Failovers failovers;
    private final Journal journal;
    private final RuntimeService runtime;
    private final EngineAsOurselves engine;
    private final TransactionOperations newTransaction;

    Enablings(
            FormerEnablings enablings,
            Failovers failovers,
            Journal journal,
            RuntimeService runtime,
            EngineAsOurselves engine,
            TransactionOperations newTransaction) {
        this.enablings = enablings;
        this.failovers = failovers;
        this.journal = journal;
        this.runtime = runtime;
        this.engine = engine;
        this.newTransaction = newTransaction;
    }

    Optional<FormerEnablings.Enabling> of(Failover failover) {
        return failover.state() == FailoverState.SUCCEEDED ? enablings.of(failover.id()) : Optional.empty();
    }

    /** Whether the run disabled its former master, and nobody has enabled it again. */
    boolean isPossible(Failover failover) {
        return failover.state() == FailoverState.SUCCEEDED
                && !failover.rehearsal()
                && journal.isProven(failover.id(), DisableFormerDelegate.STEP)
                && !journal.isProven(failover.id(), EnableFormerDelegate.STEP);
    }

    /** Asks, or confirms what somebody else asked for. */
    public void enable(Failover failover, Authentication who, String words) {
        if (!isPossible(failover)) {
            throw conflict(whyNot(failover));
        }
        Optional<FormerEnablings.Enabling> open = enablings.of(failover.id()).filter(FormerEnablings.Enabling::isOpen);
        if (open.isEmpty()) {
            ask(failover, who, words);
        } else if (open.get().isConfirmed()) {
            throw conflict(
                    "%s is being enabled already; the failover says how far it is.".formatted(failover.formerMaster()));
        } else {
            confirm(failover, who, open.get().askedBy(), words);
        }
    }

    private String whyNot(Failover failover) {
        if (journal.isProven(failover.id(), EnableFormerDelegate.STEP)) {
            return "%s is enabled again already, and there is nothing to do.".formatted(failover.formerMaster());
        }
        if (failover.rehearsal() && failover.state() == FailoverState.SUCCEEDED) {
            return "%s was a rehearsal, and its twin is gone: there is nothing to enable.".formatted(failover.id());
        }
        return "%s did not disable %s and then succeed, so there is nothing to enable again."
                .formatted(failover.id(), failover.formerMaster());
    }

    private void ask(Failover failover, Authentication who, String words) {
        Settlements.demand(who, Groups.OPERATORS, "An operator asks for it first; then an approver confirms it.");
        if (words.isBlank()) {
            throw new ProblemException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "Say in words why %s is to run again: the approver reads it.".formatted(failover.formerMaster()));
        }
        newTransaction.executeWithoutResult(status -> {
            if (!enablings.ask(failover.id(), who.getName(), words)) {
                throw conflict(
                        "Somebody else asked for it at the same moment. Look at %s again.".formatted(failover.id()));
            }
        });
    }

    private void confirm(Failover failover, Authentication who, String askedBy, String words) {
        if (askedBy.equals(who.getName())) {
            throw conflict("%s asked that %s is enabled again; an approver who is somebody else confirms it."
                    .formatted(askedBy, failover.formerMaster()));
        }
        Settlements.demand(who, Groups.APPROVERS, "An approver confirms what %s asked for.".formatted(askedBy));
        newTransaction.executeWithoutResult(status -> {
            Failover locked = failovers.lock(failover.id());
            if (!failovers.reserveAgain(locked)) {
                throw conflict("%s is open on SSO system %s; wait for its end."
                        .formatted(
                                failovers
                                        .reservedBy(locked.estate(), locked.ssoSystem())
                                        .map(Object::toString)
                                        .orElse("Another run"),
                                locked.ssoSystem()));
            }
            if (!enablings.confirm(locked.id(), who.getName(), words)) {
                throw conflict("Somebody else confirmed it at the same moment; the failover says how far it is.");
            }
            engine.call(
                    () -> runtime.startProcessInstanceByKey(PROCESS, locked.id().value()));
        });
    }

    private static ProblemException conflict(String sentence) {
        return new ProblemException(HttpStatus.CONFLICT, sentence);
    }
}
