package org.handover.app.start;

/** What keeps the application from starting, and the way on: said on the terminal instead of a stack trace. */
final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String wayOn;

    CannotStartException(String sentence, String wayOn) {
        super(sentence);
        this.wayOn = wayOn;
    }

    CannotStartException(String sentence, String wayOn, Exception cause) {
        super(sentence, cause);
        this.wayOn = wayOn;
    }

    String wayOn() {
        return wayOn;
    }
}
