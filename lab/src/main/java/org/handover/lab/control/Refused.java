package org.handover.lab.control;

/** A request that the control interface does not carry out; the message is a sentence for whoever asked. */
final class Refused extends Exception {

    private final int status;

    /** @param status 400, 401, 404 or 409 */
    Refused(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }

    static Refused notThere(String what) {
        return new Refused(404, "There is nothing at " + what + ".");
    }
}
