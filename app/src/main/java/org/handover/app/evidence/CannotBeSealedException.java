package org.handover.app.evidence;

/** No signed head covers the run, and none can be made now; the message says why. */
final class CannotBeSealedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotBeSealedException(String sentence) {
        super(sentence);
    }
}
