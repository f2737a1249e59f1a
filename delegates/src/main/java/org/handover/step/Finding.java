package org.handover.step;

import java.util.Map;

/**
 * What one check of the estate found.
 *
 * @param seen what the servers said
 * @param whatToDo one sentence; empty where nothing has to be done
 */
public record Finding(String check, Result result, String seen, String whatToDo) {

    /** How bad it is. */
    public enum Result {
        PASSED("passed"),
        WARNING("warning"),
        BLOCKING("blocking"),
        NOT_APPLICABLE("not applicable"),
        NOT_CHECKED("could not be checked");

        private final String word;

        Result(String word) {
            this.word = word;
        }
    }

    static Finding passed(String check, String seen) {
        return new Finding(check, Result.PASSED, seen, "");
    }

    static Finding blocking(String check, String seen, String whatToDo) {
        return new Finding(check, Result.BLOCKING, seen, whatToDo);
    }

    boolean blocks() {
        return result == Result.BLOCKING;
    }

    Map<String, String> asRow() {
        return Map.of("check", check, "result", result.word, "seen", seen, "whatToDo", whatToDo);
    }
}
