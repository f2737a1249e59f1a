package org.handover.app.inventory;

/** {@code inventory.yml}, or a setting beside it, cannot be used; the sentence says where and why. */
public final class UnusableInventoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableInventoryException(String sentence) {
        super(sentence);
    }
}
