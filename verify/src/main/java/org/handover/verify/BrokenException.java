package org.handover.verify;

/** Something is not as it was written; the message is a sentence that names the first such thing. */
public final class BrokenException extends Exception {

    private static final long serialVersionUID = 1L;

    public BrokenException(String sentence) {
        super(sentence);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
