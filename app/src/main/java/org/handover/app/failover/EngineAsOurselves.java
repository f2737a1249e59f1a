package org.handover.app.failover;

import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Calls the engine as the application itself, where our own door has already asked who may. */
@Component
final class EngineAsOurselves {

    private final IdentityService identity;

    EngineAsOurselves(IdentityService identity) {
        this.identity = identity;
    }

    <T> T call(Supplier<T> act) {
        Authentication who = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return act.get();
        } finally {
            if (who != null) {
                identity.setAuthentication(who);
            }
        }
    }
}
