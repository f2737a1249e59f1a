package org.handover.app.failover;

import java.util.List;
import org.handover.app.watch.KnownMasters;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.WindowsPath;
import org.handover.step.Inventory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Everything that can be said about a request without asking a server. */
@Component
final class RequestCheck {

    private final Inventory inventory;
    private final KnownMasters masters;

    RequestCheck(Inventory inventory, KnownMasters masters) {
        this.inventory = inventory;
        this.masters = masters;
    }

    /**
     * A request that can be carried out.
     *
     * @param system of the inventory; a rehearsal works on a twin of it
     * @param former which server is master as far as is known
     */
    record Wanted(SsoSystem system, SsoServerName former, SsoServerName newMaster, WindowsPath restoreFile) {}

    Wanted check(FailoverRequest request) {
        if (request.situation().equals("master-lost") && "snap-in".equals(request.path())) {
            throw unprocessable(
                    "A lost master cannot be changed in the snap-in, which works on the master itself only. Leave path out, or ask for command-line.");
        }
        SsoSystem system = system(request);
        SsoServerName newMaster = system.server(request.newMasterSecretServer())
                .orElseThrow(() -> unprocessable("%s is not an SSO server of %s. It has: %s."
                        .formatted(request.newMasterSecretServer(), system.name(), system.ssoServers())));
        SsoServerName former = masters.of(system);
        if (newMaster.equals(former)) {
            throw unprocessable("%s is the master secret server of %s already; name the server that is to become it."
                    .formatted(former, system.name()));
        }
        return new Wanted(system, former, newMaster, restoreFile(request, system, newMaster));
    }

    SsoSystem system(FailoverRequest request) {
        List<SsoSystem> found = inventory.named(request.ssoSystem()).stream()
                .filter(system ->
                        request.estate() == null || system.estate().value().equals(request.estate()))
                .toList();
        if (found.isEmpty()) {
            throw unprocessable("The inventory has no SSO system %s. It has: %s."
                    .formatted(
                            request.ssoSystem(),
                            inventory.ssoSystems().stream()
                                    .map(system -> system.name().value())
                                    .distinct()
                                    .toList()));
        }
        if (found.size() > 1) {
            throw unprocessable("Several estates have an SSO system %s; say which with estate: %s."
                    .formatted(
                            request.ssoSystem(),
                            found.stream()
                                    .map(system -> system.estate().value())
                                    .toList()));
        }
        return found.get(0);
    }

    private static WindowsPath restoreFile(FailoverRequest request, SsoSystem system, SsoServerName newMaster) {
        List<SsoSystem.RestoreFile> usable = system.restoreFiles().stream()
                .filter(file -> file.server() == null || file.server().equals(newMaster))
                .toList();
        if (request.restoreFile() == null) {
            if (usable.isEmpty()) {
                throw unprocessable(
                        "The inventory records no restore file of %s that %s could use, so nothing could be restored."
                                .formatted(system.name(), newMaster));
            }
            return usable.get(0).path();
        }
        try {
            WindowsPath path = WindowsPath.of(request.restoreFile());
            return system.restoreFile(path)
                    .filter(usable::contains)
                    .map(SsoSystem.RestoreFile::path)
                    .orElseThrow(() -> unprocessable(
                            "The inventory does not record the restore file %s with its digest and MSID for %s. It records: %s."
                                    .formatted(
                                            path,
                                            newMaster,
                                            usable.stream()
                                                    .map(file -> file.path().value())
                                                    .toList())));
        } catch (RefusedValueException e) {
            throw unprocessable("restoreFile: " + e.getMessage());
        }
    }

    private static ProblemException unprocessable(String sentence) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, sentence);
    }
}
