package org.handover.journal;

/** What came of an intent, as the probe after it (or a later one) found. */
public enum IntentOutcome {
    PROVEN("proven"),
    NOT_PROVEN("not-proven"),
    UNKNOWN("unknown"),
    REFUSED("refused");

    private final String word;

    IntentOutcome(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static IntentOutcome of(String word) {
        for (IntentOutcome outcome : values()) {
            if (outcome.word.equals(word)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("'%s' is not an outcome of an intent.".formatted(word));
    }
}
