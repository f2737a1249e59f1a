package org.handover.app.notify;

/** The settings of the notifications cannot be used; the sentence says which and why, and quotes none that may hold a secret. */
final class UnusableNotificationsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnusableNotificationsException(String sentence) {
        super(sentence);
    }
}
