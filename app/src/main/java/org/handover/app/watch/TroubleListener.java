package org.handover.app.watch;

import org.handover.sso.SsoSystem;

/** Hears of trouble with a master secret server once when it begins and once when it is over, in the transaction that records the look. */
public interface TroubleListener {

    /** @param sentence what was seen */
    void begins(SsoSystem system, Trouble trouble, String sentence);

    void ends(SsoSystem system, Trouble trouble, String sentence);
}
