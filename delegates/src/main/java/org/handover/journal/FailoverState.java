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
    SUCCEEDED("succeeded", true),
    ROLLED_BACK("rolled-back", true),
    WITHDRAWN("withdrawn", true),
    REJECTED("rejected", true),
    ABORTED("aborted", true),
    LEFT_OPEN("left-open", true);

    private final String word;
    private final boolean end;

    FailoverState(String word) {
        this(word, false);
    }

    FailoverState(String word, boolean end) {
        this.word = word;
        this.end = end;
    }

    public String word() {
        return word;
    }

    public boolean isEnd() {
        return end;
    }

    public static FailoverState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a state of a failover.".formatted(word)));
    }
}
