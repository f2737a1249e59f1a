package org.handover.app.failover;

import java.util.List;
import java.util.Optional;
import org.handover.app.restraint.Restraint;
import org.handover.journal.Failover;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Inventory;
import org.springframework.stereotype.Component;

/** What a person who starts a failover is warned of. */
@Component
public final class StartWarnings {

    private final Inventory inventory;
    private final Restraint restraint;

    StartWarnings(Inventory inventory, Restraint restraint) {
        this.inventory = inventory;
        this.restraint = restraint;
    }

    List<String> of(Failover failover) {
        return failover.rehearsal() ? List.of() : of(inventory.find(failover.estate(), failover.ssoSystem()));
    }

    public List<String> of(String estate, String ssoSystem) {
        return of(inventory.find(EstateName.of(estate), SsoSystemName.of(ssoSystem)));
    }

    private List<String> of(Optional<SsoSystem> system) {
        return system.map(restraint::warnings).orElse(List.of());
    }
}
