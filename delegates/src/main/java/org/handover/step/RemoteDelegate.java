package org.handover.step;

/** A step that types on servers. It runs outside the engine's transaction, under the lease of an external task. */
public sealed interface RemoteDelegate permits ReadingDelegate, ChangingDelegate, SequenceDelegate {

    /** The word that is the call activity's id and the topic. */
    String step();
}
