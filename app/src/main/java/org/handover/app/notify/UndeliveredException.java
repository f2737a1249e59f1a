package org.handover.app.notify;

/** The other side has not taken a message. Its sentence is shown and recorded, so it holds neither address nor secret of a target. */
final class UndeliveredException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean forGood;

    private UndeliveredException(String sentence, boolean forGood) {
        super(sentence);
        this.forGood = forGood;
    }

    /** It may go better later. */
    static UndeliveredException forNow(String sentence) {
        return new UndeliveredException(sentence, false);
    }

    /** It was refused, and would be refused again until somebody puts something right. */
    static UndeliveredException forGood(String sentence) {
        return new UndeliveredException(sentence, true);
    }

    boolean isForGood() {
        return forGood;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
