package org.handover.step;

import java.util.Optional;
import org.handover.secret.Purpose;

/** A step that types on servers. It runs outside the engine's transaction, under the lease of an external task. */
public sealed interface RemoteDelegate permits ReadingDelegate, ChangingDelegate, SequenceDelegate {

    /** The word that is the call activity's id and the topic. */
    String step();

    /** What for a password has to be in custody where this is carried out; empty where it needs none. */
    default Optional<Purpose> password() {
        return Optional.empty();
    }
}
