package org.handover.sso;

/** A value that its type cannot hold. The message is one sentence that says what is wrong with it and can be shown to a person. */
public final class RefusedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public RefusedValueException(String sentence) {
        super(sentence);
    }
}
