package org.handover.app.watch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What people are told of an SSO system between runs. */
public enum Trouble {
    /** Two looks in a row saw that its master secret server does not answer, or that ENTSSO does not run there. */
    DOWN("down"),
    /** Its servers disagree about who is master. */
    TWO_MASTERS("two-masters");

    private final String word;

    Trouble(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static @Nullable Trouble of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.word.equals(word))
                .findFirst()
                .orElse(null);
    }
}
