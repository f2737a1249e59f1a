package org.handover.journal;

import java.util.List;
import java.util.Optional;

/**
 * From where a run only goes forward (law 6), told from our own tables: what was meant to be typed, what a person accepted,
 * and what the looks at the former and the new master saw. A former that did not answer and answers again gives the way back
 * again; a secret that was replaced, or that the former lost, does not.
 */
public final class PointOfNoReturn {

    /** The step that records that a person accepted the result. */
    public static final String ACCEPTED = "acceptResult";

    /** The first inverse that changes something: from it on a run is inside its roll-back. */
    private static final String ROLL_BACK_BEGAN = "nameFormer";

    private final Journal journal;

    public PointOfNoReturn(Journal journal) {
        this.journal = journal;
    }

    /**
     * @param passed whether the point of no return lies behind the run
     * @param means a sentence: what that means for who looks at it now
     * @param rollBackOffered whether a person may choose the roll-back now
     */
    public record Answer(boolean passed, String means, boolean rollBackOffered) {}

    public Answer of(Failover failover) {
        if (failover.state().isEnd()) {
            return ended(failover);
        }
        boolean changed = journal.databaseMayBeChanged(failover.id());
        if (!failover.planned()) {
            return changed
                    ? new Answer(
                            true,
                            "The SSO database names %s, or may: the former master is lost, so from here it only goes forward."
                                    .formatted(failover.newMaster()),
                            false)
                    : new Answer(
                            false,
                            "Nothing is changed yet. With a lost master the update of the SSO database is the point of no return.",
                            false);
        }
        if (!changed) {
            return new Answer(
                    false,
                    "Nothing is changed yet; after the change it can be rolled back until the result is accepted.",
                    false);
        }
        Optional<String> passed = passedBecause(failover);
        if (passed.isPresent()) {
            return new Answer(true, passed.get() + " From here it only goes forward.", false);
        }
        boolean rollingBack = journal.mayHaveHappened(failover.id(), ROLL_BACK_BEGAN);
        return rollingBack
                ? new Answer(false, "The run is rolled back to %s.".formatted(failover.formerMaster()), false)
                : new Answer(
                        false,
                        "It can be rolled back to %s until the result is accepted, the secret is replaced, or %s no longer answers."
                                .formatted(failover.formerMaster(), failover.formerMaster()),
                        true);
    }

    private static Answer ended(Failover failover) {
        String known = failover.known() == null ? "" : " " + failover.known();
        return new Answer(
                failover.state() == FailoverState.SUCCEEDED || failover.state() == FailoverState.LEFT_OPEN,
                "The run has ended." + known,
                false);
    }

    private Optional<String> passedBecause(Failover failover) {
        if (journal.mayHaveHappened(failover.id(), ACCEPTED)) {
            return Optional.of("The result is accepted.");
        }
        List<WayBackLook> looks = journal.waysBack(failover.id());
        if (looks.stream().anyMatch(look -> Boolean.TRUE.equals(look.secretReplaced()))) {
            return Optional.of("The new master has replaced the secret or encrypts again (10525 or 10562).");
        }
        if (looks.stream().anyMatch(look -> Boolean.FALSE.equals(look.formerHoldsSecret()))) {
            return Optional.of("SSOSS on %s no longer holds the secret in use.".formatted(failover.formerMaster()));
        }
        boolean silent = !looks.isEmpty() && !looks.get(looks.size() - 1).formerAnswers();
        return silent ? Optional.of("%s no longer answers.".formatted(failover.formerMaster())) : Optional.empty();
    }
}
