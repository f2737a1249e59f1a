package org.handover.app.ledger;

import java.io.IOException;
import org.handover.verify.SignedHead;

/** A place off the host to which heads are sent. */
interface HeadTarget {

    /** What it is called in status and database; holds no secret. */
    String name();

    /** Returns when the place has taken the head. */
    void send(SignedHead head) throws IOException;
}
