package org.handover.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One remote act of a plan.
 *
 * @param id the word that is the call activity's id, the topic and the delegate's name; an act of a step that consists of
 *     several is named after both, as in {@code makeFormerOrdinary.stop}
 * @param name the sentence of the model
 * @param server on which it is typed
 * @param command what is typed, exactly; for a file, what is put where
 * @param requires the steps that have to be proven, or confirmed by a person, before this one may change anything
 * @param limitSeconds how long the command may take
 * @param branch to which part of the plan it belongs
 * @param undoes the step whose inverse this is: it is typed only where that one was meant to be; null for all others
 */
public record PlannedStep(
        String id,
        String name,
        String server,
        Kind kind,
        String command,
        List<String> requires,
        long limitSeconds,
        Branch branch,
        @Nullable String undoes) {

    @SuppressWarnings("ConstantValue") // A plan that was stored before there were branches has none.
    public PlannedStep {
        requires = List.copyOf(requires);
        branch = branch == null ? Branch.MAIN : branch;
    }

    /** An act of the main line that undoes nothing. */
    public PlannedStep(
            String id,
            String name,
            String server,
            Kind kind,
            String command,
            List<String> requires,
            long limitSeconds) {
        this(id, name, server, kind, command, requires, limitSeconds, Branch.MAIN, null);
    }

    /** What a step may do to a server. */
    public enum Kind {
        /** Types only commands that change nothing. */
        READ,
        /** Puts a file on a server; changes neither a service nor the SSO system. */
        FILE,
        /** Changes a service, the SSO database or the secret. The run's first one makes its approval hold from then on. */
        CHANGE
    }

    /** The parts of a plan: what is done, and what is done only where a person chooses it. */
    public enum Branch {
        MAIN("The promotion"),
        ROLL_BACK("Roll-back, where somebody chooses it before the point of no return"),
        FORMER_ORDINARY("The former master becomes an ordinary SSO server, where somebody chooses it"),
        FORMER_DISABLED("The former master is stopped and disabled, where somebody chooses it"),
        FORMER_ENABLED("The inverse: the former master's ENTSSO as it was before it was disabled"),
        FRESH_BACKUP("A fresh backup of the master secret, where somebody chooses it");

        private final String when;

        Branch(String when) {
            this.when = when;
        }

        /** The sentence that the approver reads above it. */
        public String when() {
            return when;
        }
    }
}
