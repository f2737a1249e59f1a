package org.handover.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Intent;
import org.handover.journal.IntentOutcome;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Outcome;
import org.handover.secret.SecretCustody;

/**
 * Ends a run in the state that the model names ({@code endState}), says which server is proven master or that it is unknown and
 * what is known (law 7), and releases the SSO system; a run that is left open keeps it. Once the database is changed, or may be,
 * only a proof ends a run otherwise than left open, whatever the model says.
 */
public final class EndFailoverDelegate implements JavaDelegate {

    private final Failovers failovers;
    private final Journal journal;
    private final Ledger ledger;
    private final SecretCustody custody;
    private final BreakGlassReview review;

    public EndFailoverDelegate(
            Failovers failovers, Journal journal, Ledger ledger, SecretCustody custody, BreakGlassReview review) {
        this.failovers = failovers;
        this.journal = journal;
        this.ledger = ledger;
        this.custody = custody;
        this.review = review;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FailoverId id = new FailoverId(execution.getProcessBusinessKey());
        End end = end(failovers.get(id), FailoverState.of((String) execution.getVariable("endState")));
        failovers.end(id, end.state(), end.outcome(), end.known());
        custody.discard(id.value());
        if (end.state() != FailoverState.LEFT_OPEN) {
            failovers.release(id);
        }
        ledger.append(
                id,
                Ledger.ENGINE,
                "failover.ended",
                Journal.ordered(
                        "state", end.state().word(), "outcome", end.outcome().word(), "known", end.known()));
        review.askFor(id, execution.getProcessEngineServices().getRuntimeService());
    }

    /** How a run ends, and what is known of who is master. */
    record End(FailoverState state, Outcome outcome, String known) {}

    End end(Failover run, FailoverState asked) {
        boolean formerProven = journal.isProven(run.id(), ProveFormerDelegate.STEP);
        boolean newProven = journal.isProven(run.id(), ProveRestoreDelegate.STEP);
        if (asked == FailoverState.SUCCEEDED && newProven) {
            return new End(
                    asked,
                    Outcome.NEW_PROVEN,
                    "%s is proven master secret server, and a person accepted the result.%s"
                            .formatted(run.newMaster(), former(run)));
        }
        if (asked == FailoverState.ROLLED_BACK && formerProven) {
            return new End(
                    asked,
                    Outcome.FORMER_PROVEN,
                    "%s is proven master secret server again; the change was rolled back.%s"
                            .formatted(run.formerMaster(), stillThere(run)));
        }
        boolean unchanged =
                asked == FailoverState.WITHDRAWN || asked == FailoverState.REJECTED || asked == FailoverState.ABORTED;
        if (unchanged && !journal.databaseMayBeChanged(run.id())) {
            return new End(asked, Outcome.UNCHANGED, nothingChanged(run));
        }
        return new End(FailoverState.LEFT_OPEN, Outcome.UNKNOWN, open(run, newProven, formerProven));
    }

    /** What is known of a run that ends before the SSO database may be changed. */
    public String nothingChanged(Failover run) {
        return "This run did not touch the SSO database, no service and no secret: whoever was master before it still is.%s"
                .formatted(typed(run));
    }

    private String former(Failover run) {
        if (journal.isProven(run.id(), MakeFormerOrdinaryDelegate.STEP)) {
            return " %s is an ordinary SSO server.".formatted(run.formerMaster());
        }
        if (journal.isProven(run.id(), DisableFormerDelegate.STEP)) {
            return " ENTSSO on %s is stopped and disabled.".formatted(run.formerMaster());
        }
        List<Intent> begun = journal.intents(run.id()).stream()
                .filter(intent -> intent.step().startsWith(MakeFormerOrdinaryDelegate.STEP + ".")
                        || intent.step().startsWith(DisableFormerDelegate.STEP + "."))
                .toList();
        return begun.isEmpty()
                ? " %s was left as it was and must not come back as a second master.".formatted(run.formerMaster())
                : " What was begun on %s was not brought to its end: see which of its services run and how ENTSSO is started there, and that it does not come back as a second master.%s"
                        .formatted(run.formerMaster(), done(begun));
    }

    private String open(Failover run, boolean newProven, boolean formerProven) {
        List<String> known = new ArrayList<>();
        known.add("Which server is master is not settled: it is one of %s and %s."
                .formatted(run.formerMaster(), run.newMaster()));
        if (formerProven) {
            known.add("%s was proven master again during the roll-back, which did not come to its end."
                    .formatted(run.formerMaster()));
        } else if (newProven) {
            known.add("%s was proven master and nobody accepted that.".formatted(run.newMaster()));
        }
        return String.join(" ", known) + typed(run);
    }

    private String typed(Failover run) {
        return done(journal.intents(run.id())) + stillThere(run);
    }

    /** Only a promotion that comes to its end takes away what it put there. */
    private String stillThere(Failover run) {
        boolean put = journal.attempts(run.id(), PlaceRestoreFileDelegate.STEP).stream()
                .anyMatch(intent -> intent.outcome() != IntentOutcome.NOT_PROVEN);
        return put && !journal.isProven(run.id(), RemoveRestoreFileDelegate.STEP)
                ? " The restore file that this run put on %s lies there still, in %s: delete it there."
                        .formatted(run.newMaster(), PlaceRestoreFileDelegate.folder())
                : "";
    }

    private static String done(List<Intent> intents) {
        String typed = intents.stream()
                .map(intent -> "%s on %s (%s)".formatted(intent.step(), intent.server(), outcome(intent)))
                .collect(Collectors.joining(", "));
        return typed.isEmpty() ? "" : " Done in this run: %s.".formatted(typed);
    }

    private static String outcome(Intent intent) {
        return intent.outcome() == null
                ? "no outcome is known"
                : intent.outcome().word();
    }
}
