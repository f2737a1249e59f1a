package org.handover.check;

import java.time.Duration;
import java.util.Map;
import org.handover.console.ConsoleException;

/**
 * One proof of a promotion (docs/entsso.md 9).
 *
 * @param proof the sentence that is to be proven, with its number there
 * @param seen what was seen, and what is left to a person
 */
record Proof(String proof, Result result, String seen) {

    /** How well it is proven. */
    enum Result {
        PROVEN("proven"),
        CONTRADICTED("contradicted"),
        WARNING("warning"),
        NOT_CHECKED("could not be checked"),
        NOT_APPLICABLE("not applicable"),
        /** It starts or stops something: a person may do it. */
        OFFERED("offered to a person");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    Map<String, String> asRow() {
        return Map.of("proof", proof, "result", result.word, "seen", seen);
    }

    /** What looks at servers for a proof. */
    @FunctionalInterface
    interface Look {
        Proof at(String name) throws ConsoleException, InterruptedException;
    }

    /** A proof that is looked for within its own time. */
    record Search(String name, Duration limit, Look look) implements TimedLook<Proof> {

        Search within(Duration time) {
            return new Search(name, time, look);
        }

        @Override
        public Proof now() throws ConsoleException, InterruptedException {
            return look.at(name);
        }

        @Override
        public Proof notDone(String seen, String whatToDo) {
            return new Proof(name, Result.NOT_CHECKED, seen);
        }
    }
}
