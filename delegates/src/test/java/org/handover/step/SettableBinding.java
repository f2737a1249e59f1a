package org.handover.step;

import java.util.Set;
import org.handover.journal.Failover;
import org.handover.journal.PlanBinding;

/** Inventory and deployment of a test, which it can change. */
final class SettableBinding implements PlanBinding {

    String inventory = "inventory";
    String models = "models";
    String deployment = "";

    @Override
    public String inventory(Failover failover) {
        return inventory;
    }

    @Override
    public String configurationChange(Failover failover) {
        return "";
    }

    @Override
    public String models(String deployment) {
        return models;
    }

    @Override
    public Set<String> deploymentsOf(Failover failover) {
        return deployment.isEmpty() ? Set.of() : Set.of(deployment);
    }
}
