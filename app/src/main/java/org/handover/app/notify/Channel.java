package org.handover.app.notify;

/** A way on which a message reaches somebody. */
interface Channel {

    /**
     * Returns when the other side has taken the message.
     *
     * @return whom it reached, for the ledger; holds no secret
     */
    String deliver(Message message) throws UndeliveredException, InterruptedException;
}
