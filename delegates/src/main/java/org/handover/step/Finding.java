package org.handover.step;

import java.util.Map;

/**
 * What one check of the estate found.
 *
 * @param seen what the servers said
 * @param whatToDo one sentence; empty where nothing has to be done
 * @param law the law of the runbook that it serves, as in {@code law 9}; empty where none
 * @param mayBeGoneOver whether an operator may go on over it with a justification; counts for blocking ones only
 */
public record Finding(String check, Result result, String seen, String whatToDo, String law, boolean mayBeGoneOver) {

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

        public String word() {
            return word;
        }
    }

    public static Finding passed(String check, String seen) {
        return new Finding(check, Result.PASSED, seen, "", "", true);
    }

    public static Finding warning(String check, String seen, String whatToDo) {
        return new Finding(check, Result.WARNING, seen, whatToDo, "", true);
    }

    public static Finding blocking(String check, String seen, String whatToDo) {
        return new Finding(check, Result.BLOCKING, seen, whatToDo, "", true);
    }

    public static Finding notApplicable(String check, String why) {
        return new Finding(check, Result.NOT_APPLICABLE, why, "", "", true);
    }

    public static Finding notChecked(String check, String seen, String whatToDo) {
        return new Finding(check, Result.NOT_CHECKED, seen, whatToDo, "", true);
    }

    /** The same finding under a law; a blocking one may still be gone over. */
    public Finding underLaw(int number) {
        return new Finding(check, result, seen, whatToDo, "law " + number, mayBeGoneOver);
    }

    /** The same finding, which nobody may go over where it blocks (laws 3, 9 and 10, and what makes acting impossible). */
    public Finding neverGoneOver() {
        return new Finding(check, result, seen, whatToDo, law, false);
    }

    public boolean blocks() {
        return result == Result.BLOCKING;
    }

    /** As a row of a form. */
    public Map<String, String> asRow() {
        return Map.of("check", check, "result", result.word, "seen", seen, "whatToDo", whatToDo, "law", law);
    }
}
