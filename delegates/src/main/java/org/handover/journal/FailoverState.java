package org.handover.journal;

import java.util.Arrays;

/** Where a failover stands, in the words of the REST interface. */
public enum FailoverState {
    CHECKING("checking"),
    AWAITING_APPROVAL("awaiting-approval"),
    PROMOTING("promoting"),
    AWAITING_PASSWORD("awaiting-password"),
    VERIFYING("verifying"),
    AWAITING_CONFIRMATION("awaiting-confirmation"),
    NEEDS_DECISION("needs-decision"),
    ROLLING_BACK("rolling-back"),
    SUCCEEDED("succeeded"),
    ROLLED_BACK("rolled-back"),
    WITHDRAWN("withdrawn"),
    REJECTED("rejected"),
    ABORTED("aborted"),
    LEFT_OPEN("left-open");

    private final String word;

    FailoverState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean isEnd() {
        return ordinal() >= SUCCEEDED.ordinal();
    }

    public static FailoverState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a state of a failover.".formatted(word)));
    }
}
