package org.handover.app.engine;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.handover.app.nodes.PasswordPlaces;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plans;
import org.handover.secret.Purpose;
import org.springframework.stereotype.Component;

/**
 * Stands at every human task, whichever door the answer comes through: takes only a decision that the task offers, from
 * somebody who may give it, and writes it into the ledger in the same transaction. A refusal is written after the roll-back.
 */
@Component
public final class DecisionGuard implements TaskListener {

    /** What was pasted from a console: a transient variable, which neither the engine's tables nor its history keep. */
    public static final String PASTED = "pastedAnswer";

    static final int LONGEST_WORDS = 2000;
    private static final int LONGEST_ANSWER = 200_000;

    private final Failovers failovers;
    private final Plans plans;
    private final FourEyes fourEyes;
    private final Journal journal;
    private final Ledger ledger;
    private final PasswordPlaces passwords;
    private final Choices choices;
    private final GivenByHand byHand;
    private final RefusedAttempts refusals;

    DecisionGuard(
            Failovers failovers,
            Plans plans,
            FourEyes fourEyes,
            Journal journal,
            Ledger ledger,
            PasswordPlaces passwords,
            Choices choices,
            GivenByHand byHand,
            RefusedAttempts refusals) {
        this.failovers = failovers;
        this.plans = plans;
        this.fourEyes = fourEyes;
        this.journal = journal;
        this.ledger = ledger;
        this.passwords = passwords;
        this.choices = choices;
        this.byHand = byHand;
        this.refusals = refusals;
    }

    @Override
    public void notify(DelegateTask task) {
        FailoverId id = new FailoverId(task.getExecution().getProcessBusinessKey());
        HumanTask human = HumanTask.of(task.getTaskDefinitionKey())
                .orElseThrow(
                        () -> new IllegalStateException("Nobody said who may answer " + task.getTaskDefinitionKey()));
        Actor actor = Actor.ofThisCommand();
        try {
            take(task, human, id, actor);
        } catch (RefusedAttemptException e) {
            refusals.record(
                    id.value(),
                    actor.name(),
                    "decision.refused",
                    Journal.ordered("task", human.id(), "why", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void take(DelegateTask task, HumanTask human, FailoverId id, Actor who) {
        who.demand(human);
        String actor = who.name();
        Failover failover = failovers.lock(id);
        if (task.getAssignee() != null && !task.getAssignee().equals(actor)) {
            throw new RefusedAttemptException(
                    "%s has claimed this task. Ask them for an answer, or unclaim it in Tasklist and answer it yourself."
                            .formatted(task.getAssignee()));
        }
        task.setAssignee(actor); // the history then names who answered, claimed or not
        String decision = text(task, "decision");
        List<String> offered = choices.of(human, failover, task::getVariable);
        if (!offered.contains(decision)) {
            throw new RefusedAttemptException("'%s' is no answer to this task now; it takes one of: %s."
                    .formatted(decision, String.join(", ", offered)));
        }
        String words = text(task, human.wordsField());
        if (words.length() > LONGEST_WORDS) {
            throw new RefusedAttemptException(
                    "The %s is too long: at most %d characters.".formatted(human.wordsField(), LONGEST_WORDS));
        }
        if (human.asksForWords(decision) && words.isBlank()) {
            throw new RefusedAttemptException("Say why: this answer needs a %s.".formatted(human.wordsField()));
        }
        act(task, human, failover, actor, decision, words);
        ledger.append(
                id,
                actor,
                "decision",
                Journal.ordered("task", human.id(), "decision", decision, human.wordsField(), words));
    }

    private void act(
            DelegateTask task, HumanTask human, Failover failover, String actor, String decision, String words) {
        switch (human) {
            case APPROVE_CHANGE -> fourEyes.approve(task, failover, actor, decision.equals("approve"), words);
            case BREAK_GLASS -> fourEyes.breakGlass(task, failover, actor, words);
            case REVIEW_BREAK_GLASS -> fourEyes.review(failover, actor, decision, words);
            case GIVE_RESTORE_PASSWORD -> {
                if (decision.equals("continue")) {
                    takePassword(failover, human, actor, Purpose.RESTORE);
                }
            }
            case GIVE_BACKUP_PASSWORD -> {
                if (decision.equals("continue")) {
                    takePassword(failover, human, actor, Purpose.BACKUP);
                }
            }
            case TAKE_FRESH_BACKUP -> {
                if (decision.equals("done")) {
                    takePassword(failover, human, actor, Purpose.BACKUP);
                }
            }
            case CONFIRM_FORMER_MASTER_IS_DOWN -> {
                if (decision.equals("down")) {
                    confirmed(failover, human, actor, words);
                }
            }
            case DECIDE_ON_FORMER_MASTER -> {
                if (!decision.equals("leave")) {
                    confirmed(failover, human, actor, decision);
                }
            }
            case CHANGE_IN_SNAP_IN -> {
                if (decision.equals("done")) {
                    confirmed(failover, human, actor, "It was said to be changed in the snap-in.");
                }
            }
            case DECIDE_HOW_TO_GO_ON -> {
                task.setVariable("doneByHand", decision.equals("doneByHand"));
                byHand.forget(failover.id(), text(task, "step"));
            }
            case TYPE_BY_HAND -> {
                if (decision.equals("typed")) {
                    takeAnswer(task, failover, actor);
                }
            }
            case DECIDE_ON_FAILED_CHECKS, ASK_FOR_APPROVAL_AGAIN, CONFIRM_RESULT -> {
                // the model's gateway is all that acts on these
            }
        }
    }

    /** The answer is kept with the step and not in the process, where every form would show it. */
    private void takeAnswer(DelegateTask task, Failover failover, String actor) {
        if (task.getVariable(PASTED) == null) {
            throw new RefusedAttemptException(
                    "Say what it answered, as the answer of this decision; an empty one where it showed nothing.");
        }
        String answer = text(task, PASTED);
        if (answer.length() > LONGEST_ANSWER) {
            throw new RefusedAttemptException(
                    "The answer is too long: at most %d characters.".formatted(LONGEST_ANSWER));
        }
        byHand.give(
                failover.id(), text(task, "step"), text(task, "handServer"), text(task, "handCommand"), answer, actor);
    }

    private void takePassword(Failover failover, HumanTask human, String actor, Purpose purpose) {
        if (!passwords.isHeld(failover.id(), purpose)) {
            String which = purpose == Purpose.RESTORE ? "restore" : "backup";
            throw new RefusedAttemptException(
                    "The %s password is not here yet. Type it into the form's field, or PUT it to /api/failovers/%s/%s-password, and then continue."
                            .formatted(which, failover.id(), which));
        }
        confirmed(failover, human, actor, "The password is in custody.");
    }

    private void confirmed(Failover failover, HumanTask human, String actor, String words) {
        plans.current(failover.id())
                .ifPresent(made -> journal.provenInCallersTransaction(
                        failover.id(), made.digest(), human.id(), Journal.How.ASSERTED, actor, words));
    }

    private static String text(DelegateTask task, String variable) {
        return Optional.ofNullable(task.getVariable(variable))
                .map(Object::toString)
                .orElse("");
    }
}
