package org.handover.app.inventory;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;

/** The inventory of a first run waits for the lab that is still starting, and only when somebody needs it. */
public final class LoadedOnFirstUse implements InventoryPart {

    private final Supplier<Inventory> load;
    private @Nullable Inventory loaded;

    public LoadedOnFirstUse(Supplier<Inventory> load) {
        this.load = load;
    }

    private synchronized Inventory loaded() {
        Inventory inventory = loaded;
        if (inventory == null) {
            inventory = load.get();
            loaded = inventory;
        }
        return inventory;
    }

    @Override
    public List<SsoSystem> ssoSystems() {
        return loaded().ssoSystems();
    }

    @Override
    public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        return loaded().find(estate, name);
    }

    @Override
    public ServerAddress address(EstateName estate, SsoServerName server) {
        return loaded().address(estate, server);
    }

    @Override
    public boolean hasConsole(EstateName estate, SsoServerName server) {
        return loaded().hasConsole(estate, server);
    }
}
