package org.handover.step;

import java.util.Map;

/** How one attempt at a step ended. */
public sealed interface StepResult {

    /** @param variables what forms show of it; never a secret, and nothing that a later step types */
    record Proven(Map<String, Object> variables) implements StepResult {}

    /**
     * @param failure one sentence: what happened and what can be done about it
     * @param probed what was seen on the servers
     * @param worthRetrying whether trying again by itself makes sense, as after a lost connection
     */
    record Failed(String failure, String probed, boolean worthRetrying) implements StepResult {}

    /** A password is not held, or was refused. */
    record PasswordNeeded(String why) implements StepResult {}

    /** Before anything was changed the approval ran out, or what was approved is no longer what would be done. */
    record ApprovalExpired(String why) implements StepResult {}

    /**
     * A person has to type the next command, because the application cannot.
     *
     * @param account as whom it has to be typed
     * @param why one sentence: why the application cannot type it
     */
    record HandNeeded(String server, String account, String command, String why) implements StepResult {}

    /**
     * The attempt came to nothing without the step having failed, because its lease or the application's own database went away:
     * whoever takes the step next settles and goes on, and it does not count as a try.
     */
    record TakenAgain(String why) implements StepResult {}

    static StepResult proven() {
        return new Proven(Map.of());
    }
}
