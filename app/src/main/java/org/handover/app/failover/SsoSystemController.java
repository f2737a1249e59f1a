package org.handover.app.failover;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/sso-systems")
@Tag(name = "SSO systems")
class SsoSystemController {

    private final Inventory inventory;
    private final KnownMasters masters;
    private final Failovers failovers;

    SsoSystemController(Inventory inventory, KnownMasters masters, Failovers failovers) {
        this.inventory = inventory;
        this.masters = masters;
        this.failovers = failovers;
    }

    record SsoSystemView(
            String estate,
            String estateNotice,
            String name,
            String masterSecretServer,
            List<String> ssoServers,
            List<RestoreFileView> restoreFiles,
            int approvalsNeeded,
            @Nullable String openFailover) {}

    record RestoreFileView(String path, String sha256, String msid) {}

    @GetMapping
    @Operation(summary = "The SSO systems of the inventory")
    FailoverController.Page<SsoSystemView> list() {
        List<SsoSystemView> items =
                inventory.ssoSystems().stream().map(this::of).toList();
        return new FailoverController.Page<>(items, 0, items.size());
    }

    @GetMapping("/{name}")
    @Operation(summary = "The SSO system of that name")
    SsoSystemView get(@PathVariable String name) {
        return inventory.ssoSystems().stream()
                .filter(system -> system.name().value().equalsIgnoreCase(name))
                .findFirst()
                .map(this::of)
                .orElseThrow(() -> new ProblemException(
                        HttpStatus.NOT_FOUND, "The inventory has no SSO system %s.".formatted(name)));
    }

    private SsoSystemView of(SsoSystem system) {
        return new SsoSystemView(
                system.estate().value(),
                system.notice(),
                system.name().value(),
                masters.of(system).value(),
                system.ssoServers().stream().map(SsoServerName::value).toList(),
                system.restoreFiles().stream()
                        .map(file -> new RestoreFileView(
                                file.path().value(),
                                file.digest().value(),
                                file.msid().value()))
                        .toList(),
                system.approvalsNeeded(),
                failovers
                        .reservedBy(system.estate(), system.name())
                        .map(FailoverId::value)
                        .orElse(null));
    }
}
