package org.handover.app.notify;

import java.util.Arrays;
import java.util.Optional;

/** What people are told of. */
enum Occasion {
    TASK_WAITING("task.waiting", "waits for somebody"),
    DECISION_NEEDED("decision.needed", "needs a decision"),
    CONFIRMATION_WANTED("confirmation.wanted", "waits for a second person's confirmation"),
    APPROVAL_LATE("approval.late", "is not approved, and half of the time is over"),
    APPROVAL_EXPIRED("approval.expired", "was not approved in time"),
    GLASS_BROKEN("glass.broken", "GOES ON WITH ONE PERSON"),
    GLASS_OBJECTED("glass.objected", "was objected to: it went on with one person"),
    REVIEW_OVERDUE("review.overdue", "went on with one person and is not reviewed"),
    FORMER_RETURNED("former.returned", "is endangered: the former master answers again"),
    MASTER_DOWN("master.down", "is without its master secret server"),
    MASTER_UP("master.up", "shows a master secret server again"),
    TWO_MASTERS("master.two", "HAS TWO MASTERS"),
    ONE_MASTER("master.one", "shows two masters no longer"),
    SUCCEEDED("failover.succeeded", "succeeded"),
    ROLLED_BACK("failover.rolled-back", "was rolled back"),
    LEFT_OPEN("failover.left-open", "WAS LEFT OPEN"),
    ABORTED("failover.aborted", "was aborted"),
    REJECTED("failover.rejected", "was rejected"),
    WITHDRAWN("failover.withdrawn", "was withdrawn"),
    SETTLED("failover.settled", "is settled"),
    INCIDENT_ATTACHED("incident.attached", "handles this incident"),
    NOTICE("notice", "has something to say");

    private final String word;
    private final String headline;

    Occasion(String word, String headline) {
        this.word = word;
        this.headline = headline;
    }

    String word() {
        return word;
    }

    /** What comes after the name of the run or of the SSO system. */
    String headline() {
        return headline;
    }

    /** Whether a run has ended with it; every incident that belongs to the run hears of that. */
    boolean isEndOfRun() {
        return word.startsWith("failover.");
    }

    static Optional<Occasion> of(String word) {
        return Arrays.stream(values())
                .filter(occasion -> occasion.word.equals(word))
                .findFirst();
    }
}
