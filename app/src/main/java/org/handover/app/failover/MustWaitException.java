package org.handover.app.failover;

import org.handover.sso.SsoSystem;

/** As many failovers that tools have started are open as are allowed; the next one waits until one ends. */
final class MustWaitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SsoSystem system;

    MustWaitException(SsoSystem system) {
        super("There is no place for another failover that a tool starts.", null, false, false);
        this.system = system;
    }

    SsoSystem system() {
        return system;
    }
}
