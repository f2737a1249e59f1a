package org.handover.lab.control;

/** A lab cannot start; the message is a sentence for whoever started it. */
public final class LabCannotStartException extends Exception {
    LabCannotStartException(String message) {
        super(message);
    }
}
