package org.handover.app.inventory;

import java.util.List;
import java.util.Optional;
import org.handover.console.ServerAddress;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.step.Inventory;

/**
 * All estates, wherever they come from. The twin of a rehearsal is found by the name of its estate and is in no list: nobody
 * starts a failover on it but its own run.
 */
public final class WholeInventory implements Inventory {

    private final List<InventoryPart> parts;
    private final RunEstates twins;
    private final RecordedBackups backups;

    public WholeInventory(List<InventoryPart> parts, RunEstates twins, RecordedBackups backups) {
        this.parts = List.copyOf(parts);
        this.twins = twins;
        this.backups = backups;
    }

    @Override
    public List<SsoSystem> ssoSystems() {
        return parts.stream()
                .flatMap(part -> part.ssoSystems().stream())
                .map(backups::joinedTo)
                .toList();
    }

    /** Reads the backups of these systems only: however many others there are, a start does not wait for them. */
    @Override
    public List<SsoSystem> named(String name) {
        return parts.stream()
                .flatMap(part -> part.named(name).stream())
                .map(backups::joinedTo)
                .toList();
    }

    @Override
    public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        if (RunEstates.isTwin(estate)) {
            return twins.find(estate, name).map(backups::joinedTo);
        }
        return parts.stream()
                .flatMap(part -> part.find(estate, name).stream())
                .findFirst()
                .map(backups::joinedTo);
    }

    @Override
    public boolean hasConsole(EstateName estate, SsoServerName server) {
        return RunEstates.isTwin(estate) || partOf(estate).hasConsole(estate, server);
    }

    @Override
    public ServerAddress address(EstateName estate, SsoServerName server) {
        return RunEstates.isTwin(estate)
                ? twins.address(estate, server)
                : partOf(estate).address(estate, server);
    }

    private InventoryPart partOf(EstateName estate) {
        return parts.stream()
                .filter(part -> part.ssoSystems().stream()
                        .anyMatch(system -> system.estate().equals(estate)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("The inventory has no estate %s any more.".formatted(estate)));
    }
}
