package org.handover.journal;

/** What is known about who the master secret server is when a run has ended. */
public enum Outcome {
    NEW_PROVEN("new-proven"),
    FORMER_PROVEN("former-proven"),
    UNCHANGED("unchanged"),
    UNKNOWN("unknown");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
