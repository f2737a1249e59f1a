package org.handover.journal;

import java.util.List;

/**
 * One remote act of a plan.
 *
 * @param id the word that is the call activity's id, the topic and the delegate's name
 * @param name the sentence of the model
 * @param server on which it is typed
 * @param command what is typed, exactly; for a file, what is put where
 * @param requires the steps that have to be proven, or confirmed by a person, before this one may change anything
 * @param limitSeconds how long the command may take
 */
public record PlannedStep(
        String id, String name, String server, Kind kind, String command, List<String> requires, long limitSeconds) {

    /** What a step may do to a server. */
    public enum Kind {
        /** Types only commands that change nothing. */
        READ,
        /** Puts a file on a server; changes neither a service nor the SSO system. */
        FILE,
        /** Changes a service, the SSO database or the secret. The run's first one makes its approval hold from then on. */
        CHANGE
    }
}
