package org.handover.step;

import java.util.List;

/**
 * A step that consists of several acts on servers, carried out in their order. Each is a step of the plan of its own, named
 * after both ({@code makeFormerOrdinary.stop}), with an intent and a proof of its own, so that a run that was interrupted in
 * between goes on with the act that is missing.
 */
public non-sealed interface SequenceDelegate extends RemoteDelegate {

    /** None of them is a sequence itself. */
    List<RemoteDelegate> acts();
}
